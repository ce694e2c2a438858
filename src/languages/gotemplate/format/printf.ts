import type { Run } from '../runtime/run.ts';
import { typeOf } from '../runtime/types.ts';
import { GoInt, type GoValue } from '../runtime/value.ts';
import { Walk } from '../runtime/walk.ts';
import { formatArgument } from './format-value.ts';
import { printValue } from './print.ts';
import { emptySpec, type Spec } from './spec.ts';

/** Go's `fmt.Sprintf`, with its complaints in the text: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA int=1)`. */
export function sprintf(run: Run, format: string, args: readonly GoValue[]): string {
  return new Directives(run, format, args).print();
}

const largest = 1_000_000;

/** Reads the format from left to right, and takes arguments as it goes. */
class Directives {
  readonly #run: Run;
  readonly #format: string;
  readonly #args: readonly GoValue[];
  readonly #walk = new Walk();
  readonly #parts: string[] = [];
  #at = 0;
  #next = 0;
  /** Whether an argument was chosen by its number: then none counts as left over. */
  #reordered = false;
  #badIndex = false;

  constructor(run: Run, format: string, args: readonly GoValue[]) {
    this.#run = run;
    this.#format = format;
    this.#args = args;
  }

  print(): string {
    const format = this.#format;
    while (this.#at < format.length) {
      const percent = format.indexOf('%', this.#at);
      if (percent < 0) {
        this.#parts.push(format.slice(this.#at));
        break;
      }
      if (percent > this.#at) this.#parts.push(format.slice(this.#at, percent));
      this.#at = percent + 1;
      this.#directive();
    }
    if (!this.#reordered && this.#next < this.#args.length) this.#parts.push(this.#extra());
    return this.#parts.join('');
  }

  #extra(): string {
    const extra = this.#args
      .slice(this.#next)
      .map((arg) => (arg === null ? '<nil>' : `${typeOf(arg)}=${printValue(arg)}`));
    return `%!(EXTRA ${extra.join(', ')})`;
  }

  #directive(): void {
    const spec = emptySpec();
    this.#badIndex = false;
    for (; '+-# 0'.includes(this.#format[this.#at] ?? '!'); this.#at++) setFlag(spec, this.#format[this.#at]!);
    let afterIndex = this.#index();
    if (this.#format[this.#at] === '*') {
      spec.width = this.#star('WIDTH');
      if (spec.width !== undefined && spec.width < 0) {
        spec.minus = true;
        spec.zero = false;
        spec.width = -spec.width;
      }
      afterIndex = false;
    } else {
      spec.width = this.#number();
      // `%[3]2d`: the number of an argument stands right before the verb or a star.
      if (afterIndex && spec.width !== undefined) this.#badIndex = true;
    }
    if (this.#format[this.#at] === '.' && this.#at + 1 < this.#format.length) {
      this.#at++;
      if (afterIndex) this.#badIndex = true;
      afterIndex = this.#index();
      if (this.#format[this.#at] === '*') {
        spec.precision = this.#star('PREC');
        afterIndex = false;
      } else spec.precision = this.#number() ?? 0;
    }
    if (!afterIndex) this.#index();
    this.#verb(spec);
  }

  #verb(spec: Spec): void {
    if (this.#at >= this.#format.length) {
      this.#parts.push('%!(NOVERB)');
      return;
    }
    this.#run.checkLength((spec.width ?? 0) + (spec.precision ?? 0));
    const char = String.fromCodePoint(this.#format.codePointAt(this.#at)!);
    this.#at += char.length;
    const verb = char.isWellFormed() ? char : '\ufffd';
    if (verb === '%') this.#parts.push('%');
    else if (this.#badIndex) this.#parts.push(`%!${verb}(BADINDEX)`);
    else if (this.#next >= this.#args.length) this.#parts.push(`%!${verb}(MISSING)`);
    else {
      if (verb === 'v' || verb === 'w') {
        Object.assign(spec, { goSyntax: spec.sharp, sharp: false, fieldNames: spec.plus, plus: false });
      }
      this.#parts.push(formatArgument(spec, verb, this.#args[this.#next++]!, this.#walk));
    }
  }

  /** The number of an argument in brackets; says whether one was read. */
  #index(): boolean {
    if (this.#format[this.#at] !== '[') return false;
    this.#reordered = true;
    const close = this.#format.indexOf(']', this.#at);
    if (close < 0 || this.#format.length - this.#at < 3) {
      this.#at++;
      this.#badIndex = true;
      return false;
    }
    const text = this.#format.slice(this.#at + 1, close);
    this.#at = close + 1;
    const isNumber = /^\d+$/.test(text) && Number(text) < 10 * largest;
    const wanted = Number(text);
    if (isNumber && wanted >= 1 && wanted <= this.#args.length) this.#next = wanted - 1;
    else this.#badIndex = true;
    return isNumber;
  }

  #star(what: 'WIDTH' | 'PREC'): number | undefined {
    this.#at++;
    const value = this.#next < this.#args.length ? this.#args[this.#next++] : undefined;
    const number = value instanceof GoInt ? Number(value.value) : undefined;
    if (number !== undefined && Math.abs(number) <= largest && !(what === 'PREC' && number < 0)) return number;
    this.#parts.push(`%!(BAD${what})`);
    return undefined;
  }

  /** Digits; of a number that is far too large the rest of the format is lost. */
  #number(): number | undefined {
    const digits = /^\d*/.exec(this.#format.slice(this.#at, this.#at + 32))![0];
    if (digits === '') return undefined;
    if (digits.length > 1 && Number(digits.slice(0, -1)) > largest) {
      this.#at = this.#format.length;
      return undefined;
    }
    this.#at += digits.length;
    return Number(digits);
  }
}

function setFlag(spec: Spec, flag: string): void {
  if (flag === '+') spec.plus = true;
  else if (flag === '-') spec.minus = true;
  else if (flag === '#') spec.sharp = true;
  else if (flag === ' ') spec.space = true;
  else spec.zero = true;
}

import { formatGoFloat, type JsonObject } from '../../../foundations/kube/index.ts';
import { problem, type SchemaProblem } from './problem.ts';

/** The limits of numbers, and how Helm's validator writes numbers: as people do in English. */
export function checkNumber(schema: JsonObject, value: number, path: string, out: SchemaProblem[]): void {
  const say = (keyword: string, wanted: number): void => {
    out.push(problem(path, `${keyword}: got ${showNumber(value)}, want ${showNumber(wanted)}`));
  };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const [low, high] = [exclusiveMinimum === true, exclusiveMaximum === true];
  if (typeof minimum === 'number' && !low && value < minimum) say('minimum', minimum);
  if (typeof maximum === 'number' && !high && value > maximum) say('maximum', maximum);
  const [above, below] = [low ? minimum : exclusiveMinimum, high ? maximum : exclusiveMaximum];
  if (typeof above === 'number' && value <= above) say('exclusiveMinimum', above);
  if (typeof below === 'number' && value >= below) say('exclusiveMaximum', below);
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf)) say('multipleOf', multipleOf);
}

/** Limits of a length or count. */
export function checkSize(schema: JsonObject, what: string, size: number, path: string, out: SchemaProblem[]): void {
  for (const keyword of [`min${what}`, `max${what}`]) {
    const limit = schema[keyword];
    if (typeof limit !== 'number') continue;
    if (keyword.startsWith('min') ? size < limit : size > limit) {
      out.push(problem(path, `${keyword}: got ${showCount(size)}, want ${showCount(limit)}`));
    }
  }
}

export function showCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function showNumber(value: number): string {
  const text = formatGoFloat(value, 'g');
  const scientific = /^(.*)e([+-])(\d+)$/.exec(text);
  if (scientific) {
    const digits = [...scientific[3]!].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
    return `${scientific[1]}×10${scientific[2] === '-' ? '⁻' : ''}${digits}`;
  }
  const [whole, ...rest] = text.split('.');
  return [whole!.replace(/\B(?=(?:\d{3})+$)/g, ','), ...rest].join('.');
}

/** Exact in decimals, as written: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const [a, b] = [decimal(value), decimal(of)];
  if (b.digits === 0n) return false;
  const power = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }: Decimal): bigint => digits * 10n ** BigInt(exponent - power);
  return scaled(a) % scaled(b) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimal(value: number): Decimal {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

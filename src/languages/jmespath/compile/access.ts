import { type JsonObject, type JsonValue, setKey } from '../../../foundations/kube/index.ts';
import { JmesPathError } from '../errors.ts';
import type { Evaluate, MissingKey, Roots } from '../run.ts';
import type { Syntax } from '../syntax.ts';

/** A key of a map. What is no map has no keys to miss: the answer is null. */
export function compileKey({ name, offset, end }: Extract<Syntax, { kind: 'field' }>, atRoot: boolean): Evaluate {
  const missing: MissingKey = { name, offset, end };
  // A plain read is much faster than an own-property test, and enough for names that no object inherits.
  const inherited = name in Object.prototype;
  const key: Evaluate = (value, run) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const found = !inherited || Object.hasOwn(value, name) ? value[name] : undefined;
    if (found !== undefined) return found;
    run.missing = missing;
    return undefined;
  };
  if (!atRoot) return key;
  return (value, run) => {
    if (!run.roots) return key(value, run);
    const found = run.roots.get(name);
    if (found === undefined) run.missing = missing;
    return found;
  };
}

/** `start.a.b.c` in one loop: the path that most expressions are made of. */
export function compilePath(start: Evaluate, keys: readonly Extract<Syntax, { kind: 'field' }>[]): Evaluate {
  const steps = keys.map(({ name, offset, end }) => {
    const missing: MissingKey = { name, offset, end };
    return { name, inherited: name in Object.prototype, missing };
  });
  return (value, run) => {
    let at = start(value, run);
    if (at === undefined) return undefined;
    for (const { name, inherited, missing } of steps) {
      if (typeof at !== 'object' || at === null || Array.isArray(at)) return null;
      at = !inherited || Object.hasOwn(at, name) ? at[name] : undefined;
      if (at === undefined) {
        run.missing = missing;
        return undefined;
      }
    }
    return at;
  };
}

/** `@` at the start of an expression. Names are resolved one by one, so the whole is gathered only when it is asked for. */
export const wholeContext: Evaluate = (value, { roots }) => (roots ? gather(roots) : value);

function gather(roots: Roots): JsonObject {
  if (!roots.names) throw new JmesPathError('evaluation', '`@` cannot stand for the whole context here', 0);
  const whole: JsonObject = {};
  for (const name of roots.names()) {
    const value = roots.get(name);
    if (value !== undefined) setKey(whole, name, value);
  }
  return whole;
}

export function compileIndex(index: number): Evaluate {
  return (value) => (Array.isArray(value) ? (value.at(index) ?? null) : null);
}

/** Slices as Python has them. A step of zero is an error only when the slice is reached. */
export function compileSlice({ start, stop, step = 1, offset, end }: Extract<Syntax, { kind: 'slice' }>): Evaluate {
  return (value) => {
    if (!Array.isArray(value)) return null;
    if (step === 0) throw new JmesPathError('evaluation', 'Invalid slice, step cannot be 0', offset, end);
    const { length } = value;
    const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
    const bound = (at: number) => Math.min(Math.max(at < 0 ? at + length : at, low), high);
    const first = start === undefined ? (step > 0 ? low : high) : bound(start);
    const last = stop === undefined ? (step > 0 ? high : low) : bound(stop);
    const found: JsonValue[] = [];
    for (let at = first; step > 0 ? at < last : at > last; at += step) found.push(value[at]!);
    return found;
  };
}

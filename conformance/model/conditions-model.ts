// A plain reading of the documented rules of conditions, for numbers, plain words and lists of them.
// Source: Kyverno, "Preconditions", any and all statements, operators.
import { isObject, type JsonObject, type JsonValue } from '../../src/foundations/kube/index.ts';
import type { Random } from '../kyverno/differential/random.ts';

const words = ['ant', 'bee', 'cat', 'c*', '?at', 'bee*'];
const numbers = [0, 1, 2, 7];
const setOperators = ['AnyIn', 'AllIn', 'AnyNotIn', 'AllNotIn'];
const orderOperators = ['GreaterThan', 'GreaterThanOrEquals', 'LessThan', 'LessThanOrEquals'];

/** Random conditions over values whose meaning the documentation settles. */
export function conditionsCase(random: Random): JsonObject {
  const list = () => Array.from({ length: 1 + random.below(3) }, () => condition(random));
  return {
    ...(random.chance(0.6) ? { any: list() } : {}),
    ...(random.chance(0.6) ? { all: list() } : {}),
  };
}

function condition(random: Random): JsonObject {
  const kind = random.below(3);
  if (kind === 0)
    return { key: random.pick(numbers), operator: random.pick(orderOperators), value: random.pick(numbers) };
  if (kind === 1) {
    const [key, value] = random.chance(0.5)
      ? [random.pick<JsonValue>(numbers), random.pick<JsonValue>(numbers)]
      : [random.pick<JsonValue>(words.slice(0, 3)), random.pick<JsonValue>(words)];
    return { key, operator: random.pick(['Equals', 'NotEquals']), value };
  }
  const key = random.chance(0.5) ? random.pick(words.slice(0, 3)) : random.some(words.slice(0, 3), 0.6);
  return { key, operator: random.pick(setOperators), value: random.some(words, 0.5) };
}

/** Any of `any` must hold, and all of `all`; a list that is left out does not count. */
export function conditionsHold({ any, all }: JsonObject): boolean {
  return (!Array.isArray(any) || any.some(holds)) && (!Array.isArray(all) || all.every(holds));
}

function holds(condition: JsonValue): boolean {
  if (!isObject(condition)) return false;
  const { key, operator, value } = condition;
  switch (operator) {
    case 'Equals':
      return same(key!, value!);
    case 'NotEquals':
      return !same(key!, value!);
    case 'GreaterThan':
      return Number(key) > Number(value);
    case 'GreaterThanOrEquals':
      return Number(key) >= Number(value);
    case 'LessThan':
      return Number(key) < Number(value);
    case 'LessThanOrEquals':
      return Number(key) <= Number(value);
    default:
      return inSet(Array.isArray(key) ? key : [key!], String(operator), value as readonly JsonValue[]);
  }
}

/** A text value is the pattern. */
function same(key: JsonValue, value: JsonValue): boolean {
  return typeof key === 'string' && typeof value === 'string' ? matches(value, key) : key === value;
}

/** Each of the keys, or one of them, is in the set or out of it; wildcards count on both sides. */
function inSet(keys: readonly JsonValue[], operator: string, set: readonly JsonValue[]): boolean {
  const isIn = (key: JsonValue) =>
    set.some((item) => matches(String(item), String(key)) || matches(String(key), String(item)));
  switch (operator) {
    case 'AnyIn':
      return keys.some(isIn);
    case 'AllIn':
      return keys.every(isIn);
    case 'AnyNotIn':
      return keys.some((key) => !isIn(key));
    default:
      return keys.every((key) => !isIn(key));
  }
}

function matches(pattern: string, text: string): boolean {
  const source = pattern.replaceAll(/[.*?]/g, (letter) =>
    letter === '*' ? '.*' : letter === '?' ? '.' : `\\${letter}`,
  );
  return new RegExp(`^${source}$`, 's').test(text);
}

import {
  compareQuantity,
  compareSemver,
  containsWildcard,
  formatGoValue,
  isObject,
  type JsonValue,
  jsonEqual,
  matchWildcard,
  parseDuration,
  parseGoFloat,
  parseQuantity,
  parseSemver,
} from '../../../foundations/kube/index.ts';
import { compileScalar, isRange } from '../pattern/scalar.ts';
import { isIn } from './deprecated-in.ts';

/** Whether `key operator value` holds. Values of types that an operator does not know never hold. */
export type ConditionTest = (key: JsonValue, value: JsonValue) => boolean;

/** Operator names are compared without case when picked. Source: Kyverno, "Preconditions", operators. */
export function conditionOperator(name: string): ConditionTest | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(operators, lower) ? operators[lower]!(name) : undefined;
}

const ordered: Readonly<Record<string, (order: number) => boolean>> = {
  GreaterThan: (order) => order > 0,
  GreaterThanOrEquals: (order) => order >= 0,
  LessThan: (order) => order < 0,
  LessThanOrEquals: (order) => order <= 0,
};

const equals = () => isEqual;
const notEquals = () => isNotEqual;
// Picked without case, but compared again with case: `greaterthan` exists and never holds.
const numeric = (name: string): ConditionTest =>
  Object.hasOwn(ordered, name) ? numericTest(ordered[name]!) : () => false;
const duration = (name: string): ConditionTest => {
  const plain = name.replace(/^Duration/, '');
  return Object.hasOwn(ordered, plain) ? durationTest(ordered[plain]!) : () => false;
};

const operators: Readonly<Record<string, (name: string) => ConditionTest>> = {
  equal: equals,
  equals,
  notequal: notEquals,
  notequals: notEquals,
  in: () => (key, value) => isIn(key, value, false),
  notin: () => (key, value) => isIn(key, value, true),
  anyin: () => setTest({ holdsFor: 'some', wanted: true }),
  allin: () => setTest({ holdsFor: 'every', wanted: true }),
  anynotin: () => setTest({ holdsFor: 'some', wanted: false }),
  allnotin: () => setTest({ holdsFor: 'every', wanted: false }),
  greaterthan: numeric,
  greaterthanorequals: numeric,
  lessthan: numeric,
  lessthanorequals: numeric,
  durationgreaterthan: duration,
  durationgreaterthanorequals: duration,
  durationlessthan: duration,
  durationlessthanorequals: duration,
};

function isEqual(key: JsonValue, value: JsonValue): boolean {
  if (typeof key === 'boolean') return key === value;
  if (typeof key === 'number') return typeof value === 'string' ? parseGoFloat(value) === key : value === key;
  if (typeof key === 'object')
    return key !== null && Array.isArray(key) === Array.isArray(value) && jsonEqual(key, value);
  const durations = bothDurations(key, value);
  if (durations) return durations[0] === durations[1];
  if (typeof value !== 'string') return false;
  const quantity = parseQuantity(key);
  if (quantity) {
    const other = parseQuantity(value);
    return other !== undefined && compareQuantity(quantity, other) === 0;
  }
  return matchWildcard(value, key);
}

/** Not the negation of `Equals`: a key without a value makes both false, and so does a value of another type. */
function isNotEqual(key: JsonValue, value: JsonValue): boolean {
  if (key === null) return false;
  if (typeof key === 'boolean') return typeof value !== 'boolean' || key !== value;
  if (typeof key === 'number') return typeof value === 'string' ? parseGoFloat(value) !== key : value !== key;
  if (typeof key === 'object')
    return Array.isArray(key) !== Array.isArray(value) || !isObjectOrList(value) || !jsonEqual(key, value);
  const durations = bothDurations(key, value);
  if (durations) return durations[0] !== durations[1];
  if (typeof value !== 'string') return true;
  const quantity = value === '' ? undefined : parseQuantity(key);
  if (quantity) {
    const other = parseQuantity(value);
    return other === undefined || compareQuantity(quantity, other) !== 0;
  }
  return !matchWildcard(value, key);
}

function isObjectOrList(value: JsonValue): boolean {
  return Array.isArray(value) || isObject(value);
}

/** Both sides in nanoseconds, where at least one is a duration text other than "0"; numbers are whole seconds. */
function bothDurations(key: JsonValue, value: JsonValue): readonly [bigint, bigint] | undefined {
  const left = durationText(key);
  const right = durationText(value);
  if (left === undefined && right === undefined) return undefined;
  const from = left ?? seconds(key);
  const to = right ?? seconds(value);
  return from === undefined || to === undefined ? undefined : [from, to];
}

function durationText(value: JsonValue): bigint | undefined {
  return typeof value === 'string' && value !== '0' ? parseDuration(value) : undefined;
}

function seconds(value: JsonValue): bigint | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) * 1_000_000_000n : undefined;
}

function numericTest(holds: (order: number) => boolean): ConditionTest {
  const compareNumber = (key: number, value: JsonValue): boolean => {
    if (typeof value === 'number') return holds(Math.sign(key - value));
    if (typeof value !== 'string') return false;
    const durations = bothDurations(key, value);
    if (durations) return holds(compareBig(...durations));
    const other = parseGoFloat(value);
    return other !== undefined && holds(Math.sign(key - other));
  };
  return (key, value) => {
    if (typeof key === 'number') return compareNumber(key, value);
    if (typeof key !== 'string') return false;
    const durations = bothDurations(key, value);
    if (durations) return holds(compareBig(...durations));
    const left = parseQuantity(key);
    const right = left && typeof value === 'string' ? parseQuantity(value) : undefined;
    if (left && right) return holds(compareQuantity(left, right));
    const number = parseGoFloat(key);
    if (number !== undefined) return compareNumber(number, value);
    const version = parseSemver(key);
    const other = version && typeof value === 'string' ? parseSemver(value) : undefined;
    return version !== undefined && other !== undefined && holds(compareSemver(version, other));
  };
}

function durationTest(holds: (order: number) => boolean): ConditionTest {
  const read = (value: JsonValue) => (typeof value === 'string' ? parseDuration(value) : seconds(value));
  return (key, value) => {
    const left = read(key);
    const right = read(value);
    return left !== undefined && right !== undefined && holds(compareBig(left, right));
  };
}

function compareBig(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface SetRule {
  readonly holdsFor: 'some' | 'every';
  /** Whether the items are wanted in the value, or out of it. */
  readonly wanted: boolean;
}

function setTest(rule: SetRule): ConditionTest {
  return (key, value) => {
    if (Array.isArray(key)) return listInSet(key.map(formatGoValue), value, rule);
    if (key === null || typeof key === 'object') return false;
    const found = textInSet(formatGoValue(key), value);
    return found === undefined ? false : found === rule.wanted;
  };
}

/** `undefined` when the value is of a type that no key can be in. */
function textInSet(key: string, value: JsonValue): boolean | undefined {
  if (Array.isArray(value)) return value.some((item) => eitherMatches(key, formatGoValue(item)));
  if (typeof value !== 'string') return undefined;
  if (matchWildcard(value, key)) return true;
  if (isRange(value)) return compileScalar(value)(key);
  return textList(value)?.includes(key);
}

function listInSet(keys: readonly string[], value: JsonValue, rule: SetRule): boolean {
  if (Array.isArray(value)) return judgeItems(keys, value.map(formatGoValue), rule);
  // Only the `any` operators accept a scalar beside a list.
  if (typeof value === 'number' || typeof value === 'boolean') {
    return rule.holdsFor === 'some' && judgeItems(keys, [formatGoValue(value)], rule);
  }
  if (typeof value !== 'string') return false;
  if (keys.length === 1 && keys[0] === value) return rule.wanted;
  if (isRange(value)) return judgeRange(keys, value, rule);
  const items = textList(value);
  return items !== undefined && judgeItems(keys, items, rule);
}

function judgeItems(keys: readonly string[], items: readonly string[], rule: SetRule): boolean {
  const holds = (key: string) => items.some((item) => eitherMatches(key, item)) === rule.wanted;
  return rule.holdsFor === 'some' ? keys.some(holds) : keys.every(holds);
}

function judgeRange(keys: readonly string[], range: string, rule: SetRule): boolean {
  const inside = compileScalar(range);
  if (rule.holdsFor === 'every') return keys.every((key) => inside(key) === rule.wanted);
  if (rule.wanted) return keys.some(inside);
  // The reference turns the first `-` into `!-`, which is wrong for a range that begins below zero. Kept.
  return keys.some(compileScalar(range.replace('-', '!-')));
}

/** Either side may be the pattern. */
function eitherMatches(a: string, b: string): boolean {
  if (a === b) return true;
  return (containsWildcard(a) && matchWildcard(a, b)) || (containsWildcard(b) && matchWildcard(b, a));
}

/** A text that is JSON must be a list of texts; any other text is one item. */
function textList(value: string): readonly string[] | undefined {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(value) as JsonValue;
  } catch {
    return [value];
  }
  if (parsed === null) return [];
  return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? (parsed as string[]) : undefined;
}

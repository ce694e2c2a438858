// A plain reading of the documented rules of validation patterns: no compiling, no shortcuts, one function a rule.
// The engine must agree with it. Source: Kyverno, "Validate Rules", patterns, anchors, operators and wildcards.
import {
  compareQuantity,
  isObject,
  type JsonObject,
  type JsonValue,
  parseDuration,
  parseQuantity,
} from '../../src/foundations/kube/index.ts';

/** What the rules say about a resource. */
export interface Verdict {
  readonly kind: 'pass' | 'skip' | 'fail' | 'error';
  /** Where it failed; empty for the other kinds. */
  readonly path: string;
}

/** A rule that does not hold. `conditional` and `global` mean that the pattern does not apply. */
class Broken extends Error {
  readonly because: 'value' | 'conditional' | 'global' | 'negation';
  readonly path: string;
  constructor(because: Broken['because'], path: string) {
    super(because);
    this.because = because;
    this.path = path;
  }
}

/** Anchored keys of the pattern, and whether a map that they were tried on had them. */
type Seen = Map<string, boolean>;

/** Judges a resource by a pattern. */
export function judgeByModel(resource: JsonValue, pattern: JsonValue): Verdict {
  const seen: Seen = new Map();
  try {
    element(resource, pattern, '/', seen);
    return { kind: 'pass', path: '' };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    if (error.because === 'conditional' || error.because === 'global') return { kind: 'skip', path: '' };
    const unseen = [...seen.values()].includes(false);
    if (error.because !== 'negation' && unseen) return { kind: 'error', path: '' };
    return error.path === '' ? { kind: 'error', path: '' } : { kind: 'fail', path: error.path };
  }
}

function element(resource: JsonValue | undefined, pattern: JsonValue, path: string, seen: Seen): void {
  if (isObject(pattern)) {
    if (!isObject(resource)) throw new Broken('value', path);
    noteAnchors(pattern, resource, seen);
    map(resource, pattern, path, seen);
  } else if (Array.isArray(pattern)) {
    if (!Array.isArray(resource)) throw new Broken('value', path);
    list(resource, pattern, path, seen);
  } else {
    const values = Array.isArray(resource) ? resource : [resource ?? null];
    if (!values.every((value) => scalarMatches(value, pattern))) throw new Broken('value', path);
  }
}

const anchorForm = /^([+<=X^]?)\((.+)\)$/;

function anchorOf(key: string): { kind: string; key: string } | undefined {
  const found = anchorForm.exec(key.trim());
  return found ? { kind: found[1]!, key: found[2]! } : undefined;
}

/** Anchored keys count as missing until some map has them; `X(...)` may be missing. */
function noteAnchors(pattern: JsonObject, resource: JsonObject, seen: Seen): void {
  for (const key of Object.keys(pattern)) {
    const anchor = anchorOf(key);
    if (!anchor || (anchor.kind !== '' && anchor.kind !== '^')) continue;
    if (Object.hasOwn(resource, anchor.key)) seen.set(key, true);
    else if (!seen.has(key)) seen.set(key, false);
  }
}

function map(resource: JsonObject, pattern: JsonObject, path: string, seen: Seen): void {
  const expanded = expandMetadata(pattern, resource);
  const isFirst = (key: string) => ['', '=', 'X', '^'].includes(anchorOf(key)?.kind ?? 'none');
  const anchored = Object.keys(expanded).filter(isFirst).sort();
  const skipped: Broken[] = [];
  let applied = 0;
  for (const key of anchored) {
    try {
      anchoredField(resource, key, expanded[key]!, path, seen);
      applied++;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (isSkip(error)) skipped.push(error);
      // A failure beside a condition of the same map that does not hold is none.
      else if (!skipped.some((one) => !(one instanceof SkippedAll))) throw error;
    }
  }
  if (skipped.length > 0 && (applied === 0 || skipped.some((one) => !(one instanceof SkippedAll)))) {
    throw new SkippedAll(skipped[0]!.because, path);
  }
  for (const key of orderOthers(
    expanded,
    Object.keys(expanded).filter((name) => !isFirst(name)),
  )) {
    otherField(resource, key, expanded[key]!, path, seen);
  }
}

/** All parts of a map or list were skipped, so it is. */
class SkippedAll extends Broken {}

function isSkip({ because }: Broken): boolean {
  return because === 'conditional' || because === 'global';
}

/** Fields with anchors, or with anchors inside, first and backwards; then the plain ones in order. */
function orderOthers(pattern: JsonObject, keys: readonly string[]): string[] {
  const front: string[] = [];
  const back: string[] = [];
  for (const key of [...keys].sort()) {
    if (anchorOf(key)?.kind === '<' || holdsAnchors(pattern[key]!)) front.unshift(key);
    else back.push(key);
  }
  return [...front, ...back];
}

function holdsAnchors(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsAnchors);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, below]) => ['', '^', '=', 'X', '<'].includes(anchorOf(key)?.kind ?? 'none') || holdsAnchors(below),
  );
}

function anchoredField(resource: JsonObject, key: string, pattern: JsonValue, path: string, seen: Seen): void {
  const anchor = anchorOf(key)!;
  const here = `${path}${anchor.key}/`;
  const present = Object.hasOwn(resource, anchor.key);
  const value = resource[anchor.key];
  switch (anchor.kind) {
    case 'X':
      if (present) throw new Broken('negation', here);
      return;
    case '=':
      if (present) element(value, pattern, here, seen);
      return;
    case '^':
      if (present) existence(value, pattern, here, seen);
      return;
    default:
      if (!present) throw new Broken('conditional', here);
      asCondition('conditional', () => element(value, pattern, here, seen));
  }
}

function otherField(resource: JsonObject, key: string, pattern: JsonValue, path: string, seen: Seen): void {
  const anchor = anchorOf(key);
  if (anchor?.kind === '<') {
    if (Object.hasOwn(resource, anchor.key)) {
      const value = resource[anchor.key];
      asCondition('global', () => element(value, pattern, `${path}${anchor.key}/`, seen));
    }
    return;
  }
  const value = Object.hasOwn(resource, key) ? resource[key] : undefined;
  if (pattern === '*') {
    if (value === undefined || value === null) throw new Broken('value', path);
    return;
  }
  element(value, pattern, `${path}${key}/`, seen);
}

function asCondition(because: 'conditional' | 'global', test: () => void): void {
  try {
    test();
  } catch (error) {
    throw error instanceof Broken ? new Broken(because, error.path) : error;
  }
}

function existence(value: JsonValue | undefined, pattern: JsonValue, path: string, seen: Seen): void {
  if (!Array.isArray(value) || !Array.isArray(pattern)) throw new Broken('value', path);
  for (const wanted of pattern) {
    if (!isObject(wanted)) throw new Broken('value', path);
    const holds = value.some((item, index) => {
      try {
        element(item, wanted, `${path}${index}/`, seen);
        return true;
      } catch (error) {
        if (error instanceof Broken) return false;
        throw error;
      }
    });
    if (!holds) throw new Broken('value', path);
  }
}

function list(resource: readonly JsonValue[], pattern: readonly JsonValue[], path: string, seen: Seen): void {
  if (pattern.length === 0) throw new Broken('value', path);
  const [first] = pattern;
  if (isObject(first)) return eachOf(resource, () => first, path, seen);
  if (!Array.isArray(first)) return element([...resource], first!, path, seen);
  if (resource.length < pattern.length) throw new Broken('value', '');
  eachOf(resource.slice(0, pattern.length), (index) => pattern[index]!, path, seen);
}

/** Every item must match; items to which the pattern does not apply count only if it applies to none. */
function eachOf(items: readonly JsonValue[], patternOf: (index: number) => JsonValue, path: string, seen: Seen): void {
  let applied = 0;
  let skipped: Broken | undefined;
  for (const [index, item] of items.entries()) {
    try {
      element(item, patternOf(index), `${path}${index}/`, seen);
      applied++;
    } catch (error) {
      if (!(error instanceof Broken) || !isSkip(error)) throw error;
      skipped ??= error;
    }
  }
  if (applied === 0 && skipped) throw new SkippedAll(skipped.because, path);
}

/** Wildcards in the keys of labels and annotations stand for the first key that they match. */
function expandMetadata(pattern: JsonObject, resource: JsonObject): JsonObject {
  const [key, metadata] = Object.entries(pattern).find(([name]) => (anchorOf(name)?.key ?? name) === 'metadata') ?? [];
  if (key === undefined || !isObject(metadata) || !isObject(resource['metadata'])) return pattern;
  const expanded: JsonObject = { ...metadata };
  for (const name of ['labels', 'annotations']) {
    const [inner, values] = Object.entries(metadata).find(([field]) => (anchorOf(field)?.key ?? field) === name) ?? [];
    const actual = resource['metadata'][name];
    if (inner === undefined || !isObject(values) || !isObject(actual)) continue;
    const texts = Object.entries(values).filter(([, value]) => typeof value === 'string');
    expanded[inner] = Object.fromEntries(texts.map(([field, value]) => [expandKey(field, actual), value]));
  }
  return { ...pattern, [key]: expanded };
}

function expandKey(key: string, actual: JsonObject): string {
  const anchor = anchorOf(key);
  const plain = anchor?.key ?? key;
  if (!/[*?]/.test(plain)) return key;
  const found = Object.keys(actual).find((name) => wildcard(plain, name));
  if (found === undefined) return key;
  return anchor ? `${anchor.kind}(${found})` : found;
}

function scalarMatches(value: JsonValue, pattern: JsonValue): boolean {
  switch (typeof pattern) {
    case 'boolean':
      return value === pattern;
    case 'number':
      if (typeof value === 'number') return value === pattern;
      if (typeof value !== 'string' || value === '') return false;
      return Number(value) === pattern;
    case 'string':
      return (
        value === pattern ||
        pattern.split('|').some((or) => or.split('&').every((and) => oneMatches(value, and.trim())))
      );
    default:
      return value === null || value === 0 || value === '' || value === false;
  }
}

const operand = String.raw`([-|+]?\d+(?:\.\d+)?[A-Za-z]*)`;
const range = new RegExp(`^${operand}-${operand}$`);
const notRange = new RegExp(`^${operand}!-${operand}$`);

function oneMatches(value: JsonValue, pattern: string): boolean {
  if (pattern.length < 2) return compare(value, '', pattern);
  const outside = notRange.exec(pattern);
  if (outside) return compare(value, '<', outside[1]!) || compare(value, '>', outside[2]!);
  const inside = range.exec(pattern);
  if (inside) return compare(value, '>=', inside[1]!) && compare(value, '<=', inside[2]!);
  const operator = /^(>=|<=|>|<|!)?/.exec(pattern)![0];
  return compare(value, operator, pattern.slice(operator.length).trim());
}

/** As durations where both are, else as quantities where both are, else as texts with wildcards. */
function compare(value: JsonValue, operator: string, pattern: string): boolean {
  const text =
    value === null ? '0' : typeof value === 'number' ? value.toFixed(6) : typeof value === 'string' ? value : undefined;
  if (text !== undefined) {
    const durations = [parseDuration(text), parseDuration(pattern)] as const;
    if (durations[0] !== undefined && durations[1] !== undefined)
      return ordered(Number(durations[0] - durations[1]), operator);
    const quantities = [parseQuantity(text), parseQuantity(pattern)] as const;
    if (quantities[0] && quantities[1]) return ordered(compareQuantity(quantities[0], quantities[1]), operator);
  }
  if (operator !== '' && operator !== '!') return false;
  const shown = typeof value === 'number' ? scientific(value) : typeof value === 'boolean' ? String(value) : value;
  if (typeof shown !== 'string') return false;
  return wildcard(pattern, shown) === (operator === '');
}

function ordered(difference: number, operator: string): boolean {
  switch (operator) {
    case '>':
      return difference > 0;
    case '<':
      return difference < 0;
    case '>=':
      return difference >= 0;
    case '<=':
      return difference <= 0;
    case '!':
      return difference !== 0;
    default:
      return difference === 0;
  }
}

/** Go's `E` format: the shortest digits, and an exponent of at least two. */
function scientific(value: number): string {
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}E${sign}${exponent.slice(1).padStart(2, '0')}`;
}

/** `*` any run, `?` one character, everything else itself: tried letter by letter. */
function wildcard(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return wildcard(rest, text) || (text !== '' && wildcard(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && wildcard(rest, text.slice(1));
}

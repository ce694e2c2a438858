import {
  compareBytes,
  containsWildcard,
  formatGoValue,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../../foundations/kube/index.ts';
import { type Anchor, parseAnchor } from '../../policy/index.ts';
import { expandMetadata } from './metadata-wildcards.ts';
import { combineSkips, isSkip, type Mismatch, plain } from './mismatch.ts';
import { compileScalar } from './scalar.ts';

/** Which anchored keys of a pattern some resource map had; one per evaluation. */
export type SeenAnchors = Map<string, boolean>;

/** Tests one element; `undefined` means that it satisfies the pattern. */
export type ElementTest = (element: JsonValue | undefined, path: string, seen: SeenAnchors) => Mismatch | undefined;

/** Compiles any part of a pattern. Source: Kyverno, "Validate", patterns and anchors; order of evaluation is the reference's. */
export function compileElement(pattern: JsonValue): ElementTest {
  if (Array.isArray(pattern)) return compileList(pattern);
  if (isObject(pattern)) return compileMap(pattern);
  const test = compileScalar(pattern);
  return (element, path) => {
    const matches = Array.isArray(element) ? element.every(test) : test(element);
    if (matches) return undefined;
    return plain(
      path,
      () => `resource value '${formatGoValue(element)}' does not match '${formatGoValue(pattern)}' at path ${path}`,
    );
  };
}

function compileMap(pattern: JsonObject): ElementTest {
  const tracked = Object.keys(pattern)
    .map((text) => ({ text, anchor: parseAnchor(text) }))
    .filter(({ anchor }) => anchor && ['condition', 'existence', 'negation'].includes(anchor.kind));
  const test = needsExpansion(pattern) ? compileExpanding(pattern) : compileFields(pattern);
  return (element, path, seen) => {
    if (!isObject(element)) {
      return plain(
        path,
        () =>
          `pattern and resource have different structures. Path: ${path}. Expected a map, found ${typeName(element)}`,
      );
    }
    for (const { text, anchor } of tracked) {
      if (seen.get(text)) continue;
      seen.set(text, Object.hasOwn(element, anchor!.key));
    }
    return test(element, path, seen);
  };
}

type MapTest = (element: JsonObject, path: string, seen: SeenAnchors) => Mismatch | undefined;

function compileFields(pattern: JsonObject): MapTest {
  const keys = Object.keys(pattern).sort(compareBytes);
  const isFirstPass = (key: string) => {
    const kind = parseAnchor(key)?.kind;
    return kind === 'condition' || kind === 'existence' || kind === 'equality' || kind === 'negation';
  };
  const anchored = keys.filter(isFirstPass).map((key) => compileField(key, pattern[key]!));
  const rest = orderFields(
    keys.filter((key) => !isFirstPass(key)),
    pattern,
  ).map((key) => compileField(key, pattern[key]!));
  return (element, path, seen) => {
    const skips: Mismatch[] = [];
    let applied = 0;
    for (const field of anchored) {
      const mismatch = field(element, path, seen);
      if (!mismatch) applied++;
      else if (isSkip(mismatch)) skips.push(mismatch);
      // A failing anchor gives way to a sibling condition that already said "does not apply".
      else if (!skips.some((skip) => skip.kind !== 'skipped')) return mismatch;
    }
    if (skips.length > 0 && (applied === 0 || skips.some((skip) => skip.kind !== 'skipped'))) {
      return combineSkips(path, skips);
    }
    for (const field of rest) {
      const mismatch = field(element, path, seen);
      if (mismatch) return mismatch;
    }
    return undefined;
  };
}

/** Global anchors and values with anchors inside go first, in reverse order; plain keys follow in order. */
function orderFields(keys: readonly string[], pattern: JsonObject): string[] {
  const first: string[] = [];
  const last: string[] = [];
  for (const key of keys) {
    if (parseAnchor(key)?.kind === 'global' || hasAnchors(pattern[key]!)) first.unshift(key);
    else last.push(key);
  }
  return [...first, ...last];
}

function hasAnchors(pattern: JsonValue): boolean {
  if (Array.isArray(pattern)) return pattern.some(hasAnchors);
  if (!isObject(pattern)) return false;
  return Object.entries(pattern).some(([key, value]) => {
    const anchor = parseAnchor(key);
    return (anchor && anchor.kind !== 'addIfNotPresent') || hasAnchors(value);
  });
}

function compileField(text: string, pattern: JsonValue): MapTest {
  const anchor = parseAnchor(text);
  switch (anchor?.kind) {
    case 'condition':
      return compileCondition(anchor, pattern);
    case 'global':
      return compileGlobal(anchor, pattern);
    case 'equality':
      return compileEquality(anchor, pattern);
    case 'negation':
      return compileNegation(anchor);
    case 'existence':
      return compileExistence(anchor, pattern);
    default:
      return compilePlainField(text, pattern);
  }
}

function compilePlainField(key: string, pattern: JsonValue): MapTest {
  if (pattern === '*') {
    return (element, path) => {
      const value = Object.hasOwn(element, key) ? element[key] : undefined;
      return value === undefined || value === null ? plain(path, () => `${path}/${key} not found`) : undefined;
    };
  }
  const test = compileElement(pattern);
  return (element, path, seen) => test(Object.hasOwn(element, key) ? element[key] : undefined, `${path}${key}/`, seen);
}

function compileCondition(anchor: Anchor, pattern: JsonValue): MapTest {
  const test = compileElement(pattern);
  return (element, path, seen) => {
    const at = `${path}${anchor.key}/`;
    if (!Object.hasOwn(element, anchor.key)) {
      return {
        kind: 'conditional',
        path: at,
        message: () => "conditional anchor mismatch: conditional anchor key doesn't exist in the resource",
      };
    }
    const mismatch = test(element[anchor.key], at, seen);
    return (
      mismatch && {
        kind: 'conditional',
        path: mismatch.path,
        message: () => `conditional anchor mismatch: ${mismatch.message()}`,
      }
    );
  };
}

function compileGlobal(anchor: Anchor, pattern: JsonValue): MapTest {
  const test = compileElement(pattern);
  return (element, path, seen) => {
    if (!Object.hasOwn(element, anchor.key)) return undefined;
    const mismatch = test(element[anchor.key], `${path}${anchor.key}/`, seen);
    return (
      mismatch && {
        kind: 'global',
        path: mismatch.path,
        message: () => `global anchor mismatch: ${mismatch.message()}`,
      }
    );
  };
}

function compileEquality(anchor: Anchor, pattern: JsonValue): MapTest {
  const test = compileElement(pattern);
  return (element, path, seen) =>
    Object.hasOwn(element, anchor.key) ? test(element[anchor.key], `${path}${anchor.key}/`, seen) : undefined;
}

function compileNegation(anchor: Anchor): MapTest {
  return (element, path) => {
    if (!Object.hasOwn(element, anchor.key)) return undefined;
    const at = `${path}${anchor.key}/`;
    return { kind: 'negation', path: at, message: () => `negation anchor matched in resource: ${at} is not allowed` };
  };
}

function compileExistence(anchor: Anchor, pattern: JsonValue): MapTest {
  const items = Array.isArray(pattern) ? pattern : undefined;
  const tests = items?.map((item) => (isObject(item) ? compileElement(item) : undefined));
  return (element, path, seen) => {
    if (!Object.hasOwn(element, anchor.key)) return undefined;
    const at = `${path}${anchor.key}/`;
    const list = element[anchor.key];
    if (!Array.isArray(list)) {
      return plain(
        at,
        () =>
          `invalid resource type ${typeName(list)}: Existence ^ () anchor can be used only on list/array type resource`,
      );
    }
    if (!tests) return plain(at, () => 'invalid pattern type: Pattern has to be of list to compare against resource');
    for (const test of tests) {
      if (!test)
        return plain(
          at,
          () => 'invalid pattern type: Pattern has to be of type map to compare against items in resource',
        );
      const found = list.some((item, index) => test(item, `${at}${index}/`, seen) === undefined);
      if (!found) return plain(at, () => `existence anchor validation failed at path ${at}`);
    }
    return undefined;
  };
}

function compileList(pattern: readonly JsonValue[]): ElementTest {
  const test = compileItems(pattern);
  return (element, path, seen) => {
    if (!Array.isArray(element)) {
      return plain(
        path,
        () => `validation rule failed at path ${path}, resource does not satisfy the expected overlay pattern`,
      );
    }
    return test(element, path, seen);
  };
}

type ListTest = (element: readonly JsonValue[], path: string, seen: SeenAnchors) => Mismatch | undefined;

/** Only the first item of a pattern list counts, unless it is a list itself: then the lists are compared by position. */
function compileItems(pattern: readonly JsonValue[]): ListTest {
  const first = pattern[0];
  if (first === undefined) return (_element, path) => plain(path, () => 'pattern Array empty');
  if (Array.isArray(first)) {
    const tests = pattern.map(compileElement);
    return (element, path, seen) => {
      if (element.length < tests.length) {
        return plain(
          '',
          () =>
            `validate Array failed, array length mismatch, resource Array len is ${element.length} and pattern Array len is ${tests.length}`,
        );
      }
      return everyItem(tests.length, (index) => tests[index]!(element[index], `${path}${index}/`, seen), path);
    };
  }
  const test = compileElement(first);
  if (!isObject(first)) return (element, path, seen) => test(element as JsonValue[], path, seen);
  return (element, path, seen) =>
    everyItem(element.length, (index) => test(element[index], `${path}${index}/`, seen), path);
}

/** Items that a condition skips are left out, unless all are. */
function everyItem(count: number, test: (index: number) => Mismatch | undefined, path: string): Mismatch | undefined {
  const skips: Mismatch[] = [];
  for (let index = 0; index < count; index++) {
    const mismatch = test(index);
    if (!mismatch) continue;
    if (!isSkip(mismatch)) return mismatch;
    skips.push(mismatch);
  }
  return skips.length > 0 && skips.length === count ? combineSkips(path, skips) : undefined;
}

/** Patterns over labels and annotations with wildcard keys (or values of other types) depend on the resource. */
function needsExpansion(pattern: JsonObject): boolean {
  for (const [text, metadata] of Object.entries(pattern)) {
    if ((parseAnchor(text)?.key ?? text) !== 'metadata' || !isObject(metadata)) continue;
    for (const [tag, map] of Object.entries(metadata)) {
      if (!['labels', 'annotations'].includes(parseAnchor(tag)?.key ?? tag) || !isObject(map)) continue;
      if (Object.entries(map).some(([key, value]) => containsWildcard(key) || typeof value !== 'string')) return true;
    }
  }
  return false;
}

function compileExpanding(pattern: JsonObject): MapTest {
  return (element, path, seen) => compileFields(expandMetadata(pattern, element))(element, path, seen);
}

function typeName(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '<nil>';
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : `a ${typeof value}`;
}

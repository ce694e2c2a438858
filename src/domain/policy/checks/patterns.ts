import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { Rule } from '../policy.ts';
import { parseAnchor } from '../text/anchor.ts';
import { type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';

const code = 'POLICY_PATTERN_INVALID';

/** Anchors of patterns, and labels and annotations in patterns and patches. */
export const checkPatterns: RuleCheck = (rule) => {
  const { validate } = rule;
  const { found, add } = findingsAt(code, ['validate', 'anyPattern']);
  const any = validate?.anyPattern;
  if (any !== undefined && any !== null && !Array.isArray(any))
    add([], '`anyPattern` is no list', 'write a list of patterns');
  return [
    ...found,
    ...checkAnchors(validate?.pattern, ['validate', 'pattern']),
    ...(Array.isArray(any) ? any : []).flatMap((pattern, index) =>
      checkAnchors(pattern, ['validate', 'anyPattern', index]),
    ),
    ...checkTexts(rule),
  ];
};

function checkAnchors(pattern: JsonValue | undefined, path: Path): Finding[] {
  if (Array.isArray(pattern)) return pattern.flatMap((item, index) => checkAnchors(item, [...path, index]));
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) => {
    const at = [...path, key];
    const { found, add } = findingsAt(code, at);
    const anchor = parseAnchor(key);
    if (anchor?.kind === 'addIfNotPresent') {
      add([], `the anchor of \`${key}\` is for mutation only`, 'use `()`, `=()`, `X()`, `^()` or `<()`');
    }
    if (anchor?.kind === 'existence' && (!Array.isArray(value) || value.length === 0)) {
      add([], `\`${key}\` has no list with an element`, 'an existence anchor takes a list of one pattern');
    }
    return [...found, ...checkAnchors(value, at)];
  });
}

/** The reference looks at the first of these that is a map, and at all patterns of `anyPattern` that are one. */
function checkTexts({ validate, mutate }: Rule): Finding[] {
  const found: Finding[] = [];
  const firstOf = (list: readonly { value: JsonValue | undefined; path: Path }[]) => {
    const first = list.find(({ value }) => isObject(value));
    return first ? checkLabels(first.value, first.path) : [];
  };
  if (validate?.foreach) {
    const patterns = validate.foreach.map(({ pattern }, index) => ({
      value: pattern,
      path: ['validate', 'foreach', index, 'pattern'],
    }));
    found.push(...firstOf(patterns));
  } else if (isObject(validate?.pattern)) found.push(...checkLabels(validate.pattern, ['validate', 'pattern']));
  else {
    const any = Array.isArray(validate?.anyPattern) ? validate.anyPattern : [];
    found.push(...any.flatMap((pattern, index) => checkLabels(pattern, ['validate', 'anyPattern', index])));
  }
  // A rule that has both is refused for that already.
  if (validate || !mutate) return found;
  const blocks = objectsIn(mutate['foreach']);
  const patches = blocks.map((block, index) => ({
    value: block['patchStrategicMerge'],
    path: ['mutate', 'foreach', index, 'patchStrategicMerge'],
  }));
  return mutate['foreach'] === undefined
    ? checkLabels(mutate['patchStrategicMerge'], ['mutate', 'patchStrategicMerge'])
    : firstOf(patches);
}

function checkLabels(pattern: JsonValue | undefined, path: Path): Finding[] {
  if (!isObject(pattern)) return [];
  const { found, add } = findingsAt(code, path);
  const spec = isObject(pattern['spec']) ? pattern['spec'] : {};
  const template = isObject(spec['template']) ? spec['template'] : {};
  for (const [metadata, at] of [
    [pattern['metadata'], ['metadata']],
    [template['metadata'], ['spec', 'template', 'metadata']],
  ] as const) {
    for (const field of ['labels', 'annotations']) {
      const map = isObject(metadata) ? metadata[field] : undefined;
      const bad = isObject(map) ? Object.keys(map).find((key) => typeof map[key] !== 'string') : undefined;
      if (bad !== undefined) add([...at, field, bad], `the value of \`${bad}\` is no text`, 'put it in quotes');
    }
  }
  return found;
}

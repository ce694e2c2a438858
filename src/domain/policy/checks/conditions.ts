import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';

const code = 'POLICY_CONDITION_INVALID';

const operators = [
  'Equal',
  'Equals',
  'NotEqual',
  'NotEquals',
  'In',
  'AnyIn',
  'AllIn',
  'NotIn',
  'AnyNotIn',
  'AllNotIn',
  'GreaterThanOrEquals',
  'GreaterThan',
  'LessThanOrEquals',
  'LessThan',
  'DurationGreaterThanOrEquals',
  'DurationGreaterThan',
  'DurationLessThanOrEquals',
  'DurationLessThan',
];
const operations = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** Preconditions and deny conditions. Where values are not looked at, the reference does not either. */
export const checkConditions: RuleCheck = ({ preconditions, validate, mutate, verifyImages }) => [
  ...checkBlock(preconditions, ['preconditions'], 'whole'),
  ...checkBlock(validate?.deny?.conditions, ['validate', 'deny', 'conditions'], 'whole'),
  ...checkForeach(validate?.foreach, ['validate', 'foreach']),
  ...checkForeach(mutate?.foreach, ['mutate', 'foreach']),
  ...objectsIn(verifyImages).flatMap((verify, index) => checkVerifyImages(verify, ['verifyImages', index])),
];

function checkForeach(blocks: unknown, path: Path): Finding[] {
  return objectsIn(blocks).flatMap((block, index) => {
    const at = [...path, index];
    const deny = isObject(block['deny']) ? block['deny']['conditions'] : undefined;
    return [
      ...checkBlock(block['preconditions'], [...at, 'preconditions'], 'operator'),
      ...checkBlock(deny, [...at, 'deny', 'conditions'], 'operator'),
      ...checkForeach(block['foreach'], [...at, 'foreach']),
    ];
  });
}

function checkVerifyImages(verify: JsonObject, path: Path): Finding[] {
  const deny = isObject(verify['validate']) ? verify['validate']['deny'] : undefined;
  return [
    ...checkBlock(
      isObject(deny) ? deny['conditions'] : undefined,
      [...path, 'validate', 'deny', 'conditions'],
      'whole',
    ),
    ...objectsIn(verify['attestations']).flatMap((attestation, index) =>
      objectsIn(attestation['conditions']).flatMap((block, at) =>
        checkBlock(block, [...path, 'attestations', index, 'conditions', at], 'operator'),
      ),
    ),
  ];
}

function checkBlock(block: JsonValue | undefined, path: Path, depth: 'whole' | 'operator'): Finding[] {
  if (block === undefined || block === null) return [];
  if (Array.isArray(block)) return checkList(block, path, depth);
  if (isObject(block)) {
    return [...checkList(block['any'], [...path, 'any'], depth), ...checkList(block['all'], [...path, 'all'], depth)];
  }
  const { found, add } = findingsAt(code, path);
  add([], 'conditions are a list, or a map of `any` and `all`', 'write them below `any` or `all`');
  return found;
}

function checkList(list: JsonValue | undefined, path: Path, depth: 'whole' | 'operator'): Finding[] {
  if (list === undefined || list === null) return [];
  const { found, add } = findingsAt(code, path);
  if (!Array.isArray(list)) {
    add([], 'conditions are no list', 'write a list of conditions');
    return found;
  }
  for (const [index, condition] of list.entries()) {
    const item = condition ?? {};
    if (isObject(item)) found.push(...checkCondition(item, [...path, index], depth));
    else add([index], 'a condition is no map', 'write its `key`, `operator` and `value`');
  }
  return found;
}

function checkCondition(condition: JsonObject, path: Path, depth: 'whole' | 'operator'): Finding[] {
  const { found, add } = findingsAt(code, path);
  const { key, operator, value } = condition;
  const missing = [
    ...(depth === 'whole' && isAbsent(key) ? ['key'] : []),
    ...(isAbsent(operator) || operator === '' ? ['operator'] : []),
    ...(depth === 'whole' && isAbsent(value) ? ['value'] : []),
  ];
  if (missing.length > 0) {
    add(
      [],
      `a condition has no ${missing.map((one) => `\`${one}\``).join(' and no ')}`,
      'a condition has a `key`, an `operator` and a `value`',
    );
    return found;
  }
  if (typeof operator !== 'string' || !operators.includes(operator)) {
    add(
      ['operator'],
      `\`${String(operator)}\` is no operator`,
      `one of ${operators.map((one) => `\`${one}\``).join(', ')}`,
    );
  }
  if (depth === 'whole' && typeof key === 'string' && key.replaceAll(' ', '') === '{{request.operation}}') {
    const bad = badOperation(value!);
    if (bad !== undefined)
      add(['value'], `\`${bad}\` is no operation`, `one of ${operations.map((one) => `\`${one}\``).join(', ')}`);
  }
  return found;
}

function badOperation(value: JsonValue): string | undefined {
  if (typeof value === 'string') {
    const variable = value.length >= 4 && value.startsWith('{{') && value.endsWith('}}');
    return variable || operations.includes(value) ? undefined : value;
  }
  if (!Array.isArray(value)) return JSON.stringify(value);
  const bad = value.find((one) => typeof one !== 'string' || !operations.includes(one));
  return bad === undefined ? undefined : String(bad);
}

function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

import {
  containsWildcard,
  isObject,
  isResource,
  type JsonObject,
  type JsonValue,
  namespaceOf,
} from '../../../foundations/kube/index.ts';
import type { ClassicPolicy } from '../policy.ts';
import { parseAnchor } from '../text/anchor.ts';
import { asData, type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';

const code = 'POLICY_GENERATION_INVALID';

/** A generate rule: one source, and a target that is named and reachable. */
export const checkGeneration: RuleCheck = (rule, policy) => {
  if (!rule.generate) return [];
  const generate = asData(rule.generate);
  const { found, add } = findingsAt(code, ['generate']);
  const cloneList = isObject(generate['cloneList']) ? generate['cloneList'] : {};
  const given = ['data', 'clone', 'cloneList', 'foreach'].filter((source) =>
    source === 'cloneList' ? Array.isArray(cloneList['kinds']) : isGiven(generate[source]),
  );
  if (given.length > 1) {
    add([given[1]!], `the target has ${given.map((one) => `\`${one}\``).join(' and ')}`, 'keep one of them');
    return found;
  }
  if (containsWildcard(JSON.stringify(cloneList['selector'] ?? ''))) {
    add(['cloneList', 'selector'], 'the selector of the sources has a wildcard', 'write the labels out');
  }
  if (hasAnchor(generate['data']))
    add(['data'], 'the data has an anchor', 'anchors are for patterns: write the resource');
  if (rule.match.resources?.kinds?.includes(String(generate['kind']))) {
    add(['kind'], 'the rule makes the kind that it matches', 'match another kind');
  }
  const blocks = Array.isArray(generate['foreach']) ? objectsIn(generate['foreach']) : undefined;
  const targets = blocks
    ? blocks.map((block, index) => ({ target: block, path: ['generate', 'foreach', index] }))
    : [{ target: generate, path: ['generate'] }];
  return [...found, ...targets.flatMap(({ target, path }) => checkTarget(target, path, policy))];
};

/** Scopes of kinds are not known offline: the reference takes every kind for a namespaced one. */
function checkTarget(target: JsonObject, path: Path, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, path);
  const { kind, name, apiVersion, namespace } = target;
  const clone = isObject(target['clone']) ? target['clone'] : {};
  const cloneList = isObject(target['cloneList']) ? target['cloneList'] : {};
  const kinds = Array.isArray(cloneList['kinds']) ? cloneList['kinds'] : [];
  const own = writtenNamespace(policy);
  const help = `write \`${own}\`, or make it a ClusterPolicy`;
  if (policy.kind === 'Policy') {
    if ((namespace ?? '') !== own) add(['namespace'], 'a Policy makes resources in its own namespace only', help);
    else if (clone['name'] && (clone['namespace'] ?? '') !== own) {
      add(['clone'], 'a Policy clones resources of its own namespace only', help);
    }
    if (kinds.length > 0 && (cloneList['namespace'] ?? '') !== own) {
      add(['cloneList'], 'a Policy clones resources of its own namespace only', help);
    }
  }
  if (kind && !namespace) add([], 'the target has no namespace', 'add its `namespace`');
  if (kinds.length === 0) {
    for (const [field, value] of Object.entries({ kind, name, apiVersion })) {
      if (!value) add([], `the target has no \`${field}\``, `add its \`${field}\``);
    }
  } else if (!cloneList['namespace']) add(['cloneList'], 'the sources have no namespace', 'add their `namespace`');
  return found;
}

/** The namespace as the document has it; empty where none is written. */
export function writtenNamespace({ document: { value } }: ClassicPolicy): string {
  return isResource(value) ? namespaceOf(value) : '';
}

function hasAnchor(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasAnchor);
  return (
    isObject(value) && Object.entries(value).some(([key, item]) => parseAnchor(key) !== undefined || hasAnchor(item))
  );
}

function isGiven(value: JsonValue | undefined): boolean {
  return isObject(value) ? Object.keys(value).length > 0 : value !== undefined && value !== null;
}

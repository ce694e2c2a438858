import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { Rule } from '../policy.ts';
import { type Finding, findingsAt, type RuleCheck, runsInBackground } from './finding.ts';
import { filtersOf } from './match.ts';

/** What a rule for every kind, `*`, may do: look at metadata, and only at admission. */
export const checkKinds: RuleCheck = (rule, policy) =>
  (['match', 'exclude'] as const).flatMap((block) =>
    filtersOf(rule[block] ?? {}, [block]).flatMap(({ filter, path }) => {
      const kinds = filter.resources?.kinds ?? [];
      if (!kinds.includes('*')) return [];
      return checkWildcard(rule, kinds, [...path, 'resources', 'kinds'], runsInBackground(policy));
    }),
  );

function checkWildcard(
  rule: Rule,
  kinds: readonly string[],
  path: readonly (string | number)[],
  background: boolean,
): Finding[] {
  if (background) {
    const { found, add } = findingsAt('POLICY_NOT_IN_BACKGROUND', path);
    add(
      [],
      '`*` matches every kind, and the policy also runs in the background',
      'set `spec.background: false`, or name the kinds',
    );
    return found;
  }
  const { found, add } = findingsAt('POLICY_MATCH_INVALID', path);
  const { validate, mutate, generate, verifyImages } = rule;
  if (kinds.length > 1) add([], '`*` stands beside other kinds', 'keep `*`, or name the kinds');
  if (generate ?? verifyImages?.length ?? validate?.foreach) {
    add([], 'a rule of this type cannot be for every kind', 'name the kinds');
  } else if (((validate || mutate) && !looksAtMetadataOnly(rule)) || deniesByContent(validate?.deny?.conditions)) {
    add([], 'a rule for every kind looks at more than `metadata`', 'name the kinds, or look at metadata only');
  }
  return found;
}

/** Whether all top fields of patterns and patches are `metadata`. */
function looksAtMetadataOnly({ validate, mutate }: Rule): boolean {
  const anyPattern = Array.isArray(validate?.anyPattern) ? validate.anyPattern : [];
  const maps = [validate?.pattern, ...anyPattern, mutate?.['patchStrategicMerge']].filter(isObject);
  if (!maps.every((map) => Object.keys(map).every((key) => key === 'metadata'))) return false;
  // Like the reference this reads the patch as JSON only: a patch in YAML is not looked into.
  return patchPaths(mutate?.['patchesJson6902']).every((path) => path.startsWith('/metadata'));
}

function patchPaths(patch: JsonValue | undefined): string[] {
  if (typeof patch !== 'string') return [];
  try {
    const operations: unknown = JSON.parse(patch);
    return Array.isArray(operations) ? operations.filter(isObject).map(({ path }) => String(path)) : [];
  } catch {
    return [];
  }
}

const allowedKey = /\{\{\s*(request\.|serviceAccountName|serviceAccountNamespace)[^{}]*\}\}/;

/** The old form of conditions, a list, is looked into; `any` and `all` are not. */
function deniesByContent(conditions: JsonValue | undefined): boolean {
  if (!Array.isArray(conditions)) return false;
  return conditions.filter(isObject).some(({ key }) => {
    const text = String(key);
    return (
      !text.includes('request.object.metadata.') && (!allowedKey.test(text) || text.includes('request.object.spec'))
    );
  });
}

import { type JsonValue, jsonEqual, matchWildcard } from '../../../foundations/kube/index.ts';
import type { LabelSelector, MatchResources } from '../policy.ts';
import { findingsAt, type RuleCheck, saysSomething } from './finding.ts';

/** Nothing is left to judge where everything that is matched is excluded. */
export const checkEmptyMatch: RuleCheck = ({ match, exclude }) => {
  const { found, add } = findingsAt('POLICY_MATCH_INVALID', []);
  if (exclude && isExcluded(match, exclude)) {
    add(['exclude'], 'everything that is matched is excluded', 'narrow `exclude`');
  }
  return found;
};

function isExcluded(match: MatchResources, exclude: MatchResources): boolean {
  if (exclude.all?.length || match.all?.length) return false;
  if (match.any?.length && exclude.any?.length) {
    return match.any.some((one) => exclude.any!.some((other) => same(one, other)));
  }
  if (!Object.values(exclude).some(saysSomething)) return false;
  const out = exclude.resources ?? {};
  const own = match.resources ?? {};
  if (!covers(exclude.roles, match.roles) || !covers(exclude.clusterRoles, match.clusterRoles)) return false;
  if (!covers(exclude.subjects, match.subjects)) return false;
  if (out.name && !matchWildcard(out.name, own.name ?? '')) return false;
  if (out.names?.length) {
    return (own.names ?? []).some((name) => out.names!.some((pattern) => matchWildcard(pattern, name)));
  }
  if (!covers(out.namespaces, own.namespaces) || !covers(out.kinds, own.kinds)) return false;
  return (
    selectorCovers(out.selector, own.selector) &&
    selectorCovers(out.namespaceSelector, own.namespaceSelector) &&
    same(out.annotations, own.annotations)
  );
}

/** Whether an exclusion by a list, if there is one, takes in everything that is matched by such a list. */
function covers<T>(excluded: readonly T[] = [], matched: readonly T[] = []): boolean {
  if (excluded.length === 0) return true;
  return matched.length > 0 && matched.every((one) => excluded.some((other) => same(one, other)));
}

function selectorCovers(excluded: LabelSelector | undefined, matched: LabelSelector | undefined): boolean {
  if (!excluded || !matched) return excluded === matched;
  const labels = ({ matchLabels = {} }: LabelSelector) => Object.entries(matchLabels);
  return covers(excluded.matchExpressions, matched.matchExpressions) && covers(labels(excluded), labels(matched));
}

function same(a: unknown, b: unknown): boolean {
  return jsonEqual(a as JsonValue | undefined, b as JsonValue | undefined);
}

import {
  isClusterScoped,
  labelsOf,
  matchLabelSelector,
  nameOf,
  namespaceOf,
  resourceNameOf,
} from '../../../foundations/kube/index.ts';
import type { MatchConstraints, ResourceRule } from '../../policy/index.ts';
import type { Judged } from '../compiled.ts';

/** Why a resource is outside the constraints, or `undefined` when it is inside. */
export type ConstraintsTest = (judged: Judged) => string | undefined;

/** Compiles `matchConstraints`. Source: Kubernetes, MatchResources: exclude wins, selectors are anded with the rules. */
export function compileConstraints(
  constraints: MatchConstraints | undefined,
  resourceName?: (judged: Judged) => string,
): ConstraintsTest {
  const { resourceRules = [], excludeResourceRules = [], namespaceSelector, objectSelector } = constraints ?? {};
  return (judged) => {
    const name = resourceName ? resourceName(judged) : resourceNameOf(judged.gvk.kind);
    if (excludeResourceRules.some((rule) => ruleMatches(rule, judged, name))) return 'excludeResourceRules names it';
    if (resourceRules.length > 0 && !resourceRules.some((rule) => ruleMatches(rule, judged, name)))
      return 'no resource rule names it';
    if (namespaceSelector && !namespaceMatches(namespaceSelector, judged))
      return 'its namespace does not match namespaceSelector';
    if (objectSelector && !objectMatches(objectSelector, judged)) return 'its labels do not match objectSelector';
    return undefined;
  };
}

function ruleMatches(rule: ResourceRule, { resource, gvk, input }: Judged, name: string): boolean {
  const full = input.subresource ? `${name}/${input.subresource}` : name;
  return (
    includes(rule.apiGroups, gvk.group) &&
    includes(rule.apiVersions, gvk.version) &&
    includes(rule.operations, input.operation) &&
    (rule.resources ?? []).some((wanted) => resourceMatches(wanted, full)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(nameOf(resource))) &&
    scopeMatches(rule.scope, resource.kind, gvk.group)
  );
}

/** An absent list is everything: schema defaults and the command line differ here only in what they let through. */
function includes(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.includes('*') || list.includes(value);
}

/** `pods`, `*`, `pods/log`, `*\/scale`, `*\/*`. A bare `*` means no subresources. */
function resourceMatches(wanted: string, full: string): boolean {
  if (wanted === '*/*' || wanted === full) return true;
  const [resource, subresource] = full.split('/') as [string, string?];
  const [wantedResource, wantedSub] = wanted.split('/') as [string, string?];
  if ((subresource === undefined) !== (wantedSub === undefined)) return false;
  return (
    (wantedResource === '*' || wantedResource === resource) &&
    (wantedSub === undefined || wantedSub === '*' || wantedSub === subresource)
  );
}

function scopeMatches(scope: string | undefined, kind: string, group: string): boolean {
  if (scope === undefined || scope === '*') return true;
  return (isClusterScoped({ group, version: '', kind }) ?? false) === (scope === 'Cluster');
}

function namespaceMatches(
  selector: NonNullable<MatchConstraints['namespaceSelector']>,
  { resource, input }: Judged,
): boolean {
  if (resource.kind === 'Namespace') return matchLabelSelector(selector, labelsOf(resource));
  // Cluster-scoped resources are never filtered by it.
  return namespaceOf(resource) === '' || matchLabelSelector(selector, input.namespaceLabels ?? {});
}

function objectMatches(selector: NonNullable<MatchConstraints['objectSelector']>, { input }: Judged): boolean {
  return [input.resource, input.oldResource].some((object) => object && matchLabelSelector(selector, labelsOf(object)));
}

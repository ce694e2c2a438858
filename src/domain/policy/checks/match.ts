import { containsWildcard, isLabelKey, isLabelValue } from '../../../foundations/kube/index.ts';
import type { ClassicPolicy, LabelSelector, MatchResources, ResourceFilter, Rule } from '../policy.ts';
import { type Finding, findingsAt, type Path, type RuleCheck, runsInBackground, saysSomething } from './finding.ts';

const code = 'POLICY_MATCH_INVALID';

/** What `match` and `exclude` may say. */
export const checkMatch: RuleCheck = (rule, policy) => [
  ...checkBlock(rule.match, ['match'], policy),
  ...(rule.exclude ? checkBlock(rule.exclude, ['exclude'], policy) : []),
  ...checkMatched(rule),
  ...(runsInBackground(policy) ? checkBackground(rule) : []),
];

/** Each filter of a block with its path. The block itself is one in the legacy form. */
export function filtersOf(block: MatchResources, path: Path): { filter: ResourceFilter; path: Path }[] {
  const listed = (['any', 'all'] as const).flatMap((list) =>
    (block[list] ?? []).map((filter, index) => ({ filter, path: [...path, list, index] })),
  );
  return [...listed, { filter: block, path }];
}

function checkBlock(block: MatchResources, path: Path, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, []);
  if (block.any && block.all) {
    add([...path, 'all'], '`any` and `all` stand side by side', 'keep one of them');
  }
  if ((block.any?.length || block.all?.length) && saysSomething(block.resources)) {
    add([...path, 'resources'], '`resources` stands beside `any` or `all`', 'make it an item of the list');
  }
  for (const { filter, path: at } of filtersOf(block, path)) {
    found.push(...checkSubjects(filter, at), ...checkResources(filter, at, policy));
  }
  return found;
}

function checkSubjects({ subjects = [], roles = [] }: ResourceFilter, path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  for (const [index, { kind, name, namespace }] of subjects.entries()) {
    const at = ['subjects', index];
    if (!['User', 'Group', 'ServiceAccount'].includes(kind)) {
      add([...at, 'kind'], `\`${kind ?? ''}\` is no kind of subject`, 'one of `User`, `Group`, `ServiceAccount`');
    }
    if (!name) add(at, 'a subject has no name', 'add its `name`');
    if (kind === 'ServiceAccount' && !namespace) add(at, 'a service account has no namespace', 'add its `namespace`');
  }
  for (const [index, role] of roles.entries()) {
    if (role.split(':').length !== 2) add(['roles', index], `\`${role}\` is no role`, 'write `namespace:name`');
  }
  return found;
}

function checkResources({ resources }: ResourceFilter, path: Path, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, [...path, 'resources']);
  if (!resources) return found;
  if (resources.name !== undefined && resources.names) {
    add(['name'], '`name` and `names` stand side by side', 'keep `names`');
  }
  if (policy.kind === 'Policy' && resources.namespaces?.length) {
    add(['namespaces'], 'a Policy cannot choose namespaces', 'remove them: it judges its own namespace only');
  }
  const problem = resources.selector && selectorProblem(resources.selector);
  if (problem) add(['selector'], problem, 'write labels, or expressions with a key, an operator and values');
  return found;
}

/** Why Kubernetes would not take a label selector. One with wildcards is Kyverno's own and not looked at. */
function selectorProblem({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string | undefined {
  const labels = Object.entries(matchLabels);
  if (labels.some((pair) => pair.some(containsWildcard))) return undefined;
  if (labels.length + matchExpressions.length === 0) return 'the selector selects nothing';
  for (const [key, value] of labels) {
    if (!isLabelKey(key)) return `\`${key}\` is no label key`;
    if (!isLabelValue(value)) return `\`${value}\` is no label value`;
  }
  for (const { key, operator, values = [] } of matchExpressions) {
    if (!isLabelKey(key ?? '')) return `\`${key ?? ''}\` is no label key`;
    const wantsValues = operator === 'In' || operator === 'NotIn';
    if (!wantsValues && operator !== 'Exists' && operator !== 'DoesNotExist') return `\`${operator}\` is no operator`;
    if (wantsValues && values.length === 0) return `\`${operator}\` has no values`;
    if (!wantsValues && values.length > 0) return `\`${operator}\` takes no values`;
    const bad = values.find((value) => !isLabelValue(value));
    if (bad !== undefined) return `\`${bad}\` is no label value`;
  }
  return undefined;
}

/** Every filter of `match` must name resources, and kinds among them. */
function checkMatched({ match }: Rule): Finding[] {
  const { found, add } = findingsAt(code, []);
  const list = match.any?.length ? 'any' : match.all?.length ? 'all' : undefined;
  const filters: { filter: ResourceFilter; path: Path }[] = list
    ? match[list]!.map((filter, index) => ({ filter, path: ['match', list, index] }))
    : [{ filter: match, path: ['match'] }];
  for (const { filter, path } of filters) {
    if (filter.resources?.kinds?.length) continue;
    add(
      saysSomething(filter.resources) ? [...path, 'resources'] : path,
      'the filter names no kinds',
      'add `resources.kinds`',
    );
  }
  return found;
}

/** In the background there is nobody who makes a request. */
function checkBackground({ match, exclude }: Rule): Finding[] {
  const { found, add } = findingsAt('POLICY_NOT_IN_BACKGROUND', []);
  for (const [block, name] of [
    [match, 'match'],
    [exclude ?? {}, 'exclude'],
  ] as const) {
    for (const { filter, path } of filtersOf(block, [name])) {
      const field = (['roles', 'clusterRoles', 'subjects'] as const).find((one) => filter[one]?.length);
      if (!field) continue;
      const message = `\`${field}\` is about the user of a request, and the policy also runs in the background`;
      add([...path, field], message, 'set `spec.background: false`');
    }
  }
  return found;
}

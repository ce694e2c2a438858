import { isClassic, type Policy, type ValidatingPolicy } from '../../policy/index.ts';

/** Pod controllers by resource name, with the path from the object to its pod template. */
const controllers: Readonly<Record<string, string>> = {
  deployments: 'spec.template',
  statefulsets: 'spec.template',
  daemonsets: 'spec.template',
  replicasets: 'spec.template',
  jobs: 'spec.template',
  cronjobs: 'spec.jobTemplate.spec.template',
};

const kinds: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  ReplicaSet: 'replicasets',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

const groups: Readonly<Record<string, string>> = { jobs: 'batch', cronjobs: 'batch' };

/**
 * The spec that judges a pod controller, made from a policy about Pods by replacing paths in its text, or `undefined`
 * where the policy is about more than Pods or leaves the kind out. Source: Kyverno, ValidatingPolicy, autogen.
 */
export function generatedSpec(policy: Policy, kind: string): ValidatingPolicy['spec'] | undefined {
  const resource = Object.hasOwn(kinds, kind) ? kinds[kind]! : undefined;
  if (isClassic(policy) || resource === undefined || !isAboutPods(policy)) return undefined;
  const wanted = policy.spec.autogen?.podControllers?.controllers;
  if (wanted && !wanted.includes(resource)) return undefined;
  const template = controllers[resource]!;
  const { matchConstraints, ...rest } = policy.spec;
  const shifted = JSON.parse(shiftPaths(JSON.stringify(rest), template)) as Omit<
    ValidatingPolicy['spec'],
    'matchConstraints'
  >;
  const [rule] = matchConstraints!.resourceRules!;
  const resourceRules = [
    { ...rule, apiGroups: [groups[resource] ?? 'apps'], apiVersions: ['v1'], resources: [resource] },
  ];
  return { ...shifted, matchConstraints: { ...matchConstraints, resourceRules } };
}

/** `object.metadata.namespace` stays: the namespace of a template is that of its controller. */
function shiftPaths(text: string, template: string): string {
  return text.replaceAll(/\b(object|oldObject)\.(spec|metadata)\b(?!\.namespace\b)/g, `$1.${template}.$2`);
}

function isAboutPods({ spec: { matchConstraints } }: ValidatingPolicy): boolean {
  const rules = matchConstraints?.resourceRules ?? [];
  const [rule] = rules;
  return (
    rules.length === 1 &&
    !matchConstraints?.excludeResourceRules?.length &&
    !hasContent(matchConstraints?.objectSelector) &&
    !rule!.resourceNames?.length &&
    isOnly(rule!.apiGroups, '') &&
    isOnly(rule!.apiVersions, 'v1') &&
    isOnly(rule!.resources, 'pods')
  );
}

function isOnly(list: readonly string[] | undefined, value: string): boolean {
  return list?.length === 1 && list[0] === value;
}

function hasContent(selector: { matchLabels?: object; matchExpressions?: readonly unknown[] } | undefined): boolean {
  return Boolean(selector && (Object.keys(selector.matchLabels ?? {}).length > 0 || selector.matchExpressions?.length));
}

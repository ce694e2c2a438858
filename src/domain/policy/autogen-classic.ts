import { isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { namesKind } from './kind-selector.ts';
import type {
  ClassicPolicy,
  MatchResources,
  Mutation,
  ResourceDescription,
  ResourceFilter,
  Rule,
  Validation,
} from './policy.ts';

const controllersAnnotation = 'pod-policies.kyverno.io/autogen-controllers';

const controllerKinds: Readonly<Record<string, string>> = {
  DaemonSet: 'apps/v1/DaemonSet',
  Deployment: 'apps/v1/Deployment',
  Job: 'batch/v1/Job',
  StatefulSet: 'apps/v1/StatefulSet',
  ReplicaSet: 'apps/v1/ReplicaSet',
  ReplicationController: 'v1/ReplicationController',
  CronJob: 'batch/v1/CronJob',
};

/** The kinds whose Pod template a Pod rule also judges. */
export const podControllerKinds: readonly string[] = Object.keys(controllerKinds);

/**
 * The rules that judge a resource of `kind`: the policy's own, and for a pod controller also those generated from
 * its Pod rules (`autogen-R`, `autogen-cronjob-R`), after all the originals.
 * Source: Kyverno, "Auto-Gen Rules for Pod Controllers"; the textual replacement of paths is the reference's.
 */
export function rulesFor(policy: ClassicPolicy, kind: string): readonly Rule[] {
  if (!autogenControllers(policy).includes(kind)) return policy.spec.rules;
  const generated = policy.spec.rules.flatMap((rule) => generateRule(rule, kind) ?? []);
  if (generated.length === 0) return policy.spec.rules;
  return [...policy.spec.rules.filter((rule) => !rule.name.startsWith('autogen-')), ...generated];
}

/** Every rule a policy has for any kind, each name once: what exceptions and tests may name. */
export function allRules(policy: ClassicPolicy): readonly Rule[] {
  const controllers = autogenControllers(policy);
  const kinds = [controllers.find((kind) => kind !== 'CronJob'), controllers.find((kind) => kind === 'CronJob')];
  const generated = policy.spec.rules.flatMap((rule) =>
    kinds.flatMap((kind) => (kind ? (generateRule(rule, kind) ?? []) : [])),
  );
  return [...policy.spec.rules, ...generated];
}

/** The pod controllers that rules are generated for; empty where the policy or one of its rules switches that off. */
export function autogenControllers(policy: ClassicPolicy): readonly string[] {
  if (!canGenerate(policy.spec.rules)) return [];
  const wanted = policy.annotations[controllersAnnotation];
  // Split without trimming, as the reference does: `Deployment, CronJob` names no CronJob.
  return wanted === undefined
    ? podControllerKinds
    : wanted.split(',').filter((kind) => Object.hasOwn(controllerKinds, kind));
}

/** One rule that cannot be generated switches generation off for the whole policy. */
function canGenerate(rules: readonly Rule[]): boolean {
  let podsNamed = false;
  for (const rule of rules) {
    if (rule.generate || hasJsonPatch(rule.mutate)) return false;
    for (const resources of [...descriptions(rule.match), ...descriptions(rule.exclude)]) {
      const kinds = resources.kinds ?? [];
      if (resources.name || resources.names?.length || resources.selector || resources.annotations) return false;
      if (kinds.length > 1 && namesKind(kinds, 'Pod')) return false;
      podsNamed ||= kinds.some((kind) => kind === 'Pod' || Object.hasOwn(controllerKinds, kind));
    }
  }
  return podsNamed;
}

function hasJsonPatch(mutate: Mutation | undefined): boolean {
  return Boolean(mutate?.patchesJson6902 || mutate?.foreach?.some((block) => block.patchesJson6902));
}

function descriptions(match: MatchResources | undefined): ResourceDescription[] {
  if (!match) return [];
  return [match, ...(match.any ?? []), ...(match.all ?? [])].flatMap((filter) => filter.resources ?? []);
}

function generateRule(rule: Rule, kind: string): Rule | undefined {
  if (rule.name.startsWith('autogen-')) return undefined;
  const excluded = descriptions(rule.exclude).flatMap((resources) => resources.kinds ?? []);
  const matched = descriptions(rule.match).flatMap((resources) => resources.kinds ?? []);
  if (!namesKind(matched, 'Pod') || (excluded.length > 0 && !namesKind(excluded, 'Pod'))) return undefined;
  const cronJob = kind === 'CronJob';
  // The reference makes the CronJob rule out of the controllers' rule, so its pod template is wrapped twice.
  const wrap = (pod: JsonValue): JsonValue => {
    const template = { spec: { template: pod } };
    return cronJob ? { spec: { jobTemplate: template } } : template;
  };
  const validate = rule.validate && wrapValidation(rule.validate, wrap);
  const mutate = rule.mutate && wrapMutation(rule.mutate, wrap);
  if (!validate && !mutate && !rule.verifyImages) return undefined;
  const generated: Rule = {
    ...rule,
    name: cutName(`${cronJob ? 'autogen-cronjob' : 'autogen'}-${rule.name}`),
    match: retarget(rule.match, kind),
    ...(rule.exclude ? { exclude: retarget(rule.exclude, kind) } : {}),
    ...(validate ? { validate } : {}),
    ...(mutate ? { mutate } : {}),
  };
  return shiftPaths(generated, cronJob ? 'spec.jobTemplate.spec.template' : 'spec.template');
}

/** Writing a rule anew loses empty lists: `any: []` holds for no Pod, and is not there for its controllers. */
function dropEmptyLists(conditions: JsonValue): JsonValue {
  if (Array.isArray(conditions)) return conditions.map(dropEmptyLists);
  if (!isObject(conditions)) return conditions;
  const isEmpty = (value: JsonValue) => Array.isArray(value) && value.length === 0;
  return Object.fromEntries(
    Object.entries(conditions).filter(([key, value]) => !((key === 'any' || key === 'all') && isEmpty(value))),
  );
}

function retarget(match: MatchResources, kind: string): MatchResources {
  const kinds = [controllerKinds[kind]!];
  const retargetFilter = (filter: ResourceFilter): ResourceFilter =>
    kind === 'CronJob' || namesKind(filter.resources?.kinds ?? [], 'Pod')
      ? { ...filter, resources: { ...filter.resources, kinds } }
      : filter;
  if (match.any?.length) return { ...match, any: match.any.map(retargetFilter) };
  if (match.all?.length) return { ...match, all: match.all.map(retargetFilter) };
  return match.resources?.kinds?.length ? { ...match, resources: { ...match.resources, kinds } } : match;
}

function wrapValidation(validate: Validation, wrap: (pod: JsonValue) => JsonValue): Validation {
  if (validate.pattern !== undefined) return { ...validate, pattern: wrap(validate.pattern) };
  if (validate.deny || validate.podSecurity) return validate;
  if (Array.isArray(validate.anyPattern)) return { ...validate, anyPattern: validate.anyPattern.map(wrap) };
  return validate;
}

function wrapMutation(mutate: Mutation, wrap: (pod: JsonValue) => JsonValue): Mutation | undefined {
  if (mutate.patchStrategicMerge !== undefined) return { patchStrategicMerge: wrap(mutate.patchStrategicMerge) };
  if (!mutate.foreach) return undefined;
  const foreach = mutate.foreach.map(({ list, context, preconditions, patchStrategicMerge }) => ({
    list,
    ...(context === undefined ? {} : { context }),
    ...(preconditions === undefined ? {} : { preconditions }),
    patchStrategicMerge: wrap(patchStrategicMerge ?? null),
  }));
  return { foreach };
}

/** Replaces pod paths in the rule's text, messages and string literals included, as the reference does. */
function shiftPaths(rule: Rule, template: string): Rule {
  let text = JSON.stringify(rule);
  const prefix = rule.validate?.cel ? '' : 'request.';
  for (const part of ['spec', 'metadata']) {
    for (const root of ['object', 'oldObject']) {
      text = text.replaceAll(`${prefix}${root}.${part}`, `${prefix}${root}.${template}.${part}`);
    }
  }
  return JSON.parse(text, (key, value: JsonValue) =>
    key === 'preconditions' || key === 'conditions' ? dropEmptyLists(value) : value,
  ) as Rule;
}

/** Kubernetes label values end at 63 bytes, and so do generated names. */
function cutName(name: string): string {
  const bytes = new TextEncoder().encode(name);
  return bytes.length <= 63 ? name : new TextDecoder().decode(bytes.subarray(0, 63));
}

import {
  isObject,
  type JsonObject,
  type JsonValue,
  labelsOf,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import { type EvaluationInput, mergeDotted, mergeMaps, type Operation, type UserInfo } from '../engine/index.ts';

interface NamedValues {
  readonly name: string;
  readonly values?: JsonObject;
}

/** A Values file: what stands in for context that a command line cannot load. */
export interface ValuesFile {
  readonly globalValues?: JsonObject;
  readonly policies?: readonly {
    readonly name: string;
    readonly resources?: readonly NamedValues[];
    readonly rules?: readonly (NamedValues & {
      readonly foreachValues?: Readonly<Record<string, readonly JsonValue[]>>;
    })[];
  }[];
  readonly namespaceSelector?: readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[];
  readonly namespaces?: readonly JsonObject[];
  readonly subresources?: readonly JsonObject[];
}

/** A UserInfo file. */
export interface UserInfoFile {
  readonly roles?: readonly string[];
  readonly clusterRoles?: readonly string[];
  readonly userInfo?: { readonly username?: string; readonly groups?: readonly string[] };
}

export function asUserInfo(file: UserInfoFile): UserInfo {
  return {
    username: file.userInfo?.username ?? '',
    groups: file.userInfo?.groups ?? [],
    roles: file.roles ?? [],
    clusterRoles: file.clusterRoles ?? [],
  };
}

export interface InputSettings {
  readonly values: ValuesFile;
  /** `--set name=value`, stronger than the file. */
  readonly variables?: Readonly<Record<string, JsonValue>>;
  readonly user?: UserInfo;
  readonly operation?: Operation;
  readonly now: number;
}

/**
 * What to evaluate when `policy` judges `resource`: the values of a file may set the operation and parts of the object,
 * and they differ between policies.
 */
export function inputFor(resource: Resource, policy: string, settings: InputSettings): EvaluationInput {
  const values = valuesFor(resource, policy, settings);
  const operation = settings.operation ?? asOperation(values['request.operation']);
  const given = mergeDotted(values)['request'];
  const asGiven = (key: string) => (isObject(given) ? (mergeMaps(resource, given[key]) as Resource) : resource);
  const namespace = namespaceOf(resource);
  const namespaceObject = namespaceIn(settings.values, namespace);
  return {
    ...(operation === 'DELETE' ? {} : { resource: asGiven('object') }),
    ...(operation === 'DELETE' || operation === 'UPDATE' ? { oldResource: asGiven('oldObject') } : {}),
    operation,
    now: settings.now,
    values: { ...values, 'request.operation': operation },
    ...(namespaceObject ? { namespaceObject, namespaceLabels: labelsOf(namespaceObject) } : {}),
    ...(settings.user ? { user: settings.user } : {}),
    ...subresourceOf(resource, settings.values),
    ruleValues: (policyName, rule) => ruleValues(settings.values, policyName, rule),
  };
}

function valuesFor(resource: Resource, policy: string, settings: InputSettings): JsonObject {
  const own = settings.values.policies
    ?.filter(({ name }) => name === policy)
    .flatMap(({ resources }) => resources ?? [])
    .filter(({ name }) => name === nameOf(resource))
    .map(({ values }) => values ?? {});
  return Object.assign({}, settings.values.globalValues, ...(own ?? []), settings.variables) as JsonObject;
}

function asOperation(value: JsonValue | undefined): Operation {
  return value === 'UPDATE' || value === 'DELETE' || value === 'CONNECT' ? value : 'CREATE';
}

/** The namespace of a resource as the file has it, or as much of it as its name says. */
function namespaceIn(values: ValuesFile, namespace: string): JsonObject | undefined {
  if (namespace === '') return undefined;
  const full = values.namespaces?.find((candidate) => nameOf(candidate) === namespace);
  if (full) return full;
  const labels = values.namespaceSelector?.find(({ name }) => name === namespace)?.labels ?? {};
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { ...labels } } };
}

/** A rule's name stands for the rules generated from it too. */
function namesRule(name: string, rule: string): boolean {
  return rule === name || rule === `autogen-${name}` || rule === `autogen-cronjob-${name}`;
}

/** A foreach value is a list with one value an element; the reference takes the first. */
function ruleValues(values: ValuesFile, policy: string, rule: string): JsonObject | undefined {
  const found = values.policies?.find(({ name }) => name === policy)?.rules?.find(({ name }) => namesRule(name, rule));
  if (!found) return undefined;
  const foreach = Object.entries(found.foreachValues ?? {}).map(([name, items]) => [name, items[0] ?? null]);
  return { ...found.values, ...(Object.fromEntries(foreach) as JsonObject) };
}

/** An object that a Values file calls a subresource is matched as its parent's kind. */
function subresourceOf(resource: Resource, values: ValuesFile): Pick<EvaluationInput, 'subresource' | 'parentKind'> {
  for (const entry of values.subresources ?? []) {
    const { subresource, parentResource } = entry;
    if (!isObject(subresource) || subresource['kind'] !== resource.kind) continue;
    const group = subresource['group'] ? `${subresource['group']}/` : '';
    if (`${group}${subresource['version']}` !== resource.apiVersion) continue;
    const name = String(subresource['name'] ?? '').split('/')[1] ?? '';
    if (!isObject(parentResource)) return { subresource: name };
    const text = (key: string) => String(parentResource[key] ?? '');
    return { subresource: name, parentKind: { group: text('group'), version: text('version'), kind: text('kind') } };
  }
  return {};
}

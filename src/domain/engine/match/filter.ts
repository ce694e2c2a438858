import {
  annotationsOf,
  compileWildcard,
  type Gvk,
  getPath,
  labelsOf,
  matchKyvernoSelector,
  matchWildcard,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../../foundations/kube/index.ts';
import { parseKindSelector, type ResourceDescription, type ResourceFilter } from '../../policy/index.ts';
import type { EvaluationInput, UserInfo } from '../input.ts';

/** What a filter is tried on. */
export interface MatchInput {
  readonly resource: Resource;
  readonly gvk: Gvk;
  readonly input: EvaluationInput;
}

/** Why a resource does not match, or `undefined` when it does. */
type Predicate = (subject: MatchInput) => string | undefined;

/** Tries every criterion of a filter; the reasons why it does not match, none when it does. */
export interface CompiledFilter {
  /** A filter without criteria matches nothing. */
  readonly empty: boolean;
  readonly hasResourceCriteria: boolean;
  reasons(subject: MatchInput, withUser: boolean): readonly string[];
  /** The first reason only: the hot path. */
  matches(subject: MatchInput, withUser: boolean): boolean;
}

export function compileFilter(filter: ResourceFilter): CompiledFilter {
  const resources = compileDescription(filter.resources ?? {});
  const user = compileUserCriteria(filter);
  const predicates = [...resources, ...user];
  return {
    empty: predicates.length === 0,
    hasResourceCriteria: resources.length > 0,
    reasons: (subject, withUser) =>
      (withUser ? predicates : resources).flatMap((predicate) => predicate(subject) ?? []),
    matches: (subject, withUser) =>
      (withUser ? predicates : resources).every((predicate) => predicate(subject) === undefined),
  };
}

function compileDescription(description: ResourceDescription): Predicate[] {
  const predicates: Predicate[] = [];
  const { kinds, name, names, namespaces, annotations, selector, namespaceSelector, operations } = description;
  if (operations?.length) {
    predicates.push(({ input }) =>
      operations.includes(input.operation)
        ? undefined
        : `operation ${input.operation} is not one of ${operations.join(', ')}`,
    );
  }
  if (kinds?.length) predicates.push(matchKinds(kinds));
  if (name) predicates.push(matchNames([name]));
  if (names?.length) predicates.push(matchNames(names));
  if (namespaces?.length) predicates.push(matchNamespaces(namespaces));
  if (annotations && Object.keys(annotations).length > 0) predicates.push(matchAnnotations(annotations));
  if (selector) {
    predicates.push(({ resource }) =>
      matchKyvernoSelector(selector, labelsOf(resource)) ? undefined : 'labels do not match the selector',
    );
  }
  if (namespaceSelector) {
    predicates.push(({ resource, input }) => {
      if (resource.kind === 'Namespace') return 'a namespace selector does not apply to namespaces';
      return matchKyvernoSelector(namespaceSelector, input.namespaceLabels ?? {})
        ? undefined
        : 'namespace labels do not match the selector';
    });
  }
  return predicates;
}

/** Resources come in few kinds, so the answer is kept for each. */
function matchKinds(kinds: readonly string[]): Predicate {
  const selectors = kinds.map((text) => {
    const { group, version, kind, subresource } = parseKindSelector(text);
    return {
      group: compileWildcard(group),
      version: compileWildcard(version),
      kind: compileWildcard(kind),
      subresource: compileWildcard(subresource),
    };
  });
  const reason = `kind is none of ${kinds.join(', ')}`;
  const known = new Map<string, boolean>();
  return ({ gvk, input }) => {
    const subresource = input.subresource ?? '';
    const key = `${gvk.group}/${gvk.version}/${gvk.kind}/${subresource}`;
    let matches = known.get(key);
    if (matches === undefined) {
      matches = selectors.some(
        (selector) =>
          selector.group(gvk.group) &&
          selector.version(gvk.version) &&
          selector.kind(gvk.kind) &&
          (selector.subresource(subresource) || isEphemeralContainers(gvk, subresource)),
      );
      known.set(key, matches);
    }
    return matches ? undefined : reason;
  };
}

/** A rule for Pods is a rule for their ephemeral containers. */
function isEphemeralContainers(gvk: Gvk, subresource: string): boolean {
  return subresource === 'ephemeralcontainers' && gvk.group === '' && gvk.version === 'v1' && gvk.kind === 'Pod';
}

function matchNames(names: readonly string[]): Predicate {
  const tests = names.map(compileWildcard);
  return ({ resource }) => {
    const generateName = getPath(resource, ['metadata', 'generateName']);
    const name = nameOf(resource) || (typeof generateName === 'string' ? generateName : '');
    return tests.some((test) => test(name)) ? undefined : `name is none of ${names.join(', ')}`;
  };
}

function matchNamespaces(namespaces: readonly string[]): Predicate {
  const tests = namespaces.map(compileWildcard);
  return ({ resource }) => {
    const namespace = resource.kind === 'Namespace' ? nameOf(resource) : namespaceOf(resource);
    return tests.some((test) => test(namespace)) ? undefined : `namespace is none of ${namespaces.join(', ')}`;
  };
}

function matchAnnotations(expected: Readonly<Record<string, string>>): Predicate {
  const wanted = Object.entries(expected).map(([key, value]) => ({ key, value }));
  return ({ resource }) => {
    const actual = Object.entries(annotationsOf(resource));
    const missing = wanted.find(
      ({ key, value }) => !actual.some(([k, v]) => matchWildcard(key, k) && matchWildcard(value, v)),
    );
    return missing && `no annotation matches ${missing.key}: ${missing.value}`;
  };
}

function compileUserCriteria(filter: ResourceFilter): Predicate[] {
  const predicates: Predicate[] = [];
  const { roles, clusterRoles, subjects } = filter;
  if (roles?.length)
    predicates.push(({ input }) => (intersects(roles, input.user?.roles) ? undefined : 'user has none of the roles'));
  if (clusterRoles?.length) {
    predicates.push(({ input }) =>
      intersects(clusterRoles, input.user?.clusterRoles) ? undefined : 'user has none of the cluster roles',
    );
  }
  if (subjects?.length) {
    predicates.push(({ input }) =>
      subjects.some((subject) => isSubject(subject, input.user)) ? undefined : 'user is none of the subjects',
    );
  }
  return predicates;
}

function intersects(wanted: readonly string[], actual: readonly string[] | undefined): boolean {
  return actual?.some((item) => wanted.includes(item)) ?? false;
}

function isSubject(subject: { kind: string; name: string; namespace?: string }, user: UserInfo | undefined): boolean {
  const username = user?.username ?? '';
  switch (subject.kind) {
    case 'ServiceAccount':
      return matchWildcard(`system:serviceaccount:${subject.namespace ?? ''}:${subject.name}`, username);
    case 'Group':
      return user?.groups.some((group) => matchWildcard(subject.name, group)) ?? false;
    case 'User':
      return matchWildcard(subject.name, username);
    default:
      return false;
  }
}

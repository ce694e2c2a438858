import { type JsonObject, nameOf, namespaceOf } from '../../../foundations/kube/index.ts';
import { type EvaluationInput, judgedResource } from '../input.ts';
import { mergeDotted, mergeMaps } from './dotted-values.ts';
import { extractImages } from './images.ts';
import { Scope } from './scope.ts';

/** The names every expression can see: `request`, `serviceAccountName`, `images`, and the values given from outside. */
export function baseScope(input: EvaluationInput, policy: string, rule: string): Scope {
  const given = mergeDotted(input.values, input.ruleValues?.(policy, rule));
  let scope = new Scope(undefined, 'images', () => extractImages(judgedResource(input)), input.now);
  const user = input.user;
  if (user) {
    const [namespace, name] = serviceAccount(user.username);
    scope = new Scope(scope, 'serviceAccountNamespace', () => namespace);
    scope = new Scope(scope, 'serviceAccountName', () => name);
  }
  for (const [name, value] of Object.entries(given)) {
    if (name !== 'request') scope = new Scope(scope, name, () => value);
  }
  return new Scope(scope, 'request', () => mergeMaps(requestOf(input), given['request']));
}

/** What expressions see as `request`. */
export function requestOf(input: EvaluationInput): JsonObject {
  const judged = judgedResource(input);
  return {
    ...(input.resource ? { object: input.resource } : {}),
    ...(input.oldResource ? { oldObject: input.oldResource } : {}),
    operation: input.operation,
    ...(judged ? { namespace: namespaceOf(judged), name: nameOf(judged) } : {}),
    ...(input.user ? userOf(input.user) : {}),
  };
}

function userOf(user: NonNullable<EvaluationInput['user']>): JsonObject {
  return {
    roles: [...user.roles],
    clusterRoles: [...user.clusterRoles],
    userInfo: { username: user.username, groups: [...user.groups] },
  };
}

/** The reference cuts the length of `system:serviceaccount:` off without looking, so any long name with a colon is split. */
function serviceAccount(username: string): [string, string] {
  const groups = username.slice('system:serviceaccount:'.length).split(':');
  return groups.length >= 2 ? [groups[0]!, groups[1]!] : ['', ''];
}

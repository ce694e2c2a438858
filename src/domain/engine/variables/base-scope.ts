import {
  getPath,
  isObject,
  type JsonObject,
  type JsonValue,
  nameOf,
  namespaceOf,
  setKey,
} from '../../../foundations/kube/index.ts';
import { type EvaluationInput, judgedResource } from '../input.ts';
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

function requestOf(input: EvaluationInput): JsonObject {
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

/** Turns `{"request.object.kind": ...}` into nested maps; parts in double quotes may hold dots. Later values win. */
function mergeDotted(...layers: (Readonly<JsonObject> | undefined)[]): JsonObject {
  const merged: JsonObject = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) setDotted(merged, splitName(name), value);
  }
  return merged;
}

function splitName(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^.]+)/g)].map((part) => part[1]?.replaceAll('""', '"') ?? part[2]!);
}

function setDotted(target: JsonObject, path: readonly string[], value: JsonValue): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let at = target;
  for (const key of path.slice(0, -1)) {
    const next = getPath(at, [key]);
    const map: JsonObject = isObject(next) ? next : {};
    setKey(at, key, map);
    at = map;
  }
  setKey(at, last, value);
}

/** Lays `over` on `base` without changing either; maps are merged, everything else is replaced. */
function mergeMaps(base: JsonObject, over: JsonValue | undefined): JsonObject {
  if (!isObject(over)) return base;
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = getPath(base, [key]);
    setKey(merged, key, isObject(below) && isObject(value) ? mergeMaps(below, value) : value);
  }
  return merged;
}

import type { KindSelector, ResourceRule } from '../../domain/policy/index.ts';
import { gvkOf, matchWildcard } from '../../foundations/kube/index.ts';
import type { ApiServer, ServedKind } from './api-server.ts';

/** Which kinds of a server are meant. */
export interface WantedKinds {
  readonly isOfVersion: (group: string, version: string) => boolean;
  readonly isKind: (kind: ServedKind) => boolean;
}

/** The kinds of `match` in a classic rule. Objects of subresources are not read. */
export function kindsBySelector({ group, version, kind, subresource }: KindSelector): WantedKinds {
  return {
    isOfVersion: (ofGroup, ofVersion) => matchWildcard(group, ofGroup) && matchWildcard(version, ofVersion),
    isKind: (served) => (subresource === '' || subresource === '*') && matchWildcard(kind, served.kind),
  };
}

/** The kinds of a rule of `matchConstraints`. */
export function kindsByRule({ apiGroups, apiVersions, resources = [] }: ResourceRule): WantedKinds {
  const includes = (list: readonly string[] | undefined, value: string) =>
    list === undefined || list.includes('*') || list.includes(value);
  return {
    isOfVersion: (group, version) => includes(apiGroups, group) && includes(apiVersions, version),
    isKind: ({ name }) => resources.some((wanted) => wanted === '*' || wanted === '*/*' || wanted === name),
  };
}

/**
 * The kinds of a server that are wanted and can be listed. Of a kind that is served in several versions the one that the
 * server prefers, unless others are asked for: the objects are the same.
 */
export async function selectKinds(server: ApiServer, wanted: WantedKinds): Promise<readonly ServedKind[]> {
  const versions = (await server.groupVersions()).filter((apiVersion) => {
    const { group, version } = gvkOf({ apiVersion, kind: '' });
    return wanted.isOfVersion(group, version);
  });
  const served = await Promise.all(versions.map((version) => kindsOrNone(server, version)));
  const found = new Map<string, ServedKind>();
  for (const kind of served.flat()) {
    const { group } = gvkOf({ apiVersion: kind.apiVersion, kind: kind.kind });
    const key = `${group}/${kind.kind}`;
    if (!kind.listable || kind.name.includes('/') || found.has(key)) continue;
    if (wanted.isKind(kind)) found.set(key, kind);
  }
  return [...found.values()];
}

/** A group whose server is away must not hide the others. */
async function kindsOrNone(server: ApiServer, version: string): Promise<readonly ServedKind[]> {
  try {
    return [...(await server.kindsOf(version)).values()];
  } catch {
    return [];
  }
}

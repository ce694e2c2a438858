import type { Gvk, JsonObject, Resource } from '../../foundations/kube/index.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** Who makes a request. Absent in scans: then user criteria of `match` are ignored. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly clusterRoles: readonly string[];
}

/** One thing to judge: an object as it is or would be, and what is known of the request around it. */
export interface EvaluationInput {
  /** The new object; absent on DELETE. */
  readonly resource?: Resource;
  readonly oldResource?: Resource;
  readonly operation: Operation;
  /** The instant of the evaluation, in milliseconds since 1970: exceptions expire by it, and time functions read it. */
  readonly now: number;
  readonly user?: UserInfo;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** The namespace object, where it is known, for CEL's `namespaceObject`. */
  readonly namespaceObject?: JsonObject;
  readonly subresource?: string;
  /** The kind whose subresource the object is: filters of kinds see this one. */
  readonly parentKind?: Gvk;
  /** Values that stand in for context a command line cannot load, by dotted name, as in a Values file. */
  readonly values?: Readonly<JsonObject>;
  /** The same for one rule of one policy. */
  readonly ruleValues?: (policy: string, rule: string) => Readonly<JsonObject> | undefined;
}

/** The object that rules look at: the new one, or on DELETE the old one. */
export function judgedResource(input: EvaluationInput): Resource | undefined {
  return input.resource ?? input.oldResource;
}

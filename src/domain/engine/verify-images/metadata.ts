import {
  annotationsOf,
  isObject,
  type JsonObject,
  type JsonValue,
  type Resource,
  toGoJson,
} from '../../../foundations/kube/index.ts';

/**
 * `unknown` is Bylaw's own: nothing could be asked (a scan without a registry). It is no failure, and no proof either.
 */
export type ImageStatus = 'pass' | 'fail' | 'skip' | 'unknown';

/** Which rule of which policy an image was verified for. `namespace` is empty for a ClusterPolicy. */
export interface VerifiedFor {
  readonly namespace: string;
  readonly policy: string;
  readonly rule: string;
}

export interface ImageRecord {
  readonly image: string;
  readonly status: ImageStatus;
  /** An image that is skipped by name is not written down for its rule alone until it has a result. */
  readonly scoped: boolean;
}

const annotation = 'kyverno.io/verify-images';
const scopedAnnotation = 'kyverno.io/verify-images-scoped';

/**
 * Writes down what became of the images of a rule: the validation that follows, and the next update, read it. What earlier
 * policies wrote stays, as at admission. Source: the reference's image verification metadata.
 */
export function recordImages(resource: Resource, by: VerifiedFor, records: readonly ImageRecord[]): Resource {
  if (records.length === 0) return resource;
  const annotations = annotationsOf(resource);
  const all = { ...asMap(parse(annotations[annotation])) };
  const scopes = asMap(asMap(parse(annotations[scopedAnnotation]))['policies']);
  const policyKey = `${by.namespace}/${by.policy}`;
  const rules = asMap(scopes[policyKey]);
  const own = { ...asMap(rules[by.rule]) };
  for (const { image, status, scoped } of records) {
    all[image] = status;
    if (scoped) own[image] = status;
  }
  const written: Record<string, string> = { ...annotations, [annotation]: toGoJson(all) };
  if (Object.keys(own).length > 0) {
    const policies = { ...scopes, [policyKey]: { ...rules, [by.rule]: own } };
    written[scopedAnnotation] = toGoJson({ version: 1, policies });
  }
  return { ...resource, metadata: { ...asMap(resource['metadata']), annotations: written } };
}

/** What is written down for an image and a rule; nothing written is `fail`. Throws an error for a text that is no JSON. */
export function recordedStatus(resource: Resource, by: VerifiedFor, image: string): ImageStatus {
  const text = annotationsOf(resource)[scopedAnnotation];
  if (text === undefined) return 'fail';
  const parsed = parse(text);
  if (!isObject(parsed)) throw new SyntaxError('failed to parse scoped image metadata: it is no JSON object');
  const rules = asMap(asMap(parsed['policies'])[`${by.namespace}/${by.policy}`]);
  const status = asMap(rules[by.rule])[image];
  return status === 'pass' || status === 'skip' || status === 'unknown' ? status : 'fail';
}

function parse(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

function asMap(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

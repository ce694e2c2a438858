import { type JsonValue, jsonEqual, type Resource } from '../../../foundations/kube/index.ts';
import type { EvaluationInput } from '../input.ts';
import type { ImageInfo } from '../variables/images.ts';
import { recordedStatus, type VerifiedFor } from './metadata.ts';

/**
 * An update that leaves an image as it is, and that was verified before, is not verified again. The reference trusts the
 * old object's record alone; here the new one must still carry it, so that the record is never made up.
 */
export function wasVerified(info: ImageInfo, text: string, by: VerifiedFor, input: EvaluationInput): boolean {
  const { resource, oldResource, operation } = input;
  if (operation !== 'UPDATE' || !resource || !oldResource) return false;
  if (!jsonEqual(valueAt(oldResource, info.pointer), valueAt(resource, info.pointer))) return false;
  return [resource, oldResource].every((object) => {
    try {
      const status = recordedStatus(object, by, text);
      return status === 'pass' || status === 'skip';
    } catch {
      return false;
    }
  });
}

function valueAt(resource: Resource, pointer: string): JsonValue | undefined {
  let value: unknown = resource;
  for (const step of pointer.split('/').slice(1)) value = (value as Record<string, unknown> | undefined)?.[step];
  return value as JsonValue | undefined;
}

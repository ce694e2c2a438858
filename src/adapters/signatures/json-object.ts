import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { VerificationFailure } from './keys.ts';

export function parseObject(json: string, what: string): JsonObject {
  let value: JsonValue | undefined;
  try {
    value = JSON.parse(json) as JsonValue;
  } catch (error) {
    throw new VerificationFailure(`the ${what} is no JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new VerificationFailure(`the ${what} is no JSON object`);
  return value;
}

/** A text, or the empty one for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

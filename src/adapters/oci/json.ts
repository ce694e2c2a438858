import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { RegistryError } from './registry-error.ts';

export function parseObject(bytes: Buffer, what: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(bytes.toString('utf8')) as JsonValue;
  } catch (error) {
    throw new RegistryError(`${what}: no JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new RegistryError(`${what}: no JSON object`);
  return value;
}

/** The object in a text, or an empty one. */
export function objectIn(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The text of a field, or an empty one. */
export function textOf(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}

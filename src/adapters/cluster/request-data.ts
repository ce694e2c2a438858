import { isObject, type JsonValue, toGoJson } from '../../foundations/kube/index.ts';

/** The body of a POST call: `data` of the policy, a list of keys and values, as one object. */
export function bodyOf(data: JsonValue | undefined): string {
  const entries = (Array.isArray(data) ? data : [])
    .filter(isObject)
    .map(({ key, value }): [string, JsonValue] => [String(key), value ?? null]);
  return `${toGoJson(Object.fromEntries(entries))}\n`;
}

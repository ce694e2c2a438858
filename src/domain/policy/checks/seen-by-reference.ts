import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';

const freeForm = new Set(['pattern', 'anyPattern', 'patchStrategicMerge', 'data', 'variable']);
const blockFields = ['any', 'all'];
const conditionFields = ['key', 'operator', 'value', 'message'];

/** A policy or rule without what conditions may hold beside their own fields: the reference's decoder drops it. */
export function seenByReference(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(seenByReference);
  if (!isObject(value)) return value;
  return mapFields(value, (item, key) => {
    if (key === 'preconditions' || key === 'conditions') return seenConditions(item);
    return freeForm.has(key) ? item : seenByReference(item);
  });
}

function seenConditions(block: JsonValue): JsonValue {
  if (Array.isArray(block))
    return block.map((item) => (isObject(item) && isBlock(item) ? seenConditions(item) : pick(item, conditionFields)));
  if (!isObject(block)) return block;
  return mapFields(pick(block, blockFields), (list) => (Array.isArray(list) ? seenConditions(list) : list));
}

function isBlock(item: JsonObject): boolean {
  return blockFields.some((field) => Object.hasOwn(item, field));
}

function pick<T extends JsonValue>(value: T, fields: readonly string[]): T {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => fields.includes(key))) as T;
}

function mapFields(map: JsonObject, change: (value: JsonValue, key: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

import { isObject, type JsonObject, type JsonValue, toGoJson } from '../../foundations/kube/index.ts';
import type { Policy } from '../policy/index.ts';

const modeFields = new Set(['failureAction', 'validationFailureAction', 'validationActions']);

/** Identifies what a policy checks, its mode left out: it changes when the rule changes. FNV-1a, 64 bits, hexadecimal. */
export function textHash(policy: Policy): string {
  const text = toGoJson(withoutMode(policy.spec as unknown as JsonObject));
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

function withoutMode(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutMode);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !modeFields.has(key))
      .map(([key, item]) => [key, withoutMode(item)]),
  );
}

import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { Path } from './finding.ts';

/** All texts in a value, keys included, with the path of the field they are in. */
export function* textsIn(value: JsonValue | undefined, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index]);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield { text: key, path: [...path, key] };
      yield* textsIn(item, [...path, key]);
    }
  }
}

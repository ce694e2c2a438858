import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { Schema } from './document.ts';

/** Properties and items of a value that no schema has looked at yet, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Unseen {
  readonly keys = new Set<string>();
  readonly items = new Set<number>();

  /** Nothing is counted where nobody asks, and nothing that the schema looks at in any case. */
  static of(value: JsonValue, schema: Schema, isWanted: boolean): Unseen {
    const unseen = new Unseen();
    if (typeof value !== 'object' || value === null) return unseen;
    const keywords = typeof schema === 'object' ? schema : {};
    if (Array.isArray(value)) {
      const { items, prefixItems, additionalItems } = keywords;
      const prefix = Array.isArray(items) ? items : Array.isArray(prefixItems) ? prefixItems : [];
      const seesAll = Array.isArray(items) ? additionalItems !== undefined : items !== undefined;
      if (seesAll || !(isWanted || keywords['unevaluatedItems'] !== undefined)) return unseen;
      for (let index = prefix.length; index < value.length; index++) unseen.items.add(index);
    } else if (isObject(value)) {
      if (keywords['additionalProperties'] !== undefined) return unseen;
      if (!isWanted && keywords['unevaluatedProperties'] === undefined) return unseen;
      for (const key of Object.keys(value)) unseen.keys.add(key);
    }
    return unseen;
  }

  get isEmpty(): boolean {
    return this.keys.size === 0 && this.items.size === 0;
  }

  keepOnly(other: Unseen): void {
    for (const key of this.keys) if (!other.keys.has(key)) this.keys.delete(key);
    for (const index of this.items) if (!other.items.has(index)) this.items.delete(index);
  }
}

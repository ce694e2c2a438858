import { getKey, isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { SchemaFault } from './problem.ts';

export type Schema = JsonObject | boolean;

/** A schema text with what its references mean. References outside the text are refused: nothing is fetched. */
export class SchemaDocument {
  readonly root: Schema;
  /** Whether `format` is checked, as it is up to draft 7. */
  readonly checksFormats: boolean;
  /** In the drafts up to 7 nothing beside `$ref` counts. */
  readonly refStandsAlone: boolean;
  readonly #anchors = new Map<string, Schema>();

  constructor(text: string) {
    let parsed: JsonValue;
    try {
      parsed = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as JsonValue;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new SchemaFault(/end of/i.test(message) ? 'unexpected EOF' : message);
    }
    if (!isSchema(parsed)) throw new SchemaFault('the schema is neither an object nor a boolean');
    this.root = parsed;
    const draft = /draft-0?([467])/.exec(String(getKey(parsed, '$schema') ?? ''))?.[1];
    this.checksFormats = draft !== undefined;
    this.refStandsAlone = draft !== undefined;
    this.#collect(parsed);
  }

  #collect(value: JsonValue): void {
    if (Array.isArray(value)) for (const item of value) this.#collect(item);
    if (!isObject(value)) return;
    const anchor = value['$anchor'];
    const id = value['$id'];
    if (typeof anchor === 'string') this.#anchors.set(`#${anchor}`, value);
    if (typeof id === 'string') this.#anchors.set(id, value);
    for (const item of Object.values(value)) this.#collect(item);
  }

  resolve(reference: string): Schema {
    const known = this.#anchors.get(reference);
    if (known !== undefined) return known;
    const [base, pointer] = reference.split('#', 2) as [string, string | undefined];
    const start = base === '' ? this.root : this.#anchors.get(base);
    if (start === undefined) {
      throw new SchemaFault(
        `failing loading ${JSON.stringify(reference)}: references outside the schema are not followed`,
      );
    }
    let at: JsonValue | undefined = start;
    for (const part of (pointer ?? '').split('/').slice(1)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      at = Array.isArray(at) ? at[Number(key)] : getKey(at, key);
    }
    if (at === undefined || !isSchema(at)) {
      throw new SchemaFault(`json-pointer in "file:///values.schema.json#${pointer ?? ''}" not found`);
    }
    return at;
  }
}

export function isSchema(value: JsonValue | undefined): value is Schema {
  return typeof value === 'boolean' || isObject(value);
}

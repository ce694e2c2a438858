import { compareBytes } from './bytes.ts';
import { formatJsonNumber } from './go-float.ts';
import { RFC3339 } from './go-time.ts';
import { type GoType, structFields, typeOf } from './go-types.ts';
import { isObject, type JsonObject, type JsonValue, setKey } from './json.ts';
import { parseGoTime } from './parse-go-time.ts';
import { parseQuantity } from './quantity.ts';

/** Why Go would not decode a document into its type, in Go's words. */
export class GoDecodeError extends Error {}

/**
 * A document as Go's JSON decoder reads it into a typed Pod, Deployment or CronJob: fields that the type does not have and
 * nulls are left out, names match whatever their case. Throws GoDecodeError, with the message of encoding/json, where a
 * field has the wrong type.
 */
export function decodeWorkload(type: 'Pod' | 'Deployment' | 'CronJob', value: JsonValue): JsonObject {
  const decoder = new Decoder();
  const decoded = decoder.decode(type, value, { struct: '', path: [] });
  if (decoder.firstError) throw decoder.firstError;
  return isObject(decoded) ? decoded : {};
}

/** Where the decoder is: the struct and the names of fields that messages show. */
interface Place {
  readonly struct: string;
  readonly path: readonly string[];
}

class Decoder {
  /** encoding/json goes on after a wrong type and reports the first; a type's own decoder stops at once. */
  firstError: GoDecodeError | undefined;

  decode(typeName: string, value: JsonValue, place: Place): JsonValue | undefined {
    const type = typeOf(typeName);
    if (type.kind === 'custom') return this.#decodeCustom(type.name, value, place);
    if (value === null) return undefined;
    switch (type.kind) {
      case 'list':
        if (!Array.isArray(value)) return this.#refuse(value, type.name, place);
        return value.map((item) => this.decode(type.items, item, place) ?? zeroOf(type.items));
      case 'map':
        if (!isObject(value)) return this.#refuse(value, type.name, place);
        return this.#decodeMap(type.values, value, place);
      case 'struct':
        if (!isObject(value)) return this.#refuse(value, type.name, place);
        return this.#decodeStruct(typeName, value, place);
      case 'basic':
        return this.#decodeBasic(type, value, place);
      default:
        return type satisfies never;
    }
  }

  #decodeMap(values: string, value: JsonObject, place: Place): JsonObject {
    const decoded: JsonObject = {};
    for (const key of sortedKeys(value)) {
      setKey(decoded, key, this.decode(values, value[key]!, place) ?? zeroOf(values));
    }
    return decoded;
  }

  #decodeStruct(struct: string, value: JsonObject, place: Place): JsonObject {
    const decoded: JsonObject = {};
    const fields = structFields(struct);
    for (const key of sortedKeys(value)) {
      const field = fields.get(key) ?? fields.get(key.toLowerCase());
      if (!field) continue;
      const inside = { struct, path: [...place.path, ...field.embedded, field.key] };
      const item = this.decode(field.type, value[key]!, inside);
      if (item !== undefined) decoded[field.key] = item;
    }
    return decoded;
  }

  #decodeBasic(type: GoType & { kind: 'basic' }, value: JsonValue, place: Place): JsonValue | undefined {
    const wanted = type.is === 'bool' ? 'boolean' : type.is === 'string' ? 'string' : 'number';
    if (typeof value !== wanted) return this.#refuse(value, type.name, place);
    if (typeof value === 'number' && !fits(value, type.is)) {
      return this.#refuse(value, type.name, place, `number ${formatJsonNumber(value)}`);
    }
    return value;
  }

  #decodeCustom(type: string, value: JsonValue, place: Place): JsonValue | undefined {
    if (type === 'FieldsV1' || value === null) return value ?? undefined;
    if (type === 'Quantity') {
      const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? formatJsonNumber(value) : '';
      if (parseQuantity(text) === undefined) throw new GoDecodeError(quantityProblem(text));
      return value;
    }
    if (type === 'IntOrString') {
      return typeof value === 'string' ? value : this.decode('int32', value, place);
    }
    if (typeof value !== 'string') return this.#refuse(value, 'string', place);
    const time = parseGoTime(RFC3339, value);
    if ('error' in time) throw new GoDecodeError(time.error);
    return value;
  }

  #refuse(value: JsonValue, type: string, place: Place, found = kindOf(value)): undefined {
    const where = place.path.length > 0 ? `Go struct field ${place.struct}.${place.path.join('.')}` : 'Go value';
    this.firstError ??= new GoDecodeError(`json: cannot unmarshal ${found} into ${where} of type ${type}`);
  }
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function fits(value: number, type: string): boolean {
  const limit = type === 'int32' ? 2 ** 31 : 2 ** 63;
  return Number.isInteger(value) && value >= -limit && value < limit;
}

function zeroOf(typeName: string): JsonValue {
  const type = typeOf(typeName);
  if (type.kind === 'struct') return {};
  if (type.kind === 'basic') return type.is === 'string' ? '' : type.is === 'bool' ? false : 0;
  return null;
}

function quantityProblem(text: string): string {
  const form = '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$';
  if (!new RegExp(form).test(text)) return `quantities must match the regular expression '${form}'`;
  return "unable to parse quantity's suffix";
}

function sortedKeys(value: JsonObject): string[] {
  return Object.keys(value).sort(compareBytes);
}

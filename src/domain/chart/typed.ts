import { isObject, type JsonObject, type JsonValue, parseGoTime, setKey } from '../../foundations/kube/index.ts';
import { FunctionError } from '../../languages/gotemplate/index.ts';

/** What Go's decoder makes of JSON: the type that Helm reads a file into. `type` is its name in messages. */
export type Shape =
  | { readonly kind: 'text' | 'flag' | 'time' | 'any' }
  | { readonly kind: 'list'; readonly of: Shape; readonly type: string }
  | { readonly kind: 'map'; readonly of: Shape; readonly type: string }
  | RecordShape;

export interface RecordShape {
  readonly kind: 'record';
  readonly type: string;
  /** The name of the type alone; an unnamed one has none. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Shape>>;
}

export const text: Shape = { kind: 'text' };
export const flag: Shape = { kind: 'flag' };
export const time: Shape = { kind: 'time' };
export const any: Shape = { kind: 'any' };

/** The literal of the number at a path: where text is wanted, a number becomes text as it was written. */
export type NumberText = (path: readonly (string | number)[], value: number) => string;

/**
 * Reads a value into a shape: unknown fields are dropped, names of fields match in any case, numbers and booleans become
 * text where text is wanted, and null leaves a field out.
 *
 * @throws FunctionError for the first part of another type, in the words of Go, keys in byte order.
 */
export function readShape(value: JsonValue, shape: Shape, numberText: NumberText): JsonValue | undefined {
  return new ShapeReader(numberText).read(value, shape, [], undefined, []);
}

class ShapeReader {
  readonly #numberText: NumberText;

  constructor(numberText: NumberText) {
    this.#numberText = numberText;
  }

  /** `owner` is the record around, and `names` its fields down to here. */
  read(
    value: JsonValue,
    shape: Shape,
    path: readonly (string | number)[],
    owner: RecordShape | undefined,
    names: readonly string[],
  ): JsonValue | undefined {
    if (value === null) return shape.kind === 'any' ? null : undefined;
    switch (shape.kind) {
      case 'any':
        return value;
      case 'text':
        if (typeof value === 'number') return this.#numberText(path, value);
        if (typeof value === 'object') throw wrongType(value, 'string', owner, names);
        return String(value);
      case 'flag':
        if (typeof value !== 'boolean') throw wrongType(value, 'bool', owner, names);
        return value;
      case 'time':
        checkTime(value);
        return value;
      case 'list':
        if (!Array.isArray(value)) throw wrongType(value, shape.type, owner, names);
        return value.map((item, i) => this.read(item, shape.of, [...path, i], owner, names) ?? null);
      case 'map':
        if (!isObject(value)) throw wrongType(value, shape.type, owner, names);
        return this.#readMap(value, (key) => [key, shape.of], path, owner, names, false);
      case 'record':
        if (!isObject(value)) throw wrongType(value, shape.type, owner, names);
        return this.#readMap(value, (key) => fieldOf(shape, key), path, shape, names, true);
    }
  }

  #readMap(
    value: JsonObject,
    fieldFor: (key: string) => readonly [string, Shape] | undefined,
    path: readonly (string | number)[],
    owner: RecordShape | undefined,
    names: readonly string[],
    isRecord: boolean,
  ): JsonObject {
    const out: JsonObject = {};
    for (const key of Object.keys(value).sort()) {
      const field = fieldFor(key);
      if (!field) continue;
      const [name, shape] = field;
      const item = this.read(value[key]!, shape, [...path, key], owner, isRecord ? [...names, name] : names);
      if (item !== undefined) setKey(out, name, item);
      else if (!isRecord) setKey(out, name, shape.kind === 'text' ? '' : null);
    }
    return out;
  }
}

function fieldOf({ fields }: RecordShape, key: string): readonly [string, Shape] | undefined {
  if (Object.hasOwn(fields, key)) return [key, fields[key]!];
  const folded = key.toLowerCase();
  const name = Object.keys(fields).find((one) => one.toLowerCase() === folded);
  return name === undefined ? undefined : [name, fields[name]!];
}

function checkTime(value: JsonValue): void {
  const layout = '2006-01-02T15:04:05Z07:00';
  const parsed =
    typeof value === 'string'
      ? parseGoTime(layout, value)
      : { error: 'Time.UnmarshalJSON: input is not a JSON string' };
  if ('error' in parsed) throw new FunctionError(`error unmarshaling JSON: while decoding JSON: ${parsed.error}`);
}

function wrongType(
  value: JsonValue,
  type: string,
  owner: RecordShape | undefined,
  names: readonly string[],
): FunctionError {
  const found = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value;
  const place = owner ? `struct field ${owner.name}.${names.join('.')} of` : 'value of';
  return new FunctionError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found === 'boolean' ? 'bool' : found} into Go ${place} type ${type}`,
  );
}

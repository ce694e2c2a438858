import { type Diagnostic, nearestName } from '../../foundations/diagnostics/index.ts';
import { isObject, type JsonValue, parseGoTime, RFC3339 } from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../manifest/index.ts';

/** The shape of a document as data: what its fields are called and what they hold. */
export type Schema =
  | { readonly kind: 'any' }
  | { readonly kind: 'string'; readonly oneOf?: readonly string[] }
  | { readonly kind: 'time' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'list'; readonly items: Schema }
  | { readonly kind: 'map'; readonly values: Schema }
  | { readonly kind: 'object'; readonly fields: () => Fields };

export interface Field {
  readonly schema: Schema;
  /** Why the field should no longer be used, and what to use. */
  readonly deprecated?: string;
  readonly required?: boolean;
}
export type Fields = Readonly<Record<string, Schema | Field>>;

export const any: Schema = { kind: 'any' };
export const text: Schema = { kind: 'string' };
/** An RFC 3339 time. */
export const time: Schema = { kind: 'time' };
export const boolean: Schema = { kind: 'boolean' };
export const integer: Schema = { kind: 'integer' };
export const texts: Schema = { kind: 'list', items: text };
export const textMap: Schema = { kind: 'map', values: text };

export function oneOf(...values: string[]): Schema {
  return { kind: 'string', oneOf: values };
}
export function list(items: Schema): Schema {
  return { kind: 'list', items };
}
export function map(values: Schema): Schema {
  return { kind: 'map', values };
}
/** Fields are given as a function, so that a schema may contain itself. */
export function object(fields: Fields | (() => Fields)): Schema {
  return { kind: 'object', fields: typeof fields === 'function' ? fields : () => fields };
}
export function required(schema: Schema): Field {
  return { schema, required: true };
}
export function deprecated(schema: Schema, why: string): Field {
  return { schema, deprecated: why };
}

type Path = readonly (string | number)[];

/** Advice for a field that people write but no version of the kind has, by field name. */
export type KnownMistakes = Readonly<Record<string, string>>;

export interface SchemaSubject {
  readonly document: ManifestDocument;
  readonly kind: string;
  /** The policy that the document is, if it is one. */
  readonly policy?: string;
  readonly mistakes?: KnownMistakes;
  /** Field names in other letters are warnings only: the document's reader folds them, as Go's does. */
  readonly foldsCase?: boolean;
}

/**
 * Compares a document with its schema: unknown fields with the nearest known name, wrong types, values outside
 * their list, missing fields, and deprecated fields (as warnings). All are found, each with its place.
 */
export function checkSchema(subject: SchemaSubject, value: JsonValue, schema: Schema, path: Path = []): Diagnostic[] {
  const found: Diagnostic[] = [];
  check(subject, value, schema, path, found);
  return found;
}

function check(subject: SchemaSubject, value: JsonValue, schema: Schema, path: Path, found: Diagnostic[]): void {
  if (value === null) return;
  switch (schema.kind) {
    case 'any':
      return;
    case 'string':
      if (typeof value !== 'string') return wrongType(subject, path, 'a string', value, found);
      if (schema.oneOf && !schema.oneOf.includes(value)) {
        const near = nearestName(value, schema.oneOf);
        found.push(
          problem(subject, path, 'value', 'FIELD_WRONG_VALUE', `\`${value}\` is not a value of \`${showPath(path)}\``, {
            help: near ? `did you mean \`${near}\`?` : `one of ${schema.oneOf.map((v) => `\`${v}\``).join(', ')}`,
          }),
        );
      }
      return;
    case 'time':
      if (typeof value !== 'string') return wrongType(subject, path, 'a time', value, found);
      if (!isTime(value)) {
        found.push(
          problem(subject, path, 'value', 'FIELD_WRONG_VALUE', `\`${value}\` is not a time`, {
            help: 'write an RFC 3339 time, such as `2027-01-31T12:00:00Z`',
          }),
        );
      }
      return;
    case 'boolean':
      if (typeof value !== 'boolean') wrongType(subject, path, 'true or false', value, found);
      return;
    case 'integer':
      if (!Number.isInteger(value)) wrongType(subject, path, 'a whole number', value, found);
      return;
    case 'list':
      if (!Array.isArray(value)) return wrongType(subject, path, 'a list', value, found);
      for (const [index, item] of value.entries()) {
        if (item === null && schema.items.kind !== 'any') found.push(nullItem(subject, [...path, index]));
        else check(subject, item, schema.items, [...path, index], found);
      }
      return;
    case 'map':
      if (!isObject(value)) return wrongType(subject, path, 'a map', value, found);
      for (const [key, item] of Object.entries(value)) check(subject, item, schema.values, [...path, key], found);
      return;
    case 'object':
      if (!isObject(value)) return wrongType(subject, path, 'a map', value, found);
      checkFields(subject, value, schema.fields(), path, found);
      return;
    default:
      schema satisfies never;
  }
}

function checkFields(
  subject: SchemaSubject,
  value: Readonly<Record<string, JsonValue>>,
  fields: Fields,
  path: Path,
  found: Diagnostic[],
): void {
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(fields, key) || !subject.foldsCase ? key : (foldedName(key, fields) ?? key);
    const field = Object.hasOwn(fields, name) ? asField(fields[name]!) : undefined;
    const at = [...path, key];
    if (name !== key) found.push(otherLetters(subject, at, name));
    if (!field) {
      found.push(
        problem(subject, at, 'key', 'FIELD_UNKNOWN', `${subject.kind} has no field \`${showPath(at)}\``, {
          help: unknownFieldHelp(subject, key, fields),
        }),
      );
      continue;
    }
    if (field.deprecated && item !== null) {
      found.push({
        ...problem(subject, at, 'key', 'FIELD_DEPRECATED', `\`${showPath(at)}\` is deprecated`, {
          help: field.deprecated,
        }),
        severity: 'warning',
      });
    }
    check(subject, item, field.schema, at, found);
  }
  for (const [key, entry] of Object.entries(fields)) {
    const given = value[key] ?? (subject.foldsCase ? foldFields(value, fields)[key] : undefined);
    if (asField(entry).required && (given === undefined || given === null)) {
      const at = [...path, key];
      found.push(problem(subject, path, 'key', 'FIELD_MISSING', `\`${showPath(at)}\` is missing`, {}));
    }
  }
}

function foldedName(key: string, fields: Fields): string | undefined {
  const lower = key.toLowerCase();
  return Object.keys(fields).find((name) => name.toLowerCase() === lower);
}

function otherLetters(subject: SchemaSubject, path: Path, name: string): Diagnostic {
  const message = `${subject.kind} has no field \`${showPath(path)}\`, and it is read as \`${name}\``;
  return {
    ...problem(subject, path, 'key', 'FIELD_UNKNOWN', message, { help: `write \`${name}\`` }),
    severity: 'warning',
  };
}

function foldFields(value: Readonly<Record<string, JsonValue>>, fields: Fields): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = Object.hasOwn(fields, key) ? key : (foldedName(key, fields) ?? key);
      return [name, Object.hasOwn(fields, name) ? foldCase(item, asField(fields[name]!).schema) : item];
    }),
  );
}

/** The document with all field names spelt as its schema has them. */
export function foldCase(value: JsonValue, schema: Schema): JsonValue {
  if (schema.kind === 'list' && Array.isArray(value)) return value.map((item) => foldCase(item, schema.items));
  return schema.kind === 'object' && isObject(value) ? foldFields(value, schema.fields()) : value;
}

function isTime(text: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  return form.test(text) && !('error' in parseGoTime(RFC3339, text));
}

function asField(entry: Schema | Field): Field {
  return 'schema' in entry ? entry : { schema: entry };
}

function unknownFieldHelp(subject: SchemaSubject, key: string, fields: Fields): string {
  const mistake = subject.mistakes && Object.hasOwn(subject.mistakes, key) ? subject.mistakes[key] : undefined;
  if (mistake) return mistake;
  const names = Object.keys(fields);
  const near = nearestName(key, names);
  return near ? `did you mean \`${near}\`?` : `known fields here: ${names.slice(0, 12).join(', ')}`;
}

function nullItem(subject: SchemaSubject, path: Path): Diagnostic {
  const message = `\`${showPath(path)}\` is null`;
  return problem(subject, path, 'value', 'FIELD_WRONG_TYPE', message, { help: 'remove the empty item, or write it' });
}

function wrongType(subject: SchemaSubject, path: Path, wanted: string, value: JsonValue, found: Diagnostic[]): void {
  const kind = Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : `\`${JSON.stringify(value)}\``;
  found.push(
    problem(subject, path, 'value', 'FIELD_WRONG_TYPE', `\`${showPath(path)}\` must be ${wanted}, found ${kind}`, {}),
  );
}

function problem(
  subject: SchemaSubject,
  path: Path,
  part: 'key' | 'value',
  code: string,
  message: string,
  more: { help?: string },
): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    location: subject.document.locate(path, part),
    subject: { ...(subject.policy ? { policy: subject.policy } : {}), path: showPath(path) },
    ...more,
  };
}

/** `spec.rules[0].match` */
export function showPath(path: Path): string {
  return path.reduce<string>(
    (shown, part) => (typeof part === 'number' ? `${shown}[${part}]` : shown ? `${shown}.${part}` : part),
    '',
  );
}

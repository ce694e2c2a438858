import { isObject, type JsonObject, type JsonValue, jsonEqual } from '../../../foundations/kube/index.ts';
import type { SchemaDocument } from './document.ts';
import { problem, quoted, SchemaFault, type SchemaProblem } from './problem.ts';

/** In the order in which messages name them. */
const typeNames = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

export function checkType(type: JsonValue | undefined, value: JsonValue, path: string): SchemaProblem | undefined {
  if (type === undefined) return undefined;
  const wanted = (Array.isArray(type) ? type : [type]).map(String);
  const unknown = wanted.find((name) => !typeNames.includes(name));
  if (unknown !== undefined)
    throw new SchemaFault(`"file:///values.schema.json#" is not valid: unknown type ${unknown}`);
  const found = typeOf(value);
  const fits = wanted.some((name) => name === found || (name === 'integer' && Number.isInteger(value)));
  if (fits || wanted.length === 0) return undefined;
  const names = typeNames.filter((name) => wanted.includes(name));
  return problem(path, `got ${found}, want ${names.join(' or ')}`);
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
}

/** What does not fit `const` or `enum` is looked at no further. */
export function checkConst(
  document: SchemaDocument,
  schema: JsonObject,
  value: JsonValue,
  path: string,
): SchemaProblem | undefined {
  const { const: wanted } = schema;
  if (wanted === undefined || document.draft < 6 || jsonEqual(wanted, value)) return undefined;
  return problem(
    path,
    isSimple(wanted) ? `value must be ${show(document, schema, 'const', wanted)}` : "'const' failed",
  );
}

export function checkEnum(
  document: SchemaDocument,
  schema: JsonObject,
  value: JsonValue,
  path: string,
): SchemaProblem | undefined {
  const { enum: choices } = schema;
  if (!Array.isArray(choices) || choices.some((choice) => jsonEqual(choice, value))) return undefined;
  if (!choices.every(isSimple)) return problem(path, "'enum' failed");
  const names = choices.map((choice, i) => show(document, choices, i, choice));
  return problem(path, `value must be ${names.length === 1 ? names[0] : `one of ${names.join(', ')}`}`);
}

function isSimple(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}

function show(document: SchemaDocument, holder: object, key: string | number, value: JsonValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return document.literal(holder, key, value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

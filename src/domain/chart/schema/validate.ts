import { RE2JS } from 're2js';
import { isObject, type JsonObject, type JsonValue, jsonEqual } from '../../../foundations/kube/index.ts';
import { isSchema, type Schema, type SchemaDocument } from './document.ts';
import { formats } from './formats.ts';
import { group, SchemaFault, type SchemaProblem } from './problem.ts';

/** Which properties and items a schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
interface Seen {
  readonly keys: Set<string>;
  items: number;
}

const maxDepth = 500;
/** Schemas that are applied to values: one that refers to itself twice at each level would never end. */
const maxChecks = 300_000;

/** Checks a value against a schema and returns every problem, in the words of Helm's validator. */
export function validate(document: SchemaDocument, value: JsonValue): SchemaProblem[] {
  return new Validator(document).check(document.root, value, '', newSeen());
}

function newSeen(): Seen {
  return { keys: new Set(), items: 0 };
}

class Validator {
  readonly #document: SchemaDocument;
  #depth = 0;
  #checks = 0;

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  check(schema: Schema, value: JsonValue, path: string, seen: Seen): SchemaProblem[] {
    if (schema === true) return [];
    if (schema === false) return [problem(path, 'false schema')];
    if (++this.#depth > maxDepth) throw new SchemaFault('the schema refers to itself without end');
    if (++this.#checks > maxChecks) throw new SchemaFault(`the schema takes more than ${maxChecks} steps`);
    const problems = this.#checkObject(schema, value, path, seen);
    this.#depth--;
    return problems;
  }

  #checkObject(schema: JsonObject, value: JsonValue, path: string, seen: Seen): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    const reference = schema['$ref'] ?? schema['$dynamicRef'];
    if (typeof reference === 'string') {
      out.push(...this.check(this.#document.resolve(reference), value, path, seen));
      if (this.#document.refStandsAlone) return out;
    }
    const type = checkType(schema['type'], value, path);
    if (type) return [...out, type];
    out.push(...checkChoice(schema, value, path));
    if (typeof value === 'number') out.push(...checkNumber(schema, value, path));
    else if (typeof value === 'string') out.push(...this.#checkString(schema, value, path));
    else if (Array.isArray(value)) out.push(...this.#checkList(schema, value, path, seen));
    else if (isObject(value)) out.push(...this.#checkMap(schema, value, path, seen));
    out.push(...this.#checkCombined(schema, value, path, seen));
    out.push(...this.#checkUnseen(schema, value, path, seen));
    return out;
  }

  /** A schema below a keyword: several problems of it are shown as one group. */
  #inner(schema: Schema, value: JsonValue, path: string, seen = newSeen()): SchemaProblem[] {
    return group(path, this.check(schema, value, path, seen));
  }

  #checkString(schema: JsonObject, value: string, path: string): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    const length = [...value].length;
    bound(schema, 'minLength', length, path, out);
    bound(schema, 'maxLength', length, path, out);
    const pattern = schema['pattern'];
    if (typeof pattern === 'string' && !matches(pattern, value)) {
      out.push(problem(path, `${quoted(value)} does not match pattern ${quoted(pattern)}`));
    }
    const format = schema['format'];
    if (typeof format === 'string' && this.#document.checksFormats && Object.hasOwn(formats, format)) {
      const complaint = formats[format]!(value);
      if (complaint) out.push(problem(path, `${quoted(value)} is not valid ${format}: ${complaint}`));
    }
    return out;
  }

  #checkList(schema: JsonObject, value: JsonValue[], path: string, seen: Seen): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    bound(schema, 'minItems', value.length, path, out);
    bound(schema, 'maxItems', value.length, path, out);
    if (schema['uniqueItems'] === true) {
      const [first, second] = equalPair(value);
      if (second !== undefined) out.push(problem(path, `items at ${first} and ${second} are equal`));
    }
    const { items } = schema;
    const prefix = Array.isArray(items) ? items : Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : [];
    const rest = Array.isArray(items) ? schema['additionalItems'] : items;
    for (const [i, item] of value.entries()) {
      const rule = i < prefix.length ? prefix[i] : rest;
      if (!isSchema(rule)) continue;
      seen.items = Math.max(seen.items, i + 1);
      out.push(...this.#inner(rule, item, `${path}/${i}`));
    }
    const contains = schema['contains'];
    if (isSchema(contains)) {
      const tried = value.map((item, i) => this.#inner(contains, item, `${path}/${i}`));
      const hits = tried.filter((one) => one.length === 0).length;
      if (hits === 0 && schema['minContains'] !== 0) {
        out.push({ path, message: 'no items match contains schema', causes: tried.flat() });
      }
    }
    return out;
  }

  #checkMap(schema: JsonObject, value: JsonObject, path: string, seen: Seen): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    const keys = Object.keys(value);
    bound(schema, 'minProperties', keys.length, path, out);
    bound(schema, 'maxProperties', keys.length, path, out);
    if (Array.isArray(schema['required'])) missing(schema['required'], value, path, out);
    const { properties, patternProperties, additionalProperties, propertyNames } = schema;
    const extra: string[] = [];
    for (const key of keys) {
      const inner = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      let known = false;
      const apply = (rule: JsonValue | undefined): void => {
        if (!isSchema(rule)) return;
        known = true;
        out.push(...this.#inner(rule, value[key]!, inner));
      };
      if (isObject(properties) && Object.hasOwn(properties, key)) apply(properties[key]);
      for (const [pattern, rule] of Object.entries(isObject(patternProperties) ? patternProperties : {})) {
        if (matches(pattern, key)) apply(rule);
      }
      if (!known && additionalProperties === false) extra.push(key);
      else if (!known) apply(additionalProperties);
      if (known) seen.keys.add(key);
      if (isSchema(propertyNames)) {
        const causes = this.#inner(propertyNames, key, '');
        if (causes.length > 0) out.push({ path, message: `invalid propertyName ${quoted(key)}`, causes });
      }
    }
    if (extra.length > 0) out.push(problem(path, `additional properties ${extra.map(quoted).join(', ')} not allowed`));
    this.#checkDependent(schema, value, path, seen, out);
    return out;
  }

  #checkDependent(schema: JsonObject, value: JsonObject, path: string, seen: Seen, out: SchemaProblem[]): void {
    for (const keyword of ['dependencies', 'dependentRequired', 'dependentSchemas']) {
      const rules = schema[keyword];
      if (!isObject(rules)) continue;
      for (const [key, rule] of Object.entries(rules)) {
        if (!Object.hasOwn(value, key)) continue;
        if (isSchema(rule)) out.push(...group(path, this.check(rule, value, path, seen)));
        else if (Array.isArray(rule)) {
          const absent = rule.map(String).filter((name) => !Object.hasOwn(value, name));
          if (absent.length > 0) {
            out.push(problem(path, `properties ${absent.map(quoted).join(', ')} required, if ${quoted(key)} exists`));
          }
        }
      }
    }
  }

  #checkCombined(schema: JsonObject, value: JsonValue, path: string, seen: Seen): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    const each = (keyword: string): SchemaProblem[][] | undefined => {
      const rules = schema[keyword];
      return Array.isArray(rules)
        ? rules.filter(isSchema).map((rule) => this.#inner(rule, value, path, seen))
        : undefined;
    };
    const all = each('allOf')?.flat();
    if (all && all.length > 0) out.push({ path, message: "'allOf' failed", causes: all });
    const any = each('anyOf');
    if (any && any.length > 0 && any.every((one) => one.length > 0)) {
      out.push({ path, message: "'anyOf' failed", causes: any.flat() });
    }
    const one = each('oneOf');
    if (one) {
      const matched = one.flatMap((result, i) => (result.length === 0 ? [i] : []));
      if (matched.length === 0) out.push({ path, message: "'oneOf' failed, none matched", causes: one.flat() });
      else if (matched.length > 1) {
        out.push(problem(path, `'oneOf' failed, subschemas ${matched.slice(0, 2).join(', ')} matched`));
      }
    }
    const { not } = schema;
    if (isSchema(not) && this.check(not, value, path, newSeen()).length === 0) out.push(problem(path, "'not' failed"));
    const condition = schema['if'];
    if (isSchema(condition)) {
      const branch = schema[this.check(condition, value, path, seen).length === 0 ? 'then' : 'else'];
      if (isSchema(branch)) out.push(...this.#inner(branch, value, path, seen));
    }
    return out;
  }

  #checkUnseen(schema: JsonObject, value: JsonValue, path: string, seen: Seen): SchemaProblem[] {
    const out: SchemaProblem[] = [];
    const keys = schema['unevaluatedProperties'];
    if (isSchema(keys) && isObject(value)) {
      for (const key of Object.keys(value)) {
        if (!seen.keys.has(key)) out.push(...this.#inner(keys, value[key]!, `${path}/${key}`));
        seen.keys.add(key);
      }
    }
    const items = schema['unevaluatedItems'];
    if (isSchema(items) && Array.isArray(value)) {
      for (const [i, item] of value.entries())
        if (i >= seen.items) out.push(...this.#inner(items, item, `${path}/${i}`));
    }
    return out;
  }
}

function problem(path: string, message: string): SchemaProblem {
  return { path, message, causes: [] };
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
}

function checkType(type: JsonValue | undefined, value: JsonValue, path: string): SchemaProblem | undefined {
  if (type === undefined) return undefined;
  const wanted = (Array.isArray(type) ? type : [type]).map(String);
  const unknown = wanted.find((name) => !typeNames.has(name));
  if (unknown !== undefined)
    throw new SchemaFault(`"file:///values.schema.json#" is not valid: unknown type ${unknown}`);
  const found = typeOf(value);
  const fits = wanted.some((name) => name === found || (name === 'integer' && Number.isInteger(value)));
  return fits ? undefined : problem(path, `got ${found}, want ${wanted.sort().join(' or ')}`);
}

const typeNames: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

function checkChoice(schema: JsonObject, value: JsonValue, path: string): SchemaProblem[] {
  const out: SchemaProblem[] = [];
  const choices = schema['enum'];
  if (Array.isArray(choices) && !choices.some((choice) => jsonEqual(choice, value))) {
    const simple = choices.every((choice) => choice === null || typeof choice !== 'object');
    const names = choices.map(show);
    if (!simple) out.push(problem(path, "'enum' failed"));
    else out.push(problem(path, `value must be ${names.length === 1 ? names[0] : `one of ${names.join(', ')}`}`));
  }
  if (Object.hasOwn(schema, 'const') && !jsonEqual(schema['const'], value)) {
    const wanted = schema['const']!;
    const simple = wanted === null || typeof wanted !== 'object';
    out.push(problem(path, simple ? `value must be ${show(wanted)}` : "'const' failed"));
  }
  return out;
}

function show(value: JsonValue): string {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

function checkNumber(schema: JsonObject, value: number, path: string): SchemaProblem[] {
  const out: SchemaProblem[] = [];
  const say = (keyword: string, wanted: number): void => {
    out.push(problem(path, `${keyword}: got ${value}, want ${wanted}`));
  };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number') {
    if (exclusiveMinimum === true && value <= minimum) say('exclusiveMinimum', minimum);
    else if (value < minimum) say('minimum', minimum);
  }
  if (typeof maximum === 'number') {
    if (exclusiveMaximum === true && value >= maximum) say('exclusiveMaximum', maximum);
    else if (value > maximum) say('maximum', maximum);
  }
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) say('exclusiveMinimum', exclusiveMinimum);
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) say('exclusiveMaximum', exclusiveMaximum);
  if (typeof multipleOf === 'number' && !Number.isInteger(Number((value / multipleOf).toPrecision(12)))) {
    say('multipleOf', multipleOf);
  }
  return out;
}

function bound(schema: JsonObject, keyword: string, size: number, path: string, out: SchemaProblem[]): void {
  const limit = schema[keyword];
  if (typeof limit !== 'number') return;
  if (keyword.startsWith('min') ? size < limit : size > limit) {
    out.push(problem(path, `${keyword}: got ${size}, want ${limit}`));
  }
}

function missing(required: readonly JsonValue[], value: JsonObject, path: string, out: SchemaProblem[]): void {
  const absent = required.map(String).filter((key) => !Object.hasOwn(value, key));
  if (absent.length === 0) return;
  out.push(
    problem(path, `missing ${absent.length === 1 ? 'property' : 'properties'} ${absent.map(quoted).join(', ')}`),
  );
}

function equalPair(items: readonly JsonValue[]): [number, number | undefined] {
  const seen = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const key = canonical(item);
    const first = seen.get(key);
    if (first !== undefined) return [first, i];
    seen.set(key, i);
  }
  return [0, undefined];
}

function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(',')}}`;
}

const patterns = new Map<string, RE2JS>();

function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    try {
      compiled = RE2JS.compile(pattern);
    } catch {
      throw new SchemaFault(`"file:///values.schema.json#" is not valid: ${quoted(pattern)} is not valid regex`);
    }
    if (patterns.size > 500) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled.matcher(text).find();
}

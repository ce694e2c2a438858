import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { checkConst, checkEnum, checkType } from './choice.ts';
import { checkCombined } from './combined.ts';
import { isSchema, type Schema, type SchemaDocument } from './document.ts';
import { formats } from './formats.ts';
import { checkList } from './lists.ts';
import { checkMap } from './maps.ts';
import { checkNumber, checkSize } from './numbers.ts';
import { matches } from './patterns.ts';
import { group, pathOf, problem, quoted, referred, SchemaFault, type SchemaProblem } from './problem.ts';
import { Unseen } from './unseen.ts';

const maxDepth = 500;
/** Schemas that are applied to values: one that refers to itself twice at each level would never end. */
const maxChecks = 300_000;

/** A schema that is being applied, and the one that led to it. */
interface Scope {
  readonly schema: Schema;
  /** The keyword of the reference that led here. */
  readonly keyword: string;
  /** The same number for all schemas that are applied to one value. */
  readonly value: number;
  readonly outer: Scope | undefined;
}

/** Checks a value against a schema; several problems come as a group, in the words of Helm's validator. */
export function validate(document: SchemaDocument, value: JsonValue): SchemaProblem | undefined {
  return new Validator(document).whole(document.root, value);
}

export class Validator {
  readonly document: SchemaDocument;
  #scope: Scope | undefined;
  #depth = 0;
  #checks = 0;

  constructor(document: SchemaDocument) {
    this.document = document;
  }

  get draft(): number {
    return this.document.draft;
  }

  /** Applies a schema to a value that stands for itself, as the name of a property does. */
  whole(schema: Schema, value: JsonValue): SchemaProblem | undefined {
    const outer = this.#scope;
    this.#scope = undefined;
    const found = this.#enter(schema, '', 0, value, '', Unseen.of(value, schema, false));
    this.#scope = outer;
    return found;
  }

  /** Applies a schema to a part of the value. */
  part(schema: Schema, value: JsonValue, path: string): SchemaProblem | undefined {
    return this.#enter(schema, '', this.#scope!.value + 1, value, path, Unseen.of(value, schema, false));
  }

  /** Applies another schema to the same value: what it has seen counts when it finds no problem. */
  same(schema: Schema, value: JsonValue, path: string, unseen: Unseen, keyword = ''): SchemaProblem | undefined {
    const own = Unseen.of(value, schema, !unseen.isEmpty);
    const found = this.#enter(schema, keyword, this.#scope!.value, value, path, own);
    if (!found) unseen.keepOnly(own);
    return found;
  }

  #enter(
    schema: Schema,
    keyword: string,
    step: number,
    value: JsonValue,
    path: string,
    unseen: Unseen,
  ): SchemaProblem | undefined {
    if (schema === false) return problem(path, 'false schema');
    if (schema === true || Object.keys(schema).length === 0) return undefined;
    if (++this.#depth > maxDepth) throw new SchemaFault('the schema refers to itself without end');
    if (++this.#checks > maxChecks) throw new SchemaFault(`the schema takes more than ${maxChecks} steps`);
    const outer = this.#scope;
    this.#scope = { schema, keyword, value: step, outer };
    const found = this.#cycle(path) ?? this.#check(schema, value, path, unseen);
    this.#scope = outer;
    this.#depth--;
    return found;
  }

  #cycle(path: string): SchemaProblem | undefined {
    const { schema, value } = this.#scope!;
    for (let scope = this.#scope!.outer; scope?.value === value; scope = scope.outer) {
      if (scope.schema !== schema) continue;
      const places = `both ${this.#placeOf(this.#scope)} and ${this.#placeOf(scope)}`;
      return problem(path, `${places} resolve to "${this.document.locationOf(schema)}" causing reference cycle`);
    }
    return undefined;
  }

  /** The keywords on the way to a scope. */
  #placeOf(from: Scope | undefined): string {
    let place = '';
    for (let scope = from; scope?.outer; scope = scope.outer) {
      const own = this.document.locationOf(scope.schema);
      place =
        (scope.keyword ? `/${scope.keyword}` : own.slice(this.document.locationOf(scope.outer.schema).length)) + place;
    }
    return place;
  }

  #check(schema: JsonObject, value: JsonValue, path: string, unseen: Unseen): SchemaProblem | undefined {
    const { $ref } = schema;
    const standsAlone = this.draft < 2019 && typeof $ref === 'string';
    if (standsAlone) {
      const first = checkConst(this.document, schema, value, path);
      return first ?? this.#refer(this.document.resolve($ref, schema), '$ref', value, path, unseen);
    }
    const first =
      checkType(schema['type'], value, path) ??
      checkConst(this.document, schema, value, path) ??
      checkEnum(this.document, schema, value, path) ??
      this.#checkFormat(schema, value, path);
    if (first) return first;
    const out: SchemaProblem[] = [];
    const add = (found: SchemaProblem | undefined): void => {
      if (found) out.push(found);
    };
    if (typeof $ref === 'string') add(this.#refer(this.document.resolve($ref, schema), '$ref', value, path, unseen));
    if (typeof value === 'number') checkNumber(schema, value, path, out);
    else if (typeof value === 'string') this.#checkString(schema, value, path, out);
    else if (Array.isArray(value)) checkList(this, schema, value, path, unseen, out);
    else if (isObject(value)) checkMap(this, schema, value, path, unseen, out);
    if (this.draft >= 2019) this.#checkDynamic(schema, value, path, unseen, add);
    checkCombined(this, schema, value, path, unseen, out);
    if (this.draft >= 2019) this.#checkUnseen(schema, value, path, unseen, add);
    return group(path, out);
  }

  #refer(target: Schema, keyword: string, value: JsonValue, path: string, unseen: Unseen): SchemaProblem | undefined {
    const found = this.same(target, value, path, unseen, keyword);
    return found && referred(path, found);
  }

  #checkFormat({ format }: JsonObject, value: JsonValue, path: string): SchemaProblem | undefined {
    if (typeof format !== 'string' || typeof value !== 'string' || this.draft >= 2019) return undefined;
    const complaint = Object.hasOwn(formats, format) ? formats[format]!(value) : undefined;
    return complaint === undefined ? undefined : problem(path, `${quoted(value)} is not valid ${format}: ${complaint}`);
  }

  #checkString(schema: JsonObject, value: string, path: string, out: SchemaProblem[]): void {
    checkSize(schema, 'Length', [...value].length, path, out);
    const { pattern } = schema;
    if (typeof pattern === 'string' && !matches(pattern, value)) {
      out.push(problem(path, `${quoted(value)} does not match pattern ${quoted(pattern)}`));
    }
  }

  /** References whose target depends on the schemas that led here: the outermost that offers it counts. */
  #checkDynamic(
    schema: JsonObject,
    value: JsonValue,
    path: string,
    unseen: Unseen,
    add: (found: SchemaProblem | undefined) => void,
  ): void {
    const { $recursiveRef, $dynamicRef } = schema;
    if (typeof $recursiveRef === 'string') {
      let target = this.document.resolve($recursiveRef, schema);
      if (isRecursive(target)) {
        for (let scope = this.#scope; scope; scope = scope.outer) {
          if (isRecursive(this.document.resourceOf(scope.schema).root)) target = scope.schema;
        }
      }
      add(this.#refer(target, '$recursiveRef', value, path, unseen));
    }
    if (typeof $dynamicRef !== 'string' || this.draft < 2020) return;
    let target = this.document.resolve($dynamicRef, schema);
    const anchor = $dynamicRef.split('#')[1] ?? '';
    if (anchor !== '' && isObject(target as JsonValue) && (target as JsonObject)['$dynamicAnchor'] === anchor) {
      for (let scope = this.#scope; scope; scope = scope.outer) {
        target = this.document.resourceOf(scope.schema).dynamicAnchors.get(anchor) ?? target;
      }
    }
    add(this.#refer(target, '$dynamicRef', value, path, unseen));
  }

  #checkUnseen(
    schema: JsonObject,
    value: JsonValue,
    path: string,
    unseen: Unseen,
    add: (found: SchemaProblem | undefined) => void,
  ): void {
    const { unevaluatedProperties, unevaluatedItems } = schema;
    if (isSchema(unevaluatedProperties) && isObject(value)) {
      for (const key of unseen.keys) add(this.part(unevaluatedProperties, value[key]!, pathOf(path, key)));
      unseen.keys.clear();
    }
    if (isSchema(unevaluatedItems) && Array.isArray(value)) {
      for (const index of unseen.items) add(this.part(unevaluatedItems, value[index]!, `${path}/${index}`));
      unseen.items.clear();
    }
  }
}

function isRecursive(schema: Schema): boolean {
  return typeof schema === 'object' && schema['$recursiveAnchor'] === true;
}

import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { isSchema, type Schema, type SchemaDocument } from './document.ts';
import { compilePattern } from './patterns.ts';

/**
 * Follows every reference that the root leads to, whatever the values are: a schema with a broken one is refused as a
 * whole, and what nothing leads to is not looked at.
 */
export function checkReferences(document: SchemaDocument): void {
  const queue: Schema[] = [document.root];
  const known = new Set<Schema>(queue);
  for (const schema of queue) {
    if (typeof schema !== 'object') continue;
    for (const next of reachedFrom(document, schema)) {
      if (known.has(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
}

function* reachedFrom(document: SchemaDocument, schema: JsonObject): Generator<Schema> {
  const { draft } = document;
  const { $ref, $recursiveRef, $dynamicRef, items, pattern, patternProperties } = schema;
  const resource = document.resourceOf(schema);
  yield resource.root;
  if (schema === resource.root) yield* resource.dynamicAnchors.values();
  if (typeof $ref === 'string') {
    yield document.resolve($ref, schema);
    if (draft < 2019) {
      // Of the other keywords those that came with drafts 6 and 7 are still looked at.
      for (const keyword of keywordsOf(draft, false, schema)) if (isLater(keyword)) yield* schemasIn(schema[keyword]);
      return;
    }
  }
  if (typeof pattern === 'string') compilePattern(pattern);
  if (isObject(patternProperties)) for (const key of Object.keys(patternProperties)) compilePattern(key);
  for (const keyword of keywordsOf(draft, Array.isArray(items), schema)) yield* schemasIn(schema[keyword]);
  for (const keyword of ['properties', 'patternProperties', 'dependencies', draft >= 2019 ? 'dependentSchemas' : '']) {
    const inner = schema[keyword];
    if (isObject(inner)) yield* Object.values(inner).filter(isSchema);
  }
  if (typeof $recursiveRef === 'string' && draft >= 2019) yield document.resolve($recursiveRef, schema);
  if (typeof $dynamicRef === 'string' && draft >= 2020) yield document.resolve($dynamicRef, schema);
}

function keywordsOf(draft: number, hasItemList: boolean, schema: JsonObject): string[] {
  const condition = schema['if'];
  return [
    ...['allOf', 'anyOf', 'oneOf', 'not', 'items', 'additionalProperties'],
    ...(draft < 2020 && hasItemList ? ['additionalItems'] : []),
    ...(draft >= 6 ? ['contains', 'propertyNames'] : []),
    ...(draft >= 7 && condition !== undefined
      ? ['if', ...(condition === false ? [] : ['then']), ...(condition === true ? [] : ['else'])]
      : []),
    ...(draft >= 2019 ? ['unevaluatedItems', 'unevaluatedProperties'] : []),
    ...(draft >= 2020 ? ['prefixItems'] : []),
  ];
}

function isLater(keyword: string): boolean {
  return ['contains', 'propertyNames', 'if', 'then', 'else'].includes(keyword);
}

function schemasIn(value: JsonValue | undefined): Schema[] {
  if (Array.isArray(value)) return value.filter(isSchema);
  return isSchema(value) ? [value] : [];
}

import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { isSchema, type Schema } from './document.ts';
import { checkSize, showCount } from './numbers.ts';
import { problem, type SchemaProblem } from './problem.ts';
import type { Unseen } from './unseen.ts';
import type { Validator } from './validate.ts';

export function checkList(
  validator: Validator,
  schema: JsonObject,
  value: readonly JsonValue[],
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): void {
  checkSize(schema, 'Items', value.length, path, out);
  if (schema['uniqueItems'] === true) {
    const [first, second] = equalPair(value);
    if (second !== undefined)
      out.push(problem(path, `items at ${showCount(first)} and ${showCount(second)} are equal`));
  }
  checkItems(validator, schema, value, path, out);
  if (isSchema(schema['contains']) && validator.draft >= 6) {
    checkContains(validator, schema, schema['contains'], value, path, unseen, out);
  }
}

/** The rest behind the first items is counted from 0 in messages, as Helm's validator does. */
function checkItems(
  validator: Validator,
  schema: JsonObject,
  value: readonly JsonValue[],
  path: string,
  out: SchemaProblem[],
): void {
  const { items, prefixItems, additionalItems } = schema;
  const isOld = validator.draft < 2020;
  const first = isOld ? items : prefixItems;
  const prefix = Array.isArray(first) ? first.slice(0, value.length) : [];
  const add = (rule: JsonValue | undefined, item: JsonValue, index: number): void => {
    const found = isSchema(rule) ? validator.part(rule, item, `${path}/${index}`) : undefined;
    if (found) out.push(found);
  };
  for (const [i, rule] of prefix.entries()) add(rule, value[i]!, i);
  const behind = value.slice(prefix.length);
  const rest = isOld && Array.isArray(items) ? additionalItems : items;
  if (rest === false && isOld && Array.isArray(items)) {
    if (behind.length > 0) out.push(problem(path, `last ${showCount(behind.length)} additionalItem(s) not allowed`));
  } else for (const [i, item] of behind.entries()) add(rest, item, i);
}

function checkContains(
  validator: Validator,
  schema: JsonObject,
  contains: Schema,
  value: readonly JsonValue[],
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): void {
  const causes: SchemaProblem[] = [];
  const hits: number[] = [];
  for (const [i, item] of value.entries()) {
    const found = validator.part(contains, item, `${path}/${i}`);
    if (found) causes.push(found);
    else {
      hits.push(i);
      if (validator.draft >= 2020) unseen.items.delete(i);
    }
  }
  const counts = validator.draft >= 2019;
  const { minContains, maxContains } = schema;
  const places = `${showCount(hits.length)} items at ${hits.join(' ')}`;
  if (counts && typeof minContains === 'number') {
    const start = `min ${showCount(minContains)} items required to match contains schema, but`;
    if (hits.length < minContains)
      out.push(problem(path, `${start} ${hits.length === 0 ? 'none matched' : `matched ${places}`}`, causes));
  } else if (hits.length === 0) out.push(problem(path, 'no items match contains schema', causes));
  if (counts && typeof maxContains === 'number' && hits.length > maxContains) {
    out.push(
      problem(path, `max ${showCount(maxContains)} items required to match contains schema, but matched ${places}`),
    );
  }
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

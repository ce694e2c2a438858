import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { isSchema } from './document.ts';
import { checkSize } from './numbers.ts';
import { matches } from './patterns.ts';
import { pathOf, problem, quoted, type SchemaProblem } from './problem.ts';
import type { Unseen } from './unseen.ts';
import type { Validator } from './validate.ts';

export function checkMap(
  validator: Validator,
  schema: JsonObject,
  value: JsonObject,
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): void {
  const keys = Object.keys(value);
  checkSize(schema, 'Properties', keys.length, path, out);
  const { required } = schema;
  const absent = Array.isArray(required) ? absentOf(required, value) : [];
  if (absent.length > 0) {
    out.push(
      problem(path, `missing ${absent.length === 1 ? 'property' : 'properties'} ${absent.map(quoted).join(', ')}`),
    );
  }
  checkDependent(validator, schema, 'dependencies', value, path, unseen, out);
  const extra = keys.filter(
    (key) => !checkProperty(validator, schema, key, value[key]!, pathOf(path, key), unseen, out),
  );
  if (extra.length > 0) out.push(problem(path, `additional properties ${extra.map(quoted).join(', ')} not allowed`));
  const { propertyNames } = schema;
  if (isSchema(propertyNames) && validator.draft >= 6) {
    for (const key of keys) {
      const found = validator.whole(propertyNames, key);
      // A name stands nowhere in the values.
      if (found) out.push(problem('', `invalid propertyName ${quoted(key)}`, found.isGroup ? found.causes : [found]));
    }
  }
  if (validator.draft < 2019) return;
  checkDependent(validator, schema, 'dependentSchemas', value, path, unseen, out);
  checkDependent(validator, schema, 'dependentRequired', value, path, unseen, out);
}

/** `false` for a property that is not allowed. */
function checkProperty(
  validator: Validator,
  schema: JsonObject,
  key: string,
  value: JsonValue,
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): boolean {
  const { properties, patternProperties, additionalProperties } = schema;
  let known = false;
  const apply = (rule: JsonValue | undefined): void => {
    if (!isSchema(rule)) return;
    known = true;
    const found = validator.part(rule, value, path);
    if (found) out.push(found);
  };
  if (isObject(properties) && Object.hasOwn(properties, key)) apply(properties[key]);
  if (isObject(patternProperties)) {
    for (const [pattern, rule] of Object.entries(patternProperties)) if (matches(pattern, key)) apply(rule);
  }
  const isExtra = !known && additionalProperties === false;
  if (!known && !isExtra) apply(additionalProperties);
  if (known || isExtra) unseen.keys.delete(key);
  return !isExtra;
}

function checkDependent(
  validator: Validator,
  schema: JsonObject,
  keyword: 'dependencies' | 'dependentSchemas' | 'dependentRequired',
  value: JsonObject,
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): void {
  const rules = schema[keyword];
  if (!isObject(rules)) return;
  for (const [key, rule] of Object.entries(rules)) {
    if (!Object.hasOwn(value, key)) continue;
    if (Array.isArray(rule)) {
      const absent = absentOf(rule, value);
      if (absent.length === 0) continue;
      out.push(problem(path, `properties ${absent.map(quoted).join(', ')} required, if ${quoted(key)} exists`));
    } else if (isSchema(rule)) {
      const found = validator.same(rule, value, path, unseen);
      if (found) out.push(found);
    }
  }
}

function absentOf(names: readonly JsonValue[], value: JsonObject): string[] {
  return names.map(String).filter((key) => !Object.hasOwn(value, key));
}

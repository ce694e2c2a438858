import type { JsonObject, JsonValue } from '../../../foundations/kube/index.ts';
import { isSchema, type Schema } from './document.ts';
import { problem, type SchemaProblem } from './problem.ts';
import type { Unseen } from './unseen.ts';
import type { Validator } from './validate.ts';

/** Schemas of schemas: `not`, `allOf`, `anyOf`, `oneOf` and `if`. */
export function checkCombined(
  validator: Validator,
  schema: JsonObject,
  value: JsonValue,
  path: string,
  unseen: Unseen,
  out: SchemaProblem[],
): void {
  const apply = (rule: Schema): SchemaProblem | undefined => validator.same(rule, value, path, unseen);
  const { not } = schema;
  if (isSchema(not) && !apply(not)) out.push(problem(path, "'not' failed"));
  const all = listOf(schema['allOf']).flatMap((rule) => apply(rule) ?? []);
  if (all.length > 0) out.push(problem(path, "'allOf' failed", all));
  checkAny(listOf(schema['anyOf']), apply, path, unseen, out);
  checkOne(listOf(schema['oneOf']), apply, path, out);
  const condition = schema['if'];
  if (!isSchema(condition) || validator.draft < 7) return;
  const branch = schema[apply(condition) ? 'else' : 'then'];
  const found = isSchema(branch) ? apply(branch) : undefined;
  if (found) out.push(found);
}

type Apply = (rule: Schema) => SchemaProblem | undefined;

function checkAny(rules: readonly Schema[], apply: Apply, path: string, unseen: Unseen, out: SchemaProblem[]): void {
  const causes: SchemaProblem[] = [];
  for (const rule of rules) {
    const found = apply(rule);
    if (found) causes.push(found);
    // The others are looked at only for what they see.
    else if (unseen.isEmpty) return;
  }
  if (rules.length > 0 && causes.length === rules.length) out.push(problem(path, "'anyOf' failed", causes));
}

function checkOne(rules: readonly Schema[], apply: Apply, path: string, out: SchemaProblem[]): void {
  const causes: SchemaProblem[] = [];
  let matched = -1;
  for (const [i, rule] of rules.entries()) {
    const found = apply(rule);
    if (found) causes.push(found);
    else if (matched < 0) matched = i;
    else {
      out.push(problem(path, `'oneOf' failed, subschemas ${matched}, ${i} matched`));
      return;
    }
  }
  if (rules.length > 0 && matched < 0) out.push(problem(path, "'oneOf' failed, none matched", causes));
}

function listOf(rules: JsonValue | undefined): Schema[] {
  return Array.isArray(rules) ? rules.filter(isSchema) : [];
}

import { any, list, object, oneOf, type Schema, text } from '../../../languages/schema/index.ts';

const condition = object({
  key: any,
  operator: oneOf(
    'Equals',
    'NotEquals',
    'In',
    'AnyIn',
    'AllIn',
    'NotIn',
    'AnyNotIn',
    'AllNotIn',
    'GreaterThanOrEquals',
    'GreaterThan',
    'LessThanOrEquals',
    'LessThan',
    'DurationGreaterThanOrEquals',
    'DurationGreaterThan',
    'DurationLessThanOrEquals',
    'DurationLessThan',
  ),
  value: any,
  message: text,
});

/** Conditions where only `any` and `all` are known: in foreach, and about attestations. */
export const anyAllConditions: Schema = object({ any: list(condition), all: list(condition) });

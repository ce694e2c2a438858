import {
  compareQuantity,
  compileWildcard,
  formatGoFloat,
  type JsonValue,
  parseDuration,
  parseGoFloat,
  parseQuantity,
} from '../../../foundations/kube/index.ts';

/** Whether a value satisfies a scalar pattern. Compiled once per pattern. */
export type ScalarTest = (value: JsonValue | undefined) => boolean;

type Operator = '=' | '!' | '>' | '>=' | '<' | '<=';

// `[-|+]` is the reference's own class: a leading `|` counts as a sign.
const bound = String.raw`([-|+]?\d+(?:\.\d+)?[A-Za-z]*)`;
const inRange = new RegExp(`^${bound}-${bound}$`);
const notInRange = new RegExp(`^${bound}!-${bound}$`);

/** Whether the reference reads a text as a range `a-b`. */
export function isRange(text: string): boolean {
  return operatorOf(text) === '=' && inRange.test(text) && text.length >= 2 && !notInRange.test(text);
}

/** Compiles `null`, booleans, numbers and the string language (`|`, `&`, `!`, `>=`, ranges, wildcards, quantities, durations). */
export function compileScalar(pattern: JsonValue): ScalarTest {
  if (pattern === null) return isZeroValue;
  switch (typeof pattern) {
    case 'boolean':
      return (value) => value === pattern;
    case 'number':
      return (value) => (typeof value === 'string' ? parseGoFloat(value) === pattern : value === pattern);
    case 'string':
      return compileText(pattern);
    default:
      return Array.isArray(pattern) ? () => false : (value) => typeof value === 'object' && value !== null;
  }
}

function isZeroValue(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === 0 || value === '' || value === false;
}

function compileText(pattern: string): ScalarTest {
  const alternatives = pattern.split('|').map((part) => compileAll(trimBlanks(part)));
  return (value) => value === pattern || alternatives.some((test) => test(value));
}

function compileAll(pattern: string): ScalarTest {
  const tests = pattern.split('&').map((part) => compileOperand(trimBlanks(part)));
  return tests.length === 1 ? tests[0]! : (value) => tests.every((test) => test(value));
}

function compileOperand(pattern: string): ScalarTest {
  const operator = operatorOf(pattern);
  if (operator === '=' && pattern.length >= 2) {
    const outside = notInRange.exec(pattern);
    if (outside) {
      const below = compileComparison('<', outside[1]!);
      const above = compileComparison('>', outside[2]!);
      return (value) => below(value) || above(value);
    }
    const inside = inRange.exec(pattern);
    if (inside) {
      const from = compileComparison('>=', inside[1]!);
      const to = compileComparison('<=', inside[2]!);
      return (value) => from(value) && to(value);
    }
  }
  return compileComparison(operator, operator === '=' ? pattern.trim() : pattern.slice(operator.length).trim());
}

function operatorOf(pattern: string): Operator {
  if (pattern.length < 2) return '=';
  for (const operator of ['>=', '<=', '>', '<', '!'] as const) if (pattern.startsWith(operator)) return operator;
  return '=';
}

/** Duration first, then quantity, then wildcard: the first that both sides can be read as decides. */
function compileComparison(operator: Operator, operand: string): ScalarTest {
  const duration = parseDuration(operand);
  const quantity = parseQuantity(operand);
  const wildcard = compileWildcard(operand);
  return (value) => {
    const text = numberText(value);
    if (text !== undefined) {
      if (duration !== undefined) {
        const other = parseDuration(text);
        if (other !== undefined) return holds(operator, other < duration ? -1 : other > duration ? 1 : 0);
      }
      if (quantity !== undefined) {
        const other = parseQuantity(text);
        if (other !== undefined) return holds(operator, compareQuantity(other, quantity));
      }
    }
    if (operator !== '=' && operator !== '!') return false;
    const shown = wildcardText(value);
    return shown !== undefined && wildcard(shown) === (operator === '=');
  };
}

function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

/** An absent value counts as `0`, and numbers are printed with six decimals. */
function numberText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return '0';
  if (typeof value === 'number') return formatGoFloat(value, 'f');
  return typeof value === 'string' ? value : undefined;
}

/** Numbers are compared with wildcards in Go's `E` form, where 1 is `1E+00`. */
function wildcardText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return formatGoFloat(value, 'E');
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function trimBlanks(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

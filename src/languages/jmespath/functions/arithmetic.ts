import type { JsonValue } from '../../../foundations/kube/index.ts';
import { define, type FunctionDefinition, failure } from './function.ts';
import { isInt64, type Operand, operandOf, operations } from './operands.ts';

// Arithmetic over numbers, quantities and durations. Source: Kyverno, "JMESPath", arithmetic filters.

function calculate(name: string, operation: keyof typeof operations, left: JsonValue, right: JsonValue): JsonValue {
  const a = operandOf(left);
  const b = operandOf(right);
  if (!a || !b) throw failure(name, 'invalid operand');
  const rule = operations[operation][`${a.kind} ${b.kind}`] as ((a: Operand, b: Operand) => JsonValue) | undefined;
  if (!rule) throw failure(name, 'Types mismatch');
  return rule(a, b);
}

function sum(list: readonly JsonValue[]): JsonValue {
  if (list.length === 0) throw failure('sum', 'at least one element in the array is required');
  return list.reduce((total, item) => calculate('sum', 'add', total, item));
}

/** Half away from zero. */
function round(value: number, digits: number): number {
  if (!isInt64(digits)) throw failure('round', 'Non-integer argument(s) passed for round off');
  if (digits < 0) throw failure('round', '%!d(MISSING) argument is out of bounds (%!d(MISSING))');
  const scale = 10 ** digits;
  const shifted = Math.abs(value * scale);
  const whole = Math.floor(shifted);
  return (Math.sign(value) * (shifted - whole >= 0.5 ? whole + 1 : whole)) / scale;
}

type Pair = [JsonValue, JsonValue];

export const arithmeticFunctions: readonly FunctionDefinition[] = [
  define<Pair>('add(any, any) any', 'sum of two numbers, quantities or durations', ([a, b]) =>
    calculate('add', 'add', a, b),
  ),
  define<Pair>('subtract(any, any) any', 'difference of two numbers, quantities or durations', ([a, b]) =>
    calculate('subtract', 'subtract', a, b),
  ),
  define<Pair>('multiply(any, any) any', 'product; one side must be a number', ([a, b]) =>
    calculate('multiply', 'multiply', a, b),
  ),
  define<Pair>('divide(any, any) any', 'quotient; the divisor must not be zero', ([a, b]) =>
    calculate('divide', 'divide', a, b),
  ),
  define<Pair>('modulo(any, any) any', 'remainder of whole numbers, with the sign of the first', ([a, b]) =>
    calculate('modulo', 'modulo', a, b),
  ),
  define<[JsonValue[]]>('sum(array) any', 'sum of a list of numbers, quantities or durations', ([list]) => sum(list)),
  define<[number, number]>(
    'round(number, number) number',
    'rounded to a number of digits, half away from zero',
    ([n, digits]) => round(n, digits),
  ),
];

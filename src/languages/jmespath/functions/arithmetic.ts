import {
  addQuantity,
  divideQuantity,
  formatDuration,
  formatQuantity,
  type JsonValue,
  multiplyQuantity,
  parseDuration,
  parseQuantity,
  type Quantity,
  quantityToNumber,
  subtractQuantity,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { define, type FunctionDefinition } from './function.ts';

// Arithmetic over numbers, quantities and durations. Source: Kyverno, "JMESPath", arithmetic filters.

type Operand =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'quantity'; readonly value: Quantity }
  | { readonly kind: 'duration'; readonly value: bigint };

function operand(value: JsonValue): Operand {
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') {
    const quantity = parseQuantity(value);
    if (quantity) return { kind: 'quantity', value: quantity };
    const duration = parseDuration(value);
    if (duration !== undefined) return { kind: 'duration', value: duration };
  }
  throw new FunctionFailure('invalid operand: a number, a quantity or a duration is needed');
}

interface Rules {
  readonly number: (a: number, b: number) => JsonValue;
  readonly quantity?: (a: Quantity, b: Quantity) => JsonValue;
  readonly duration?: (a: bigint, b: bigint) => JsonValue;
  readonly quantityByNumber?: (a: Quantity, b: number) => JsonValue;
  readonly durationByNumber?: (a: bigint, b: number) => JsonValue;
  readonly commutes?: boolean;
}

function calculate(name: string, rules: Rules, left: JsonValue, right: JsonValue): JsonValue {
  const a = operand(left);
  const b = operand(right);
  const result = apply(rules, a, b) ?? (rules.commutes ? apply(rules, b, a) : undefined);
  if (result === undefined) throw new FunctionFailure(`types mismatch: ${name} of ${a.kind} and ${b.kind}`);
  return result;
}

function apply(rules: Rules, a: Operand, b: Operand): JsonValue | undefined {
  if (a.kind === 'number') return b.kind === 'number' ? rules.number(a.value, b.value) : undefined;
  if (a.kind === 'quantity') {
    if (b.kind === 'quantity') return rules.quantity?.(a.value, b.value);
    return b.kind === 'number' ? rules.quantityByNumber?.(a.value, b.value) : undefined;
  }
  if (b.kind === 'duration') return rules.duration?.(a.value, b.value);
  return b.kind === 'number' ? rules.durationByNumber?.(a.value, b.value) : undefined;
}

const byNumber = (value: number): Quantity => parseQuantity(String(value)) ?? parseQuantity(value.toFixed(9))!;

function divide<T>(isZero: boolean, result: () => T): T {
  if (isZero) throw new FunctionFailure('Zero divisor passed');
  return result();
}

const add: Rules = {
  number: (a, b) => a + b,
  quantity: (a, b) => formatQuantity(addQuantity(a, b)),
  duration: (a, b) => formatDuration(a + b),
};
const subtract: Rules = {
  number: (a, b) => a - b,
  quantity: (a, b) => formatQuantity(subtractQuantity(a, b)),
  duration: (a, b) => formatDuration(a - b),
};
const multiply: Rules = {
  number: (a, b) => a * b,
  quantityByNumber: (a, b) => formatQuantity(multiplyQuantity(a, byNumber(b))),
  durationByNumber: (a, b) => formatDuration(BigInt(Math.trunc(Number(a) * b))),
  commutes: true,
};
const division: Rules = {
  number: (a, b) => divide(b === 0, () => a / b),
  quantity: (a, b) => divide(b.unscaled === 0n, () => quantityToNumber(divideQuantity(a, b)!)),
  duration: (a, b) => divide(b === 0n, () => Number(a) / Number(b)),
  quantityByNumber: (a, b) => divide(b === 0, () => formatQuantity(divideQuantity(a, byNumber(b))!)),
  durationByNumber: (a, b) => divide(b === 0, () => formatDuration(BigInt(Math.trunc(Number(a) / b)))),
};
const modulo: Rules = {
  number: (a, b) => {
    if (!Number.isInteger(a) || !Number.isInteger(b))
      throw new FunctionFailure('Non-integer argument(s) passed for modulo');
    return divide(b === 0, () => a % b);
  },
  quantity: (a, b) => divide(b.unscaled === 0n, () => formatQuantity(remainder(a, b))),
  duration: (a, b) => divide(b === 0n, () => formatDuration(a % b)),
};

function remainder(a: Quantity, b: Quantity): Quantity {
  const whole = BigInt(Math.trunc(quantityToNumber(divideQuantity(a, b)!)));
  return subtractQuantity(a, multiplyQuantity(b, { unscaled: whole, exponent: 0, format: b.format }));
}

function round(value: number, digits: number): number {
  if (!Number.isInteger(digits) || digits < 0)
    throw new FunctionFailure('the number of digits must be a whole number of at least 0');
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
}

export const arithmeticFunctions: readonly FunctionDefinition[] = [
  define<[JsonValue, JsonValue]>('add', 'xx', 'any', 'sum', ([a, b]) => calculate('add', add, a, b)),
  define<[JsonValue, JsonValue]>('subtract', 'xx', 'any', 'difference', ([a, b]) =>
    calculate('subtract', subtract, a, b),
  ),
  define<[JsonValue, JsonValue]>('multiply', 'xx', 'any', 'product; one side must be a number', ([a, b]) =>
    calculate('multiply', multiply, a, b),
  ),
  define<[JsonValue, JsonValue]>('divide', 'xx', 'any', 'quotient', ([a, b]) => calculate('divide', division, a, b)),
  define<[JsonValue, JsonValue]>('modulo', 'xx', 'any', 'remainder, with the sign of the first', ([a, b]) =>
    calculate('modulo', modulo, a, b),
  ),
  define<[JsonValue[]]>('sum', 'a', 'any', 'sum of a list', ([list]) => {
    if (list.length === 0) throw new FunctionFailure('at least one element in the array is required');
    return list.reduce((total, item) => calculate('sum', add, total, item));
  }),
  define<[number, number]>('round', 'nn', 'number', 'rounded to digits, half away from zero', ([n, digits]) =>
    round(n, digits),
  ),
];

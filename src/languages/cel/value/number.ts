import { CelDouble, CelError, type CelNumber, CelUint, type CelValue, isDouble, type Result } from './value.ts';

const minInt = -(2n ** 63n);
const maxInt = 2n ** 63n - 1n;
const maxUint = 2n ** 64n - 1n;
const safeMin = BigInt(Number.MIN_SAFE_INTEGER);
const safeMax = BigInt(Number.MAX_SAFE_INTEGER);

export const intOverflow = new CelError('integer overflow');
export const uintOverflow = new CelError('unsigned integer overflow');

/** An int in its smallest form; an error when it does not fit 64 bits. */
export function asInt(value: bigint): number | bigint | CelError {
  if (value >= safeMin && value <= safeMax) return Number(value);
  return value < minInt || value > maxInt ? intOverflow : value;
}

export function asUint(value: bigint): CelUint | CelError {
  return value < 0n || value > maxUint ? uintOverflow : new CelUint(value);
}

export function asDouble(value: number): number | CelDouble {
  return Number.isInteger(value) ? new CelDouble(value) : value;
}

/** The number in a double. */
export function doubleOf(value: number | CelDouble): number {
  return typeof value === 'number' ? value : value.value;
}

/** A JavaScript number near to any CEL number. */
export function approximate(value: CelNumber): number {
  if (typeof value === 'number') return value;
  return value instanceof CelDouble ? value.value : Number(value instanceof CelUint ? value.value : value);
}

function raw(value: CelNumber): number | bigint {
  return value instanceof CelDouble || value instanceof CelUint ? value.value : value;
}

/** By value, whatever the types; NaN when one side is no number. */
export function compareNumbers(a: CelNumber, b: CelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  const isMixed = isDouble(a) !== isDouble(b);
  // Beside a double an int counts as the double next to it, as in cel-go.
  const x = isMixed ? approximate(a) : raw(a);
  const y = isMixed ? approximate(b) : raw(b);
  if (x < y) return -1;
  if (x > y) return 1;
  return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : 0;
}

type Operation = '+' | '-' | '*' | '/' | '%';

/** Ints: exact in 64 bits. */
export function computeInt(operation: Operation, a: number | bigint, b: number | bigint): Result {
  if (typeof a === 'number' && typeof b === 'number') {
    const fast = computeSafe(operation, a, b);
    if (Number.isSafeInteger(fast)) return fast + 0;
  }
  return asIntOrError(computeBig(operation, BigInt(a), BigInt(b)));
}

function computeSafe(operation: Operation, a: number, b: number): number {
  switch (operation) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return Math.trunc(a / b);
    case '%':
      return a % b;
  }
}

function asIntOrError(value: bigint | CelError): Result {
  return typeof value === 'bigint' ? asInt(value) : value;
}

export function computeUint(operation: Operation, a: CelUint, b: CelUint): Result {
  const value = computeBig(operation, a.value, b.value);
  return typeof value === 'bigint' ? asUint(value) : value;
}

function computeBig(operation: Operation, a: bigint, b: bigint): bigint | CelError {
  switch (operation) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? divisionByZero : a / b;
    case '%':
      return b === 0n ? modulusByZero : a % b;
  }
}

const divisionByZero = new CelError('division by zero');
const modulusByZero = new CelError('modulus by zero');

export function computeDouble(operation: '+' | '-' | '*' | '/', a: number, b: number): CelValue {
  switch (operation) {
    case '+':
      return asDouble(a + b);
    case '-':
      return asDouble(a - b);
    case '*':
      return asDouble(a * b);
    case '/':
      return asDouble(a / b);
  }
}

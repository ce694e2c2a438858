import { approximate, asDouble, asInt, asUint, compareNumbers, doubleOf } from '../value/number.ts';
import {
  type CelDouble,
  CelError,
  type CelNumber,
  CelUint,
  type CelValue,
  isNumber,
  type Result,
} from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';

type Int = number | bigint;
type Double = number | CelDouble;

function extreme(name: string, sign: number): (values: readonly CelValue[]) => Result {
  return (values) => {
    if (values.length === 0) return new CelError(`math.@${name}(list) argument must not be empty`);
    let best: CelNumber | undefined;
    for (const value of values) {
      if (!isNumber(value)) return new CelError(`no such overload: math.@${name}`);
      if (best === undefined || compareNumbers(value, best) * sign > 0) best = value;
    }
    return best!;
  };
}

const kinds = ['int', 'uint', 'double'];
const maxArguments = 8;

/** `math.greatest` takes any count of numbers, or a list. */
function extremeRows(name: string, atName: string, sign: number): LibraryRows {
  const pick = extreme(atName, sign);
  const rows: [string, (...args: never[]) => Result][] = [];
  for (const kind of kinds) {
    rows.push(
      [`math.${name}(${kind}): ${kind}`, (value: CelValue) => value],
      [`math.${name}(list(${kind})): ${kind}`, pick],
    );
    rows.push([`math.${name}(${kind}, ${kind}): ${kind}`, (a: CelValue, b: CelValue) => pick([a, b])]);
  }
  for (const [a, b] of kinds.flatMap((x) => kinds.map((y) => [x, y] as const)).filter(([x, y]) => x !== y)) {
    rows.push([`math.${name}(${a}, ${b}): dyn`, (x: CelValue, y: CelValue) => pick([x, y])]);
  }
  for (let count = 3; count <= maxArguments; count++) {
    const call = (...args: CelValue[]) => pick(args.slice(0, count));
    const parameters = (type: string) => Array(count).fill(type).join(', ');
    for (const kind of kinds) rows.push([`math.${name}(${parameters(kind)}): ${kind}`, call]);
    rows.push([`math.${name}(${parameters('dyn')}): dyn`, call]);
  }
  return rows;
}

function onDouble(call: (value: number) => number): (value: Double) => Result {
  return (value) => asDouble(call(doubleOf(value)));
}

/** Halves away from zero, as Go's math.Round. */
function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

function roundTo(value: Double, precision: Int): Result {
  const scale = 10 ** Number(precision);
  const rounded = roundHalfAway(doubleOf(value) * scale) / scale;
  return asDouble(Number.isFinite(rounded) ? rounded : doubleOf(value));
}

function absolute(value: Int): Result {
  const magnitude = BigInt(value);
  return magnitude < 0n ? asInt(-magnitude) : asInt(magnitude);
}

function signOf(value: number): number {
  return Number.isNaN(value) ? value : Math.sign(value);
}

const ones = 2n ** 64n - 1n;
type Bits = (a: bigint, b: bigint) => bigint;

/** Bit operations on ints in two's complement, and on uints. */
function bitRows(name: string, call: Bits): LibraryRows {
  return [
    [`math.${name}(int, int): int`, (a: Int, b: Int) => asInt(BigInt.asIntN(64, call(BigInt(a), BigInt(b))))],
    [`math.${name}(uint, uint): uint`, (a: CelUint, b: CelUint) => asUint(call(a.value, b.value) & ones)],
  ];
}

function shiftRows(name: string, shift: Bits): LibraryRows {
  const shifted = (bits: bigint, by: Int, make: (value: bigint) => Result): Result => {
    if (by < 0) return new CelError(`math.${name}() negative offset: ${by}`);
    return make(by > 63 ? 0n : shift(bits, BigInt(by)));
  };
  return [
    [
      `math.${name}(int, int): int`,
      (a: Int, by: Int) => shifted(BigInt.asUintN(64, BigInt(a)), by, (value) => asInt(BigInt.asIntN(64, value))),
    ],
    [`math.${name}(uint, int): uint`, (a: CelUint, by: Int) => shifted(a.value, by, (value) => asUint(value & ones))],
  ];
}

/** Source: cel-go, ext/math, version 2. `math.round(double, int)` is Kyverno's. */
export const mathRows: LibraryRows = [
  ...extremeRows('greatest', 'max', 1),
  ...extremeRows('least', 'min', -1),
  ['math.ceil(double): double', onDouble(Math.ceil)],
  ['math.floor(double): double', onDouble(Math.floor)],
  ['math.round(double): double', onDouble(roundHalfAway)],
  ['math.round(double, int): double', roundTo],
  ['math.trunc(double): double', onDouble(Math.trunc)],
  ['math.abs(double): double', onDouble(Math.abs)],
  ['math.abs(int): int', absolute],
  ['math.abs(uint): uint', (value: CelUint) => value],
  ['math.sign(double): double', onDouble(signOf)],
  ['math.sign(int): int', (value: Int) => (value > 0 ? 1 : value < 0 ? -1 : 0)],
  ['math.sign(uint): uint', ({ value }: CelUint) => new CelUint(value > 0n ? 1n : 0n)],
  ['math.isInf(double): bool', (value: Double) => Math.abs(doubleOf(value)) === Number.POSITIVE_INFINITY],
  ['math.isNaN(double): bool', (value: Double) => Number.isNaN(doubleOf(value))],
  ['math.isFinite(double): bool', (value: Double) => Number.isFinite(doubleOf(value))],
  ...kinds.map(
    (kind) => [`math.sqrt(${kind}): double`, (value: CelNumber) => asDouble(Math.sqrt(approximate(value)))] as const,
  ),
  ...bitRows('bitAnd', (a, b) => a & b),
  ...bitRows('bitOr', (a, b) => a | b),
  ...bitRows('bitXor', (a, b) => a ^ b),
  ['math.bitNot(int): int', (value: Int) => asInt(~BigInt(value))],
  ['math.bitNot(uint): uint', ({ value }: CelUint) => asUint(~value & ones)],
  ...shiftRows('bitShiftLeft', (a, b) => a << b),
  ...shiftRows('bitShiftRight', (a, b) => a >> b),
];

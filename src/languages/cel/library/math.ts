import { compareNumbers, asDouble, asInt, CelError, type CelValue, doubleOf, isDouble, isInt, isList, isNumeric, noOverload, asUint, CelUint } from '../value.ts';
import { type CelFunction, global } from './function.ts';

// Math extensions. Sources: cel-go, ext/math; Kyverno, math library.

const anyArity = [1, 2, 3, 4, 5, 6, 7, 8];

function extreme(args: readonly CelValue[], sign: number): CelValue | CelError {
  const items = args.length === 1 && isList(args[0]) ? args[0] : args;
  if (items.length === 0) return new CelError('math.@min(list) argument must not be empty');
  let best = items[0]!;
  for (const item of items) {
    if (!isNumeric(item) || !isNumeric(best)) return noOverload;
    if (compareNumbers(item, best) * sign > 0) best = item;
  }
  return isNumeric(best) ? best : noOverload;
}

const double = (call: (x: number) => CelValue): CelFunction['call'] => ([x]) => (isDouble(x) ? call(doubleOf(x)) : noOverload);

const bits = (name: string, call: (a: bigint, b: bigint) => bigint) =>
  global(name, 2, 'dyn', ([a, b]) => {
    if (isInt(a) && isInt(b)) return asInt(BigInt.asIntN(64, call(BigInt(a), BigInt(b))));
    return a instanceof CelUint && b instanceof CelUint ? asUint(BigInt.asUintN(64, call(a.value, b.value))) : noOverload;
  });

const round = (x: number) => Math.sign(x) * Math.round(Math.abs(x));

export const mathFunctions: readonly CelFunction[] = [
  global('math.greatest', anyArity, 'dyn', (args) => extreme(args, 1)),
  global('math.least', anyArity, 'dyn', (args) => extreme(args, -1)),
  global('math.ceil', 1, 'double', double((x) => asDouble(Math.ceil(x)))),
  global('math.floor', 1, 'double', double((x) => asDouble(Math.floor(x)))),
  global('math.trunc', 1, 'double', double((x) => asDouble(Math.trunc(x)))),
  global('math.round', [1, 2], 'double', ([x, digits]) => {
    if (!isDouble(x) || (digits !== undefined && !isInt(digits))) return noOverload;
    const scale = 10 ** Number(digits ?? 0);
    return asDouble(round(doubleOf(x) * scale) / scale);
  }),
  global('math.abs', 1, 'dyn', ([x]) => (isInt(x) ? asInt(BigInt(x) < 0n ? -BigInt(x) : BigInt(x)) : isDouble(x) ? asDouble(Math.abs(doubleOf(x))) : x instanceof CelUint ? x : noOverload)),
  global('math.sign', 1, 'dyn', ([x]) => (isInt(x) ? Math.sign(Number(x)) : isDouble(x) ? asDouble(Math.sign(doubleOf(x))) : noOverload)),
  global('math.sqrt', 1, 'double', ([x]) => (isInt(x) ? asDouble(Math.sqrt(Number(x))) : isDouble(x) ? asDouble(Math.sqrt(doubleOf(x))) : noOverload)),
  global('math.isNaN', 1, 'bool', double((x) => Number.isNaN(x))),
  global('math.isInf', 1, 'bool', double((x) => Math.abs(x) === Number.POSITIVE_INFINITY)),
  global('math.isFinite', 1, 'bool', double((x) => Number.isFinite(x))),
  bits('math.bitAnd', (a, b) => a & b),
  bits('math.bitOr', (a, b) => a | b),
  bits('math.bitXor', (a, b) => a ^ b),
  global('math.bitNot', 1, 'dyn', ([x]) => (isInt(x) ? asInt(~BigInt(x)) : x instanceof CelUint ? asUint(BigInt.asUintN(64, ~x.value)) : noOverload)),
  global('math.bitShiftLeft', 2, 'dyn', ([x, by]) => shift(x, by, (value, count) => value << count)),
  global('math.bitShiftRight', 2, 'dyn', ([x, by]) => shift(x, by, (value, count) => BigInt.asUintN(64, value) >> count)),
];

function shift(x: CelValue | undefined, by: CelValue | undefined, call: (value: bigint, count: bigint) => bigint): CelValue | CelError {
  if (!isInt(by)) return noOverload;
  if (by < 0) return new CelError(`math.bitShift() negative offset: ${by}`);
  const count = BigInt(by) > 63n ? 64n : BigInt(by);
  if (isInt(x)) return asInt(BigInt.asIntN(64, call(BigInt(x), count)));
  return x instanceof CelUint ? asUint(BigInt.asUintN(64, call(x.value, count))) : noOverload;
}

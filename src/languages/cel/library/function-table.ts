import type { Activation, Run } from '../compile/run.ts';
import { parseSignature, type Signature } from '../type/signature.ts';
import type { Type } from '../type/type.ts';
import type { Meter } from '../value/meter.ts';
import {
  CelDuration,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isDouble,
  isInt,
  isList,
  isMap,
  type Result,
} from '../value/value.ts';
import { type Cost, costOf, sizeOfResult } from './cost.ts';

/**
 * Rows of a library: the signature, and the function behind it. Arguments have the types that the signature says, so
 * an implementation tests nothing again. Errors are returned as CelError. The evaluation comes behind the arguments.
 * The cost is by the sizes of the arguments, unless a row says more.
 */
export type LibraryRows = readonly (readonly [signature: string, call: (...args: never[]) => Result, cost?: Cost])[];

/**
 * A function of the caller's own: `resource.Get(string, string): dyn`, `HTTP.Get(string): dyn`. It is charged for the
 * size of its arguments and result; what takes longer spends more of the meter.
 */
export interface CelFunction {
  readonly signature: string;
  call(args: readonly CelValue[], activation: Activation, meter: Meter): Result;
}

export interface CelLibrary {
  readonly functions: readonly CelFunction[];
}

export type Call = (...args: readonly (CelValue | Run)[]) => Result;

export interface Overload extends Signature {
  /** Called with one argument for each parameter, and the evaluation behind them, which pays. */
  readonly call: Call;
  /** One test for each parameter; `undefined` where any value will do. */
  readonly tests: readonly (((value: CelValue) => boolean) | undefined)[];
  /** The same arguments give the same result. */
  readonly pure: boolean;
}

/** Every overload by name, `math.abs` in full. */
export type FunctionTable = ReadonlyMap<string, readonly Overload[]>;

export function buildTable(base: FunctionTable, libraries: readonly (LibraryRows | CelLibrary)[]): FunctionTable {
  const table = new Map(base);
  for (const library of libraries) {
    for (const overload of overloadsOf(library)) {
      table.set(overload.name, [...(table.get(overload.name) ?? []), overload]);
    }
  }
  return table;
}

function overloadsOf(library: LibraryRows | CelLibrary): Overload[] {
  if (!('functions' in library)) {
    return library.map(([signature, call, cost]) =>
      overload(signature, call as Call, !signature.startsWith('time.now'), cost),
    );
  }
  return library.functions.map(({ signature, call }) => {
    const count = parseSignature(signature).parameters.length;
    const callOwn: Call = (...args) => {
      const run = args[count] as Run;
      return call(args.slice(0, count) as CelValue[], run.activation, run);
    };
    return overload(signature, callOwn, false);
  });
}

function overload(text: string, call: Call, pure: boolean, cost?: Cost): Overload {
  const signature = parseSignature(text);
  const tests = signature.parameters.map(testFor);
  return { ...signature, call: paid(signature, call, cost ?? costOf(signature)), pure, tests };
}

/** A function that is charged for its arguments and, where it has a size, its result. Most have one argument or two. */
function paid({ parameters, result }: Signature, call: Call, cost: Cost): Call {
  const before: (run: Run, ...args: never[]) => number = cost;
  const size = sizeOfResult(result);
  const settle = (value: Result, run: Run): Result => {
    if (size) run.spend(size(value));
    return value;
  };
  switch (parameters.length) {
    case 1:
      return ((a: CelValue, run: Run) => {
        run.spend(before(run, a as never));
        return settle(call(a, run), run);
      }) as Call;
    case 2:
      return ((a: CelValue, b: CelValue, run: Run) => {
        run.spend(before(run, a as never, b as never));
        return settle(call(a, b, run), run);
      }) as Call;
    default:
      return (...args) => {
        const run = args.at(-1) as Run;
        run.spend(before(run, ...(args.slice(0, -1) as never[])));
        return settle(call(...args), run);
      };
  }
}

/** Whether a value is of a type, its parts left alone: as far as cel-go looks when it dispatches. */
function testFor({ kind }: Type): ((value: CelValue) => boolean) | undefined {
  if (kind === 'dyn' || kind.length === 1) return undefined;
  return kindTests[kind] ?? ((value) => value instanceof CelOpaque && value.kind === kind);
}

const kindTests: Readonly<Record<string, (value: CelValue) => boolean>> = {
  bool: (value) => typeof value === 'boolean',
  int: isInt,
  uint: (value) => value instanceof CelUint,
  double: isDouble,
  string: (value) => typeof value === 'string',
  bytes: (value) => value instanceof Uint8Array,
  null: (value) => value === null,
  timestamp: (value) => value instanceof CelTimestamp,
  duration: (value) => value instanceof CelDuration,
  list: isList,
  map: isMap,
  type: (value) => value instanceof CelTypeValue,
  optional: (value) => value instanceof CelOptional,
};

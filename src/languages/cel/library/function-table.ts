import type { Activation } from '../compile/run.ts';
import { parseSignature, type Signature } from '../type/signature.ts';
import type { Type } from '../type/type.ts';
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

/**
 * Rows of a library: the signature, and the function behind it. Arguments have the types that the signature says, so
 * an implementation tests nothing again. Errors are returned as CelError.
 */
export type LibraryRows = readonly (readonly [signature: string, call: (...args: never[]) => Result])[];

/** A function of the caller's own: `resource.Get(string, string): dyn`, `HTTP.Get(string): dyn`. */
export interface CelFunction {
  readonly signature: string;
  call(args: readonly CelValue[], activation: Activation): Result;
}

export interface CelLibrary {
  readonly functions: readonly CelFunction[];
}

export interface Overload extends Signature {
  /** Called with one argument for each parameter, and the activation behind them. */
  readonly call: (...args: readonly (CelValue | Activation)[]) => Result;
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
    return library.map(([signature, call]) =>
      overload(signature, call as Overload['call'], !signature.startsWith('time.now')),
    );
  }
  return library.functions.map(({ signature, call }) => {
    const count = parseSignature(signature).parameters.length;
    return overload(signature, (...args) => call(args.slice(0, count) as CelValue[], args[count] as Activation), false);
  });
}

function overload(text: string, call: Overload['call'], pure: boolean): Overload {
  const signature = parseSignature(text);
  return { ...signature, call, pure, tests: signature.parameters.map(testFor) };
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

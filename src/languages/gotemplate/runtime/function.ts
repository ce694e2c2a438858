import type { Run } from './run.ts';
import type { GoList, GoMap, GoStruct, GoValue } from './value.ts';

/** The parameter types that template functions have, by short name. `any` is Go's empty interface. */
export interface ParamTypes {
  string: string;
  int: number;
  int64: bigint;
  uint32: number;
  float64: number;
  bool: boolean;
  any: GoValue;
  /** Like `any`, for Go's built-in functions, which take reflect.Value. */
  value: GoValue;
  map: GoMap;
  list: GoList;
  time: GoStruct;
  duration: bigint;
  semver: GoStruct;
  certificate: GoStruct;
}

export type ParamName = keyof ParamTypes;

/** A function or a method that a template can call. Arguments arrive checked and converted by `params`. */
export interface GoFunction {
  /** Why Go cannot call it at all: its results are not one, or one and an error. */
  readonly refusal?: string;
  /** The complaint about a nil in a field or an element, where that is another than about a plain nil. */
  readonly nilPointer?: string;
  readonly params: readonly ParamName[];
  /** The type of every further argument, when there may be more. */
  readonly rest: ParamName | undefined;
  readonly call: (run: Run, args: readonly never[]) => GoValue;
}

type Args<P extends readonly ParamName[]> = { [K in keyof P]: ParamTypes[P[K]] };

/** A function with a fixed number of parameters. */
export function fn<const P extends readonly ParamName[]>(params: P, call: (...args: Args<P>) => GoValue): GoFunction {
  return { params, rest: undefined, call: (_run, args) => call(...(args as unknown as Args<P>)) };
}

/** A function whose last parameter may be repeated. */
export function variadic<const P extends readonly ParamName[], R extends ParamName>(
  params: P,
  rest: R,
  call: (...args: [...Args<P>, ...ParamTypes[R][]]) => GoValue,
): GoFunction {
  return {
    params,
    rest,
    call: (_run, args) => call(...(args as unknown as [...Args<P>, ...ParamTypes[R][]])),
  };
}

/** A function that needs the run: to render other templates, or to account for what it produces. */
export function runFn<const P extends readonly ParamName[]>(
  params: P,
  call: (run: Run, ...args: Args<P>) => GoValue,
): GoFunction {
  return { params, rest: undefined, call: (run, args) => call(run, ...(args as unknown as Args<P>)) };
}

/** `variadic` that needs the run. */
export function runVariadic<const P extends readonly ParamName[], R extends ParamName>(
  params: P,
  rest: R,
  call: (run: Run, ...args: [...Args<P>, ...ParamTypes[R][]]) => GoValue,
): GoFunction {
  return { params, rest, call: (run, args) => call(run, ...(args as unknown as [...Args<P>, ...ParamTypes[R][]])) };
}

/** A method that exists and that no template can call. */
export function refused<const P extends readonly ParamName[]>(params: P, refusal: string): GoFunction {
  return { params, rest: undefined, refusal, call: () => null };
}

export function isFunction(value: GoValue): value is GoFunction {
  return typeof value === 'object' && value !== null && 'call' in value && 'params' in value;
}

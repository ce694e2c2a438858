import {
  compareBytes,
  formatGoFloat32,
  formatGoValue,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import type { Run } from '../run.ts';

type ParameterType = 'any' | 'array' | 'array[number]' | 'array[string]' | 'expref' | 'number' | 'object' | 'string';

/** `&expression`, handed to a function; a missing key is null. */
export type ExpressionArgument = (value: JsonValue) => JsonValue;
export type Argument = JsonValue | ExpressionArgument;

/** A function of the language, as data: the compiler checks its arguments, and the command line prints it. */
export interface FunctionDefinition {
  readonly name: string;
  /** `truncate(string, number) string`. */
  readonly signature: string;
  /** The types that each parameter accepts. */
  readonly parameters: readonly (readonly ParameterType[])[];
  /** Whether the last parameter may be given any number of times. */
  readonly variadic: boolean;
  /** One line for people. */
  readonly note: string;
  call(args: readonly Argument[], run: Run): JsonValue;
}

/**
 * Defines a function by its signature: `name(type, type|type) type`, with `...` behind the last parameter when it may be
 * repeated. The arguments that `call` gets were checked against it.
 */
export function define<A extends readonly unknown[]>(
  signature: string,
  note: string,
  call: (args: A, run: Run) => JsonValue,
): FunctionDefinition {
  const [, name = '', list = '', dots] = /^(\w+)\((.*?)(\.\.\.)?\)/.exec(signature)!;
  return {
    name,
    signature,
    parameters: list === '' ? [] : list.split(', ').map((types) => types.split('|') as ParameterType[]),
    variadic: dots !== undefined,
    note,
    call: call as unknown as FunctionDefinition['call'],
  };
}

/** Refuses arguments of the wrong number or type. A function without parameters takes anything, as in the reference. */
export function checkArguments({ parameters, variadic }: FunctionDefinition, args: readonly Argument[]): void {
  if (parameters.length === 0) return;
  if (variadic) {
    if (args.length < parameters.length) throw new FunctionFailure('Invalid arity.');
  } else if (args.length !== parameters.length) throw new FunctionFailure('incorrect number of args');
  for (let index = 0; index < args.length; index++) {
    const accepted = parameters[Math.min(index, parameters.length - 1)]!;
    if (!isOfTypes(args[index]!, accepted)) throw wrongType(args[index]!, accepted);
  }
}

function isOfTypes(value: Argument, accepted: readonly ParameterType[]): boolean {
  for (const type of accepted) if (isOfType(value, type)) return true;
  return false;
}

function isOfType(value: Argument, type: ParameterType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'number':
    case 'string':
      return typeof value === type;
    case 'array':
      return Array.isArray(value);
    case 'array[number]':
      return Array.isArray(value) && value.every((item) => typeof item === 'number');
    case 'array[string]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'object':
      return isObject(value);
    case 'expref':
      return typeof value === 'function';
  }
}

function wrongType(value: Argument, accepted: readonly ParameterType[]): FunctionFailure {
  const shown = typeof value === 'function' ? '&expression' : formatGoValue(value);
  const short = shown.length > 200 ? `${shown.slice(0, 200)}...` : shown;
  const types = accepted.map((type) => `"${type}"`).join(', ');
  return new FunctionFailure(`Invalid type for: ${short}, expected: []jmespath.JpType{${types}}`);
}

/** A failure in the words of Kyverno's own functions. */
export function failure(name: string, message: string): FunctionFailure {
  return new FunctionFailure(`JMESPath function '${name}': ${message}`);
}

/** Functions that take a text or a number print numbers with 32 bits of precision. */
export function asText(value: string | number): string {
  return typeof value === 'number' ? formatGoFloat32(value) : value;
}

/** Go's conversion of a number to int64: the fraction is dropped, and what does not fit is the smallest number. */
export function toGoInt(value: number): number {
  return value >= -(2 ** 63) && value < 2 ** 63 ? Math.trunc(value) : -(2 ** 63);
}

/** The keys of a map in byte order: Go's own order is random. */
export function sortedKeys(object: JsonObject): string[] {
  return Object.keys(object).sort(compareBytes);
}

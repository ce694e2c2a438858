import { formatGoFloat32, isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';

/** What functions may read of the world: given by the caller, so that the same input gives the same output. */
export interface FunctionContext {
  /** The instant, in milliseconds since 1970. */
  readonly now: number;
}

export type ArgumentType =
  | 'any'
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'array'
  | 'array[string]'
  | 'array[number]'
  | 'expression';

/** `&expression`, handed to a function. */
export type ExpressionArgument = (value: JsonValue) => JsonValue;
export type Argument = JsonValue | ExpressionArgument;

export interface FunctionDefinition {
  readonly name: string;
  /** What each argument may be. */
  readonly args: readonly (readonly ArgumentType[])[];
  /** The last argument may be repeated. */
  readonly variadic?: boolean;
  readonly returns: ArgumentType;
  /** One line for people. */
  readonly note: string;
  call(args: readonly Argument[], context: FunctionContext): JsonValue;
}

const any: readonly ArgumentType[] = ['any'];
const shorthand: Readonly<Record<string, readonly ArgumentType[]>> = {
  x: any,
  s: ['string'],
  n: ['number'],
  b: ['boolean'],
  o: ['object'],
  a: ['array'],
  t: ['string', 'number'],
  e: ['expression'],
  S: ['array[string]'],
  N: ['array[number]'],
  O: ['array[string]', 'array[number]'],
  L: ['string', 'array', 'object'],
  R: ['string', 'array'],
  C: ['object', 'array'],
};

/**
 * Defines a function. `signature` is one letter an argument (s text, n number, b boolean, o map, a list, x anything,
 * t text or number, e expression, S list of texts, N list of numbers, O either list, L text, list or map, R text or
 * list, C map or list), with `*` behind the last when it may be repeated.
 */
export function define<A extends readonly unknown[]>(
  name: string,
  signature: string,
  returns: ArgumentType,
  note: string,
  call: (args: A, context: FunctionContext) => JsonValue,
): FunctionDefinition {
  const variadic = signature.endsWith('*');
  const letters = variadic ? signature.slice(0, -1) : signature;
  return {
    name,
    args: [...letters].map((letter) => shorthand[letter]!),
    ...(variadic ? { variadic } : {}),
    returns,
    note,
    // The arguments were checked against the signature.
    call: call as unknown as FunctionDefinition['call'],
  };
}

/** Checks number and types of arguments, with the reference's messages. */
export function checkArguments({ args, variadic }: FunctionDefinition, given: readonly Argument[]): void {
  if (variadic ? given.length < args.length : given.length !== args.length)
    throw new FunctionFailure('incorrect number of args');
  for (const [index, argument] of given.entries()) {
    const wanted = args[Math.min(index, args.length - 1)]!;
    if (wanted.some((type) => isOfType(argument, type))) continue;
    const types = wanted.map((type) => `"${type}"`).join(', ');
    throw new FunctionFailure(`Invalid type for: ${showArgument(argument)}, expected: []jmespath.JpType{${types}}`);
  }
}

function isOfType(value: Argument, type: ArgumentType): boolean {
  switch (type) {
    case 'any':
      return typeof value !== 'function';
    case 'expression':
      return typeof value === 'function';
    case 'array':
      return Array.isArray(value);
    case 'array[string]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'array[number]':
      return Array.isArray(value) && value.every((item) => typeof item === 'number');
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function showArgument(value: Argument): string {
  if (typeof value === 'function') return 'expression';
  if (value === null) return '<nil>';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Functions that take a text or a number print numbers with 32 bits of precision. */
export function asText(value: string | number): string {
  return typeof value === 'number' ? formatGoFloat32(value) : value;
}

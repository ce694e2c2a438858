import { type CelType, type Type, typeOf } from './type.ts';

/** A function as its declaration says it. */
export interface Signature {
  /** With its namespace: `math.abs`. */
  readonly name: string;
  /** Whether the first parameter is the receiver. */
  readonly member: boolean;
  readonly parameters: readonly Type[];
  readonly result: Type;
}

const builtIn: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null',
  'timestamp',
  'duration',
  'list',
  'map',
  'type',
  'optional',
  'dyn',
]);
const grammar = /^(?:(.+?)\.)?(\w+)\((.*)\): (.+)$/;

/**
 * Reads `string.contains(string): bool` (called on a value), `size(list(A)): int` or `math.abs(int): int` (a
 * namespace: no type has that name). Library types have a capital, parameters are single capitals.
 */
export function parseSignature(text: string): Signature {
  const match = grammar.exec(text);
  if (!match) throw new Error(`\`${text}\` is no signature`);
  const [, head, name, list, result] = match as unknown as [string, string | undefined, string, string, string];
  const parameters = splitTypes(list).map(parseType);
  if (head === undefined) return { name, member: false, parameters, result: parseType(result) };
  if (!isTypeText(head)) return { name: `${head}.${name}`, member: false, parameters, result: parseType(result) };
  return { name, member: true, parameters: [parseType(head), ...parameters], result: parseType(result) };
}

/** `optional` alone is the namespace of `optional.of`. */
function isTypeText(text: string): boolean {
  return /^[A-Z]/.test(text) || (text !== 'optional' && builtIn.has(/^\w*/.exec(text)![0]));
}

export function parseType(text: string): Type {
  const open = text.indexOf('(');
  if (open < 0) return typeOf(text as CelType);
  return typeOf(text.slice(0, open) as CelType, ...splitTypes(text.slice(open + 1, -1)).map(parseType));
}

/** Splits at the commas outside parentheses. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === undefined || (char === ',' && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}

import type { NumberNode, Operand } from '../syntax/node.ts';
import { complexValue } from './complex.ts';
import type { Frame } from './frame.ts';
import type { ParamName } from './function.ts';
import { plainView } from './plain-view.ts';
import { typeOf } from './types.ts';
import { anyList, anyMap, GoInt, GoList, GoMap, GoStruct, type GoValue, int } from './value.ts';

/** What an argument becomes for the function: itself, or a plain number for `int`. */
export type Argument = GoValue | bigint;

interface ParamType {
  /** Go's name of the type. */
  readonly name: string;
  /** The argument for a value that has the type; `undefined` refuses it. */
  readonly accept: (value: Exclude<GoValue, null>) => Argument | undefined;
  /** The argument for a nil; absent when the type has no nil. */
  readonly nil?: () => Argument;
  /** What a literal must be, and how Go calls that. */
  readonly literal?: { readonly expected: string; readonly read: (node: Operand) => Argument | undefined };
}

function ofStruct(name: string): ParamType {
  return {
    name,
    accept: (value) => (value instanceof GoStruct && value.shape.type === name ? value : undefined),
  };
}

function readInt(node: Operand): bigint | undefined {
  return node.kind === 'number' ? node.int : undefined;
}

const any: ParamType = { name: 'interface {}', accept: (value) => value, nil: () => null };

export const paramTypes: Readonly<Record<ParamName, ParamType>> = {
  any,
  value: { ...any, name: 'reflect.Value' },
  string: {
    name: 'string',
    accept: (value) => (typeof value === 'string' ? value : undefined),
    literal: { expected: 'string', read: (node) => (node.kind === 'string' ? node.text : undefined) },
  },
  bool: {
    name: 'bool',
    accept: (value) => (typeof value === 'boolean' ? value : undefined),
    literal: { expected: 'bool', read: (node) => (node.kind === 'bool' ? node.value : undefined) },
  },
  int: {
    name: 'int',
    accept: (value) => (value instanceof GoInt && value.type === 'int' ? Number(value.value) : undefined),
    literal: {
      expected: 'integer',
      read: (node) => {
        const value = readInt(node);
        return value === undefined ? undefined : Number(value);
      },
    },
  },
  uint32: {
    name: 'uint32',
    accept: (value) => (value instanceof GoInt && value.type === 'uint32' ? Number(value.value) : undefined),
    literal: {
      expected: 'unsigned integer',
      read: (node) => {
        const value = readInt(node);
        return value === undefined || value < 0n ? undefined : Number(BigInt.asUintN(32, value));
      },
    },
  },
  int64: {
    name: 'int64',
    accept: (value) => (value instanceof GoInt && value.type === 'int64' ? value.value : undefined),
    literal: { expected: 'integer', read: readInt },
  },
  float64: {
    name: 'float64',
    accept: (value) => (typeof value === 'number' ? value : undefined),
    literal: { expected: 'float', read: (node) => (node.kind === 'number' ? node.float : undefined) },
  },
  map: {
    name: anyMap,
    accept: (value) => {
      if (!(value instanceof GoMap)) return undefined;
      return value.type === anyMap ? value : value.type === 'common.Values' ? plainView(value) : undefined;
    },
    nil: nilMap,
  },
  list: {
    name: anyList,
    accept: (value) => (value instanceof GoList && value.type === anyList ? value : undefined),
    nil: () => new GoList([]),
  },
  time: ofStruct('time.Time'),
  duration: {
    name: 'time.Duration',
    accept: (value) => (value instanceof GoInt && value.type === 'time.Duration' ? value.value : undefined),
    literal: { expected: 'integer', read: readInt },
  },
  semver: ofStruct('*semver.Version'),
  certificate: ofStruct('sprig.certificate'),
};

function nilMap(): GoMap {
  const result = new GoMap();
  result.isNil = true;
  return result;
}

/** Checks a value that came from a field, a variable or a pipeline. `typedNil`: a nil of it has the static type interface {}. */
export function checkArgument(frame: Frame, value: GoValue, param: ParamType, typedNil: boolean): Argument {
  if (value === null) {
    if (param === any || param.name === 'reflect.Value') return null;
    if (typedNil) return frame.fail(`wrong type for value; expected ${param.name}; got interface {}`);
    return param.nil ? param.nil() : frame.fail(`invalid value; expected ${param.name}`);
  }
  const accepted = param.accept(value);
  if (accepted === undefined) frame.fail(`wrong type for value; expected ${param.name}; got ${typeOf(value)}`);
  return accepted;
}

/** The Go value of a number literal where the type does not say: `int` unless it is written as a float. */
export function idealNumber(node: NumberNode): GoValue | string {
  if (node.complex) return complexValue(node.complex);
  const isRune = node.text.startsWith("'");
  const isHex = /^[+-]?0[xX]/.test(node.text) && !/[pP]/.test(node.text);
  if (node.float !== undefined && !isRune && !isHex && /[.eEpP]/.test(node.text)) return node.float;
  if (node.int !== undefined) return int(node.int);
  return `${node.text} overflows int`;
}

import type { ExprOf } from '../syntax/ast.ts';
import { parseSignature, type Signature } from '../type/signature.ts';
import { bool, dyn, isAssignable, sameType, substitute, type Type } from '../type/type.ts';
import { add, divide, multiply, negate, remainder, subtract } from '../value/arithmetic.ts';
import { compare, equal, equalOrError } from '../value/compare.ts';
import { keyText, lookUp, mapKey } from '../value/map.ts';
import { textSteps } from '../value/meter.ts';
import {
  CelError,
  CelMap,
  CelOpaque,
  type CelValue,
  isInt,
  isList,
  isPlainMap,
  noOverload,
  type Result,
  typeName,
} from '../value/value.ts';
import { type Compilation, constantNode, failNode, type Node, noMatchingOverload, type Scope } from './node.ts';
import type { Evaluate, Run } from './run.ts';

interface Operator {
  readonly signatures: readonly Signature[];
  readonly apply: (a: CelValue, b: CelValue, run: Run) => Result;
}

function operator(apply: Operator['apply'], ...signatures: readonly string[]): Operator {
  return { apply, signatures: signatures.map((text) => parseSignature(`op${text}`)) };
}

const numbers = ['int', 'uint', 'double'];
const mixed = numbers.flatMap((a) => numbers.map((b) => `(${a}, ${b}): bool`));
const ordered = [
  ...mixed,
  ...['string', 'bytes', 'bool', 'timestamp', 'duration'].map((kind) => `(${kind}, ${kind}): bool`),
];
const computed = numbers.map((kind) => `(${kind}, ${kind}): ${kind}`);

function ordering(holds: (order: number) => boolean): Operator {
  return operator(
    (a, b, run) => {
      const order = compare(a, b, run);
      return typeof order === 'number' ? holds(order) : order;
    },
    ...ordered,
  );
}

// Source: CEL specification, "List of Standard Definitions"; comparisons across number types as in Kubernetes.
const operators: Readonly<Record<string, Operator>> = {
  '_==_': operator(equalOrError, '(A, A): bool'),
  '_!=_': operator((a, b, run) => !equal(a, b, run), '(A, A): bool'),
  '_<_': ordering((order) => order < 0),
  '_<=_': ordering((order) => order <= 0),
  '_>_': ordering((order) => order > 0),
  '_>=_': ordering((order) => order >= 0),
  '_+_': operator(
    addPaid,
    ...computed,
    '(string, string): string',
    '(bytes, bytes): bytes',
    '(list(A), list(A)): list(A)',
    '(timestamp, duration): timestamp',
    '(duration, timestamp): timestamp',
    '(duration, duration): duration',
  ),
  '_-_': operator(
    subtract,
    ...computed,
    '(timestamp, timestamp): duration',
    '(timestamp, duration): timestamp',
    '(duration, duration): duration',
  ),
  '_*_': operator(multiply, ...computed),
  '_/_': operator(divide, ...computed),
  '_%_': operator(remainder, '(int, int): int', '(uint, uint): uint'),
  '@in': operator(isIn, '(A, list(A)): bool', '(A, map(A, B)): bool'),
  '!_': operator((a) => (typeof a === 'boolean' ? !a : noOverload), '(bool): bool'),
  '-_': operator((a) => negate(a), '(int): int', '(double): double', '(duration): duration'),
};

export function isOperator(name: string): boolean {
  return Object.hasOwn(operators, name);
}

export function compileOperator(compilation: Compilation, { name, args, offset }: ExprOf<'call'>, scope: Scope): Node {
  const { signatures, apply } = operators[name]!;
  const nodes = args.map((arg) => compilation.compile(arg, scope));
  const type = resultType(signatures, nodes);
  if (!type) return failNode(compilation, noMatchingOverload(name, false, nodes), offset);
  const [left, right] = nodes as [Node, Node | undefined];
  const evaluate = right
    ? (specialise(name, left, right) ?? applyTo(apply, left.evaluate, right.evaluate))
    : applyToOne(apply, left.evaluate);
  if (nodes.some(({ constant }) => constant === undefined)) return { type, evaluate };
  const value = compilation.folding.evaluate(evaluate);
  return value instanceof CelError ? { type, evaluate } : constantNode(value, type);
}

function resultType(signatures: readonly Signature[], nodes: readonly Node[]): Type | undefined {
  let found: Type | undefined;
  for (const { parameters, result } of signatures) {
    const bindings = new Map<string, Type>();
    if (!nodes.every((node, index) => isAssignable(node.type, parameters[index]!, bindings))) continue;
    const type = result === bool ? bool : substitute(result, bindings);
    found = found === undefined || sameType(found, type) ? type : dyn;
  }
  return found;
}

function applyToOne(apply: Operator['apply'], operand: Evaluate): Evaluate {
  return (run) => {
    const value = operand(run);
    return value instanceof CelError ? value : apply(value, null, run);
  };
}

function applyTo(apply: Operator['apply'], left: Evaluate, right: Evaluate): Evaluate {
  return (run) => {
    const a = left(run);
    if (a instanceof CelError) return a;
    const b = right(run);
    return b instanceof CelError ? b : apply(a, b, run);
  };
}

/** Longer texts are compared for a charge. */
const maxFastText = 1000;

/** Comparisons with a text or a truth value, and membership in a list of texts, are most of what policies do. */
function specialise(name: string, left: Node, right: Node): Evaluate | undefined {
  const { constant } = right;
  const { evaluate } = left;
  const isShort = typeof constant === 'string' && constant.length <= maxFastText;
  if (isShort || typeof constant === 'boolean' || constant === null) {
    if (name === '_==_') {
      return (run) => {
        const value = evaluate(run);
        if (value instanceof CelError) return value;
        return value === constant || (value instanceof CelOpaque && equalOrError(value, constant, run));
      };
    }
    if (name === '_!=_') {
      return (run) => {
        const value = evaluate(run);
        return value instanceof CelError ? value : value !== constant;
      };
    }
  }
  if (name !== '@in' || !isList(constant) || !constant.every((item) => typeof item === 'string')) return undefined;
  const texts: ReadonlySet<CelValue> = new Set(constant);
  return (run) => {
    const value = evaluate(run);
    return value instanceof CelError ? value : texts.has(value);
  };
}

/** Texts and lists are copied. */
function addPaid(a: CelValue, b: CelValue, run: Run): Result {
  const sum = add(a, b);
  const size = typeof sum === 'string' || sum instanceof Uint8Array || isList(sum) ? sum.length : 0;
  run.spend(textSteps(size));
  return sum;
}

function isIn(item: CelValue, container: CelValue, run: Run): Result {
  if (isList(container)) {
    for (const candidate of container) if (equal(candidate, item, run)) return true;
    return false;
  }
  if (isPlainMap(container)) return typeof item === 'string' && Object.hasOwn(container, item);
  return container instanceof CelMap ? container.entries.has(mapKey(item) ?? '') : noOverload;
}

/** `a[b]`: an error for what is not there. */
export function indexValue(container: CelValue, index: CelValue): Result {
  if (isList(container)) return indexList(container, index);
  if (container instanceof CelMap || isPlainMap(container)) {
    const found = lookUp(container, index);
    return found === undefined ? new CelError(`no such key: ${keyText(index)}`) : found;
  }
  return new CelError(`no such key: ${keyText(index)}`);
}

function indexList(list: readonly CelValue[], index: CelValue): Result {
  const at = listIndex(index);
  if (at instanceof CelError) return at;
  return list[at] ?? (at >= 0 && at < list.length ? null : new CelError(`index out of bounds: ${at}`));
}

/** A whole number of any number type. */
export function listIndex(index: CelValue): number | CelError {
  if (isInt(index)) return Number(index);
  const number = numberIn(index);
  if (number === undefined) return new CelError(`unsupported index type '${typeName(index)}' in list`);
  return Number.isInteger(number) ? number : new CelError(`unsupported index value ${number} in list`);
}

function numberIn(value: CelValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || !('value' in value)) return undefined;
  const inner: unknown = value.value;
  return typeof inner === 'number' || typeof inner === 'bigint' ? Number(inner) : undefined;
}

import type { ExprOf } from '../syntax/ast.ts';
import { dyn, formatType, isEquivalent, joinTypes, type Type, typeOf, unset } from '../type/type.ts';
import { MapBuilder } from '../value/map.ts';
import {
  CelDouble,
  CelError,
  CelOptional,
  CelUint,
  type CelValue,
  isInt,
  noOverload,
  type Result,
} from '../value/value.ts';
import { type Compilation, constantNode, type Node, type Scope } from './node.ts';

export function literalType(value: CelValue): Type {
  if (value === null) return typeOf('null');
  if (typeof value === 'string') return typeOf('string');
  if (typeof value === 'boolean') return typeOf('bool');
  if (isInt(value)) return typeOf('int');
  if (value instanceof CelUint) return typeOf('uint');
  return typeOf(value instanceof CelDouble || typeof value === 'number' ? 'double' : 'bytes');
}

/** The common type of what a literal holds; an error where Kubernetes wants one type. */
function commonType(
  compilation: Compilation,
  parts: readonly { readonly type: Type; readonly offset: number }[],
): Type {
  const [first] = parts;
  if (!first) return unset;
  const wrong = parts.find(({ type }) => !isEquivalent(first.type, type));
  if (wrong && !compilation.mixedLiterals) {
    const message = `expected type '${formatType(first.type)}' but found '${formatType(wrong.type)}'`;
    compilation.errors.push({ message, offset: wrong.offset });
  }
  return parts.reduce<Type>((common, { type }) => joinTypes(common, type) ?? dyn, first.type);
}

function unwrapType(compilation: Compilation, { type }: Node, optional: boolean, offset: number): Type {
  if (!optional || type.kind === 'dyn') return optional ? dyn : type;
  if (type.kind === 'optional') return type.args[0]!;
  compilation.errors.push({
    message: `expected type 'optional_type(${formatType(type)})' but found '${formatType(type)}'`,
    offset,
  });
  return dyn;
}

export function compileList(compilation: Compilation, { elements }: ExprOf<'list'>, scope: Scope): Node {
  const parts = elements.map(({ value, optional }) => ({
    node: compilation.compile(value, scope),
    optional,
    offset: value.offset,
  }));
  const types = parts.map(({ node, optional, offset }) => ({
    type: unwrapType(compilation, node, optional, offset),
    offset,
  }));
  const type = typeOf('list', commonType(compilation, types));
  const constants = parts.map(({ node, optional }) => (optional ? undefined : node.constant));
  if (constants.every((value) => value !== undefined)) return constantNode(constants, type);
  return {
    type,
    evaluate: (run) => {
      const list: CelValue[] = [];
      for (const { node, optional } of parts) {
        const value = optional ? unwrap(node.evaluate(run)) : node.evaluate(run);
        if (value instanceof CelError) return value;
        if (value !== undefined) list.push(value);
      }
      return list;
    },
  };
}

/** The value in an optional; `undefined` when there is none. */
function unwrap(value: Result): Result | undefined {
  if (value instanceof CelError) return value;
  return value instanceof CelOptional ? value.value : noOverload;
}

export function compileMap(compilation: Compilation, { entries }: ExprOf<'map'>, scope: Scope): Node {
  const parts = entries.map(({ key, value, optional }) => ({
    key: compilation.compile(key, scope),
    value: compilation.compile(value, scope),
    optional,
    offsets: [key.offset, value.offset] as const,
  }));
  const keyType = commonType(
    compilation,
    parts.map(({ key, offsets }) => ({ type: key.type, offset: offsets[0] })),
  );
  const valueType = commonType(
    compilation,
    parts.map(({ value, optional, offsets }) => ({
      type: unwrapType(compilation, value, optional, offsets[1]),
      offset: offsets[1],
    })),
  );
  return {
    type: typeOf('map', keyType, valueType),
    evaluate: (run) => {
      const map = new MapBuilder();
      for (const { key, value, optional } of parts) {
        const name = key.evaluate(run);
        if (name instanceof CelError) return name;
        const found = optional ? unwrap(value.evaluate(run)) : value.evaluate(run);
        if (found instanceof CelError) return found;
        if (found !== undefined && !map.set(name, found)) return new CelError('unsupported key type');
      }
      return map.build();
    },
  };
}

/** `Object{...}` and its like are maps: which fields there may be is known to those who apply the patch. */
export function compileMessage(compilation: Compilation, { fields }: ExprOf<'message'>, scope: Scope): Node {
  const parts = fields.map(({ key, value, optional }) => ({
    name: (key as ExprOf<'literal'>).value,
    node: compilation.compile(value, scope),
    optional,
  }));
  return {
    type: dyn,
    evaluate: (run) => {
      const map = new MapBuilder();
      for (const { name, node, optional } of parts) {
        const value = optional ? unwrap(node.evaluate(run)) : node.evaluate(run);
        if (value instanceof CelError) return value;
        if (value !== undefined) map.set(name, value);
      }
      return map.build();
    },
  };
}

import { type Expr, type ExprOf, qualifiedName } from '../syntax/ast.ts';
import { bool, dyn, formatType, type Type, typeOf } from '../type/type.ts';
import { lookUp, mapKey } from '../value/map.ts';
import {
  CelError,
  CelMap,
  CelOpaque,
  CelOptional,
  CelTypeValue,
  type CelValue,
  isList,
  isPlainMap,
  none,
  noOverload,
  type Result,
  typeName,
} from '../value/value.ts';
import { type Compilation, constantNode, failNode, type Node, type Scope } from './node.ts';
import { indexValue } from './operator.ts';
import type { Evaluate } from './run.ts';

const typeNames: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'int',
    'uint',
    'double',
    'bool',
    'string',
    'bytes',
    'list',
    'map',
    'null_type',
    'type',
    'optional_type',
    'google.protobuf.Timestamp',
    'google.protobuf.Duration',
    'net.IP',
    'net.CIDR',
    'kubernetes.URL',
    'kubernetes.Quantity',
    'kubernetes.Semver',
  ].map((name) => [name, name]),
);

export function compileIdent(compilation: Compilation, name: string, offset: number, scope: Scope): Node {
  const local = scope.get(name);
  if (local) {
    const { slot, type } = local;
    return { type, evaluate: (run) => run.locals[slot]! };
  }
  return (
    variableNode(compilation, name) ??
    failNode(compilation, `undeclared reference to '${name}' (in container '')`, offset)
  );
}

function variableNode({ variables }: Compilation, name: string): Node | undefined {
  if (Object.hasOwn(variables, name)) {
    const missing = new CelError(`no such attribute(s): ${name}`);
    return { type: variables[name]!, evaluate: (run) => present(run.activation.get(name), missing) };
  }
  return Object.hasOwn(typeNames, name) ? constantNode(new CelTypeValue(name), typeOf('type')) : undefined;
}

/** What is undefined is not there. Fields may be error values: a variable of a policy that failed. */
function present(value: unknown, missing: CelError): Result {
  return value === undefined ? missing : (value as Result);
}

export function compileSelect(compilation: Compilation, expr: ExprOf<'select'>, scope: Scope): Node {
  const qualified = qualifiedName(expr);
  if (qualified && !scope.has(qualified.split('.')[0]!)) {
    const variable = variableNode(compilation, qualified);
    if (variable) return variable;
  }
  const { field, optional, offset } = expr;
  const { type, evaluate } = compilation.compile(expr.operand, scope);
  const wrong = checkSelectable(type, field);
  if (wrong) return failNode(compilation, wrong, offset);
  if (optional || type.kind === 'optional') {
    return {
      type: typeOf('optional', fieldType(type.kind === 'optional' ? type.args[0]! : type, field)),
      evaluate: (run) => selectOptional(evaluate(run), field),
    };
  }
  return { type: fieldType(type, field), evaluate: selectField(evaluate, field) };
}

function checkSelectable(type: Type, field: string): string | undefined {
  if (type.fields && !type.fields.has(field)) return `undefined field '${field}'`;
  const { kind } = type.kind === 'optional' ? type.args[0]! : type;
  return kind === 'dyn' || kind === 'map' || (kind.length > 1 && /^[A-Z]/.test(kind))
    ? undefined
    : `type '${formatType(type)}' does not support field selection`;
}

function fieldType(type: Type, field: string): Type {
  return type.fields?.get(field) ?? partType(type);
}

/** The type of a field or element. */
function partType({ kind, args }: Type): Type {
  if (kind === 'map') return args[1]!;
  return kind === 'list' ? args[0]! : dyn;
}

const listHasNoFields = new CelError("unsupported index type 'string' in list");

function selectField(evaluate: Evaluate, field: string): Evaluate {
  const missing = new CelError(`no such key: ${field}`);
  return (run) => {
    const value = evaluate(run);
    if (isPlainMap(value)) return Object.hasOwn(value, field) ? present(value[field], missing) : missing;
    if (value instanceof CelError) return value;
    if (value instanceof CelOptional) return selectOptional(value, field);
    if (value instanceof CelMap) return present(lookUp(value, field), missing);
    if (isList(value)) return listHasNoFields;
    return value instanceof CelOpaque ? noOverload : missing;
  };
}

function selectOptional(value: Result, field: string): Result {
  if (value instanceof CelError) return value;
  const inner = value instanceof CelOptional ? value.value : value;
  if (inner === undefined) return none;
  const found = isPlainMap(inner)
    ? Object.hasOwn(inner, field)
      ? (inner[field] as Result | undefined)
      : undefined
    : inner instanceof CelMap
      ? lookUp(inner, field)
      : undefined;
  if (found === undefined) return none;
  return found instanceof CelError ? found : new CelOptional(found);
}

export function compileIndex(
  compilation: Compilation,
  { operand, index, optional, offset }: ExprOf<'index'>,
  scope: Scope,
): Node {
  const container = compilation.compile(operand, scope);
  const at = compilation.compile(index, scope);
  const inner = container.type.kind === 'optional' ? container.type.args[0]! : container.type;
  if (!isIndexable(inner, at.type)) {
    const name = optional ? '_[?_]' : '_[_]';
    return failNode(
      compilation,
      `found no matching overload for '${name}' applied to '(${formatType(container.type)}, ${formatType(at.type)})'`,
      offset,
    );
  }
  if (at.constant !== undefined && mapKey(at.constant) === undefined)
    return failNode(compilation, `invalid qualifier type: ${typeName(at.constant)}`, offset);
  const { evaluate } = container;
  const type = partType(inner);
  const isOptional = optional || inner !== container.type;
  return {
    type: isOptional ? typeOf('optional', type) : type,
    evaluate: (run) => {
      const value = evaluate(run);
      if (value instanceof CelError) return value;
      const key = at.evaluate(run);
      if (key instanceof CelError) return key;
      if (value instanceof CelOptional) return value.value === undefined ? none : indexOptional(value.value, key);
      return optional ? indexOptional(value, key) : indexValue(value, key);
    },
  };
}

function isIndexable({ kind, args }: Type, index: Type): boolean {
  if (kind === 'dyn' || index.kind === 'dyn') return kind === 'dyn' || kind === 'list' || kind === 'map';
  if (kind === 'list') return index.kind === 'int';
  return kind === 'map' && (args[0]!.kind === 'dyn' || args[0]!.kind === index.kind);
}

function indexOptional(container: CelValue, key: CelValue): Result {
  if (mapKey(key) === undefined) return new CelError(`invalid qualifier type: ${typeName(key)}`);
  const found = indexValue(container, key);
  if (!(found instanceof CelError)) return new CelOptional(found);
  return found === noOverload || found.message.startsWith('unsupported') ? found : none;
}

/** `has(a.b)`: whether the field is there; an error in `a` stays one. */
export function compileHas(compilation: Compilation, arg: Expr | undefined, offset: number, scope: Scope): Node {
  if (arg?.kind !== 'select' || arg.optional)
    return failNode(compilation, 'invalid argument to has() macro', arg?.offset ?? offset);
  const { type, evaluate } = compilation.compile(arg.operand, scope);
  const { field } = arg;
  const wrong = checkSelectable(type, field);
  if (wrong) return failNode(compilation, wrong, arg.offset);
  return {
    type: bool,
    evaluate: (run) => {
      const value = evaluate(run);
      if (isPlainMap(value)) return Object.hasOwn(value, field) && value[field] !== undefined;
      if (value instanceof CelError) return value;
      if (isList(value)) return listHasNoFields;
      const found =
        value instanceof CelOptional
          ? selectOptional(value, field)
          : value instanceof CelMap
            ? lookUp(value, field)
            : undefined;
      return found !== undefined && found !== none;
    },
  };
}

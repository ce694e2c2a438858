import type { Expr, ExprOf } from '../syntax/ast.ts';
import { bool, dyn, formatType, joinTypes, type Type, typeOf } from '../type/type.ts';
import { CelError, CelOptional, none, noOverload, typeName } from '../value/value.ts';
import { comprehensions, sortBy } from './comprehension.ts';
import { type Compilation, failNode, type Local, type Node, type Scope } from './node.ts';
import { compileHas } from './select.ts';

/** Compiles a call that is a macro; `undefined` for a call of a function. */
export function compileMacro(compilation: Compilation, expr: ExprOf<'call'>, scope: Scope): Node | undefined {
  const { name, target, args, offset } = expr;
  if (!target) return name === 'has' && args.length === 1 ? compileHas(compilation, args[0], offset, scope) : undefined;
  switch (name) {
    case 'bind':
      return args.length === 3 && target.kind === 'ident' && target.name === 'cel'
        ? compileBind(compilation, args, scope)
        : undefined;
    case 'optMap':
    case 'optFlatMap':
      return args.length === 2 ? compileOptMap(compilation, name, target, args, scope) : undefined;
    default:
      return compileComprehension(compilation, expr, target, scope);
  }
}

/** A new scope with variables in slots of their own; `undefined` when a name is none, which is then an error. */
function declare(
  compilation: Compilation,
  scope: Scope,
  names: readonly Expr[],
  types: readonly Type[],
  message: string,
): { scope: Scope; slots: number[] } | undefined {
  const inner = new Map<string, Local>(scope);
  const slots: number[] = [];
  for (const [index, name] of names.entries()) {
    if (name.kind !== 'ident') {
      compilation.errors.push({ message, offset: name.offset });
      return undefined;
    }
    if (index > 0 && names[0]!.kind === 'ident' && names[0]!.name === name.name) {
      compilation.errors.push({ message: `duplicate variable name: ${name.name}`, offset: name.offset });
    }
    const slot = compilation.newSlot();
    inner.set(name.name, { slot, type: types[index]! });
    slots.push(slot);
  }
  return { scope: inner, slots };
}

const broken: Node = { type: dyn, evaluate: () => noOverload };

function compileBind(compilation: Compilation, args: readonly Expr[], scope: Scope): Node {
  const [name, value, body] = args as [Expr, Expr, Expr];
  const bound = compilation.compile(value, scope);
  const declared = declare(
    compilation,
    scope,
    [name],
    [bound.type],
    'cel.bind() variable names must be simple identifiers',
  );
  if (!declared) return broken;
  const { type, evaluate } = compilation.compile(body, declared.scope);
  const slot = declared.slots[0]!;
  return {
    type,
    evaluate: (run) => {
      run.locals[slot] = bound.evaluate(run);
      return evaluate(run);
    },
  };
}

function compileOptMap(
  compilation: Compilation,
  name: 'optMap' | 'optFlatMap',
  target: Expr,
  args: readonly Expr[],
  scope: Scope,
): Node {
  const value = compilation.compile(target, scope);
  const inner = value.type.kind === 'optional' ? value.type.args[0]! : dyn;
  const declared = declare(
    compilation,
    scope,
    [args[0]!],
    [inner],
    `${name}() variable name must be a simple identifier`,
  );
  if (!declared) return broken;
  const body = compilation.compile(args[1]!, declared.scope);
  const slot = declared.slots[0]!;
  const flat = name === 'optFlatMap';
  if (flat && !joinTypes(body.type, typeOf('optional'))) {
    const types = [bool, body.type, typeOf('optional')].map(formatType).join(', ');
    return failNode(compilation, `found no matching overload for '_?_:_' applied to '(${types})'`, args[1]!.offset);
  }
  return {
    type: flat ? body.type : typeOf('optional', body.type),
    evaluate: (run) => {
      const found = value.evaluate(run);
      if (found instanceof CelError) return found;
      if (!(found instanceof CelOptional)) return new CelError(`no such overload: hasValue(${typeName(found)})`);
      if (found.value === undefined) return none;
      run.locals[slot] = found.value;
      const result = body.evaluate(run);
      return result instanceof CelError || flat ? result : new CelOptional(result);
    },
  };
}

/** `range.all(x, ...)` and its kin: one or two variables, then one or two expressions over them. */
function compileComprehension(
  compilation: Compilation,
  { name, args, offset }: ExprOf<'call'>,
  target: Expr,
  scope: Scope,
): Node | undefined {
  if (name === 'sortBy' && args.length === 2) return compileSortBy(compilation, args, target, scope);
  const forms = Object.hasOwn(comprehensions, name) ? comprehensions[name]! : [];
  const form = forms.find(({ variables, parts }) => variables + parts === args.length);
  if (!form) return undefined;
  const range = compilation.compile(target, scope);
  const types = variableTypes(range.type, form.variables);
  if (!types)
    return failNode(
      compilation,
      `expression of type '${formatType(range.type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      target.offset,
    );
  const message =
    form.variables === 1 && !name.startsWith('transform') && (name === 'map' || name === 'filter')
      ? 'argument is not an identifier'
      : 'argument must be a simple name';
  const declared = declare(compilation, scope, args.slice(0, form.variables), types, message);
  if (!declared) return broken;
  const before = compilation.count;
  const parts = args.slice(form.variables).map((part) => compilation.compile(part, declared.scope));
  const steps = 1 + compilation.count - before;
  const condition = parts[0]!.type;
  if (form.predicate && condition.kind !== 'bool' && condition.kind !== 'dyn') {
    if (form.result === 'bool')
      return failNode(
        compilation,
        `expected type 'bool' but found '${formatType(condition)}'`,
        args[form.variables]!.offset,
      );
    const list = formatType(typeOf('list', name === 'filter' ? types[0]! : parts.at(-1)!.type));
    return failNode(
      compilation,
      `found no matching overload for '_?_:_' applied to '(${formatType(condition)}, ${list}, ${list})'`,
      offset,
    );
  }
  const last = parts.at(-1)!.type;
  if (name === 'transformMapEntry' && !joinTypes(last, typeOf('map'))) {
    const problem = `found no matching overload for 'cel.@mapInsert' applied to '(map(dyn, dyn), ${formatType(last)})'`;
    return failNode(compilation, problem, offset);
  }
  const type =
    form.result === 'bool'
      ? bool
      : form.result === 'list'
        ? typeOf('list', name === 'filter' ? types[0]! : last)
        : typeOf('map', form.keepsKeys ? types[0]! : dyn, form.keepsKeys ? last : dyn);
  return {
    type,
    evaluate: form.build(
      range.evaluate,
      { slots: declared.slots, steps },
      parts.map(({ evaluate }) => evaluate),
    ),
  };
}

function compileSortBy(compilation: Compilation, args: readonly Expr[], target: Expr, scope: Scope): Node {
  const range = compilation.compile(target, scope);
  const declared = declare(
    compilation,
    scope,
    [args[0]!],
    [range.type.kind === 'list' ? range.type.args[0]! : dyn],
    'argument is not an identifier',
  );
  if (!declared) return broken;
  const before = compilation.count;
  const key = compilation.compile(args[1]!, declared.scope);
  const loop = { slots: declared.slots, steps: 1 + compilation.count - before };
  return {
    type: range.type.kind === 'list' ? range.type : typeOf('list'),
    evaluate: sortBy(range.evaluate, loop, key.evaluate),
  };
}

/** The types of the variables over a range; `undefined` when it is none. */
function variableTypes({ kind, args }: Type, count: number): Type[] | undefined {
  if (kind === 'dyn') return [dyn, dyn];
  if (kind === 'list') return count === 1 ? [args[0]!] : [typeOf('int'), args[0]!];
  return kind === 'map' ? [args[0]!, args[1]!] : undefined;
}

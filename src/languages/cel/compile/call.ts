import type { Overload } from '../library/function-table.ts';
import type { ExprOf } from '../syntax/ast.ts';
import { qualifiedName } from '../syntax/ast.ts';
import { type Bindings, dyn, isAssignable, isExact, sameType, substitute, type Type } from '../type/type.ts';
import { CelError, CelOptional, type CelValue, noOverload, type Result, typeName } from '../value/value.ts';
import { compileMacro } from './macro.ts';
import { type Compilation, constantNode, failNode, type Node, noMatchingOverload, type Scope } from './node.ts';
import { compileOperator, isOperator } from './operator.ts';
import type { Evaluate } from './run.ts';
import { validateLiterals } from './validate-literals.ts';

/** Macros first, then functions of a namespace, then functions on a value. */
export function compileCall(compilation: Compilation, expr: ExprOf<'call'>, scope: Scope): Node {
  if (expr.name === 'format' && !compilation.mixedLiterals) {
    // The arguments of `format` are of any types.
    compilation.mixedLiterals = true;
    const node = compileCall(compilation, expr, scope);
    compilation.mixedLiterals = false;
    return node;
  }
  if (isOperator(expr.name)) return compileOperator(compilation, expr, scope);
  const macro = compileMacro(compilation, expr, scope);
  if (macro) return macro;
  const { target, args } = expr;
  const namespaced = target && namespaceCall(compilation, expr, scope);
  if (namespaced)
    return compileFunction(
      compilation,
      namespaced,
      false,
      args.map((arg) => compilation.compile(arg, scope)),
      expr,
    );
  const values = (target ? [target, ...args] : args).map((arg) => compilation.compile(arg, scope));
  return compileFunction(compilation, expr.name, target !== undefined, values, expr);
}

/** The full name of `math.abs(1)`, unless `math` is a variable of a comprehension. */
function namespaceCall({ functions }: Compilation, { target, name }: ExprOf<'call'>, scope: Scope): string | undefined {
  const qualified = target && qualifiedName(target);
  if (qualified === undefined || scope.has(qualified.split('.')[0]!)) return undefined;
  const full = `${qualified}.${name}`;
  return functions.has(full) ? full : undefined;
}

function compileFunction(
  compilation: Compilation,
  name: string,
  member: boolean,
  args: readonly Node[],
  expr: ExprOf<'call'>,
): Node {
  const declared = compilation.functions.get(name);
  if (!declared) return failNode(compilation, `undeclared reference to '${name}' (in container '')`, expr.offset);
  const { overloads, result } = matchOverloads(declared, member, args);
  if (overloads.length === 0) return failNode(compilation, noMatchingOverload(name, member, args), expr.offset);
  const invalid = validateLiterals(name, args, expr);
  if (invalid) compilation.errors.push(invalid);
  const evaluate = callFunction(
    name,
    overloads,
    args.map((arg) => arg.evaluate),
  );
  const node = foldConstant(compilation, { type: result, evaluate }, args, overloads);
  if (isChecked(name) && args.every(({ constant }) => constant !== undefined) && node.constant === undefined) {
    const problem = compilation.folding.evaluate(evaluate);
    if (problem instanceof CelError) compilation.errors.push({ message: problem.message, offset: expr.offset });
  }
  return node;
}

/** The overloads that the static types allow, and the type of what they give. */
function matchOverloads(
  declared: readonly Overload[],
  member: boolean,
  args: readonly Node[],
): { overloads: Overload[]; result: Type } {
  const overloads: Overload[] = [];
  let result: Type | undefined;
  for (const overload of declared) {
    if (overload.member !== member || overload.parameters.length !== args.length) continue;
    const bindings: Bindings = new Map();
    if (!args.every(({ type }, index) => isAssignable(type, overload.parameters[index]!, bindings))) continue;
    overloads.push(overload);
    const type = substitute(overload.result, bindings);
    result = result === undefined || sameType(result, type) ? type : dyn;
    // Only an argument of unknown type leaves a choice.
    if (args.every((arg) => isExact(arg.type))) break;
  }
  return { overloads, result: result ?? dyn };
}

/** Conversions of constants and texts formatted from them are made while compiling, and so are their errors. */
function isChecked(name: string): boolean {
  return ['bool', 'bytes', 'double', 'duration', 'format', 'int', 'string', 'uint'].includes(name);
}

/** Computes a call of pure functions on constants once. Errors stay errors of the evaluation. */
function foldConstant(
  { folding }: Compilation,
  node: Node,
  args: readonly Node[],
  overloads: readonly Overload[],
): Node {
  if (!overloads.every(({ pure }) => pure) || args.some(({ constant }) => constant === undefined)) return node;
  const value = folding.evaluate(node.evaluate);
  return value instanceof CelError ? node : constantNode(value, node.type);
}

function callFunction(name: string, overloads: readonly Overload[], args: readonly Evaluate[]): Evaluate {
  if (name === 'or') return chooseOptional(args[0]!, args[1]!);
  const [only] = overloads;
  if (overloads.length > 1 || args.length > 2) return callDispatched(name, overloads, args);
  const { call, tests } = only!;
  const [first, second] = args;
  const [testFirst, testSecond] = tests;
  if (!first) return (run) => call(run);
  if (!second) {
    return (run) => {
      const a = first(run);
      if (a instanceof CelError) return a;
      return testFirst?.(a) === false ? mismatch(name, [a]) : call(a, run);
    };
  }
  return (run) => {
    const a = first(run);
    if (a instanceof CelError) return a;
    const b = second(run);
    if (b instanceof CelError) return b;
    return testFirst?.(a) === false || testSecond?.(b) === false ? mismatch(name, [a, b]) : call(a, b, run);
  };
}

/** `a.or(b)`: of a value that is there the alternative is not looked at. */
function chooseOptional(first: Evaluate, second: Evaluate): Evaluate {
  return (run) => {
    const value = first(run);
    if (value instanceof CelError) return value;
    if (!(value instanceof CelOptional)) return noOverload;
    return value.value === undefined ? second(run) : value;
  };
}

function callDispatched(name: string, overloads: readonly Overload[], args: readonly Evaluate[]): Evaluate {
  return (run) => {
    const values: CelValue[] = [];
    for (const arg of args) {
      const value = arg(run);
      if (value instanceof CelError) return value;
      values.push(value);
    }
    for (const { call, tests } of overloads) {
      if (tests.every((test, index) => !test || test(values[index]!))) return call(...values, run);
    }
    return mismatch(name, values);
  };
}

/** Functions that cel-go finds by what their operand can do; they say less. */
const traits: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith', 'matches']);

function mismatch(name: string, values: readonly CelValue[]): Result {
  if (traits.has(name)) return noOverload;
  if (name === 'size') return new CelError('no such overload: size');
  return new CelError(`no such overload: ${name}(${values.map(typeName).join(', ')})`);
}

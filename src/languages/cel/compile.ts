import { functions, namespaces } from './library/index.ts';
import type { CelFunction, StaticType } from './library/function.ts';
import { macros, mapOptional } from './macros.ts';
import { applyBinary, keyOf, negate } from './operators.ts';
import { type Activation, type Evaluate, type Result, Run } from './run.ts';
import { CelSyntaxError, type Expr } from './syntax/ast.ts';
import { parseCel } from './syntax/parser.ts';
import { CelError, CelOptional, type CelMap, CelOpaque, CelType, type CelValue, isInt, isList, isMap, none, noOverload } from './value.ts';

export type { StaticType } from './library/function.ts';

export interface CelEnv {
  /** Names that an expression may use, with their types as far as they are known. */
  readonly variables: Readonly<Record<string, StaticType>>;
}

/** Why an expression does not compile, in cel-go's words. */
export interface CelCompileError {
  readonly message: string;
  readonly offset: number;
}

export interface CelProgram {
  readonly outputType: StaticType;
  /** Never throws for wrong data: an error is a value. */
  evaluate(activation: Activation): CelValue | CelError;
}

/** A compiled node, with the type of what it gives. */
interface Node {
  readonly type: StaticType;
  readonly evaluate: Evaluate;
}

const types = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type', 'optional_type', 'google.protobuf.Timestamp', 'google.protobuf.Duration'];

/** Compiles an expression to a function: parsed and checked once, evaluated many times. */
export function compileCel(expression: string, env: CelEnv): { readonly program: CelProgram } | { readonly errors: readonly CelCompileError[] } {
  try {
    const compiler = new Compiler(env);
    const { type, evaluate } = compiler.compile(parseCel(expression), new Map());
    if (compiler.errors.length > 0) return { errors: compiler.errors };
    const { locals } = compiler;
    return { program: { outputType: type, evaluate: (activation) => evaluate(new Run(activation, locals)) } };
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    return { errors: [{ message: error.message, offset: error.offset }] };
  }
}

type Locals = ReadonlyMap<string, number>;

class Compiler {
  readonly #env: CelEnv;
  readonly errors: CelCompileError[] = [];
  locals = 0;

  constructor(env: CelEnv) {
    this.#env = env;
  }

  compile(expr: Expr, locals: Locals): Node {
    switch (expr.kind) {
      case 'literal': {
        const { value } = expr;
        return { type: literalType(value), evaluate: () => value };
      }
      case 'ident':
        return this.#ident(expr.name, expr.offset, locals);
      case 'select':
        return this.#select(expr, locals);
      case 'index':
        return this.#index(expr, locals);
      case 'unary':
        return this.#unary(expr, locals);
      case 'binary':
        return this.#binary(expr, locals);
      case 'and':
      case 'or':
        return this.#logical(expr, locals);
      case 'conditional':
        return this.#conditional(expr, locals);
      case 'list':
        return this.#list(expr, locals);
      case 'map':
        return this.#map(expr, locals);
      case 'message':
        return this.#message(expr, locals);
      case 'call':
        return this.#call(expr, locals);
    }
  }

  #error(message: string, offset: number): Node {
    this.errors.push({ message, offset });
    return { type: 'dyn', evaluate: () => new CelError(message) };
  }

  #ident(name: string, offset: number, locals: Locals): Node {
    const slot = locals.get(name);
    if (slot !== undefined) return { type: 'dyn', evaluate: (run) => run.locals[slot]! };
    if (Object.hasOwn(this.#env.variables, name)) {
      const missing = new CelError(`no such attribute(s): ${name}`);
      return { type: this.#env.variables[name]!, evaluate: (run) => asResult(run.activation.get(name), missing) };
    }
    if (types.includes(name)) return { type: 'type', evaluate: () => new CelType(name) };
    return this.#error(`undeclared reference to '${name}' (in container '')`, offset);
  }

  #select(expr: Extract<Expr, { kind: 'select' }>, locals: Locals): Node {
    const qualified = qualifiedName(expr);
    if (qualified && types.includes(qualified)) return { type: 'type', evaluate: () => new CelType(qualified) };
    const { evaluate } = this.compile(expr.operand, locals);
    const { field } = expr;
    if (expr.optional) return { type: 'optional', evaluate: (run) => selectOptional(evaluate(run), field) };
    const missing = new CelError(`no such key: ${field}`);
    return {
      type: 'dyn',
      evaluate: (run) => {
        const value = evaluate(run);
        if (isMap(value)) return Object.hasOwn(value, field) || field in value ? ownField(value, field, missing) : missing;
        return selectField(value, field, missing);
      },
    };
  }

  #index(expr: Extract<Expr, { kind: 'index' }>, locals: Locals): Node {
    const operand = this.compile(expr.operand, locals).evaluate;
    const index = this.compile(expr.index, locals).evaluate;
    const { optional } = expr;
    return {
      type: optional ? 'optional' : 'dyn',
      evaluate: (run) => {
        const value = operand(run);
        if (value instanceof CelError) return value;
        const at = index(run);
        if (at instanceof CelError) return at;
        if (value instanceof CelOptional) return value.value === undefined ? none : toOptional(indexValue(value.value, at));
        const found = indexValue(value, at);
        return optional ? toOptional(found) : found;
      },
    };
  }

  #unary({ operator, operand }: Extract<Expr, { kind: 'unary' }>, locals: Locals): Node {
    const { evaluate, type } = this.compile(operand, locals);
    if (operator === '!') {
      return {
        type: 'bool',
        evaluate: (run) => {
          const value = evaluate(run);
          return typeof value === 'boolean' ? !value : value instanceof CelError ? value : noOverload;
        },
      };
    }
    return {
      type,
      evaluate: (run) => {
        const value = evaluate(run);
        return value instanceof CelError ? value : negate(value);
      },
    };
  }

  #binary({ operator, left, right, offset }: Extract<Expr, { kind: 'binary' }>, locals: Locals): Node {
    const a = this.compile(left, locals);
    const b = this.compile(right, locals);
    const arithmetic = ['+', '-', '*', '/', '%'].includes(operator);
    if (arithmetic && isKnown(a.type) && isKnown(b.type) && !canCombine(a.type, b.type)) {
      return this.#error(`found no matching overload for '_${operator}_' applied to '(${a.type}, ${b.type})'`, offset);
    }
    return {
      type: arithmetic ? (isKnown(a.type) && a.type === b.type && a.type !== 'timestamp' ? a.type : 'dyn') : 'bool',
      evaluate: (run) => {
        const x = a.evaluate(run);
        if (x instanceof CelError) return x;
        const y = b.evaluate(run);
        return y instanceof CelError ? y : applyBinary(operator, x, y);
      },
    };
  }

  /** An error on one side gives way to a value on the other that decides. */
  #logical({ kind, left, right }: Extract<Expr, { kind: 'and' | 'or' }>, locals: Locals): Node {
    const a = this.compile(left, locals).evaluate;
    const b = this.compile(right, locals).evaluate;
    const decides = kind === 'or';
    return {
      type: 'bool',
      evaluate: (run) => {
        const x = a(run);
        if (x === decides) return decides;
        const y = b(run);
        if (y === decides) return decides;
        if (x === !decides && y === !decides) return !decides;
        return x instanceof CelError ? x : y instanceof CelError ? y : noOverload;
      },
    };
  }

  #conditional({ condition, then, otherwise }: Extract<Expr, { kind: 'conditional' }>, locals: Locals): Node {
    const test = this.compile(condition, locals).evaluate;
    const yes = this.compile(then, locals);
    const no = this.compile(otherwise, locals);
    return {
      type: yes.type === no.type ? yes.type : 'dyn',
      evaluate: (run) => {
        const value = test(run);
        if (value === true) return yes.evaluate(run);
        if (value === false) return no.evaluate(run);
        return value instanceof CelError ? value : noOverload;
      },
    };
  }

  #list({ items }: Extract<Expr, { kind: 'list' }>, locals: Locals): Node {
    const compiled = items.map(({ value, optional }) => ({ evaluate: this.compile(value, locals).evaluate, optional }));
    return {
      type: 'list',
      evaluate: (run) => {
        const list: CelValue[] = [];
        for (const { evaluate, optional } of compiled) {
          const value = evaluate(run);
          if (value instanceof CelError) return value;
          if (!optional) list.push(value);
          else if (!(value instanceof CelOptional)) return noOverload;
          else if (value.value !== undefined) list.push(value.value);
        }
        return list;
      },
    };
  }

  #map({ entries }: Extract<Expr, { kind: 'map' }>, locals: Locals): Node {
    const compiled = entries.map(({ key, value, optional }) => ({
      key: this.compile(key, locals).evaluate,
      value: this.compile(value, locals).evaluate,
      optional,
    }));
    return {
      type: 'map',
      evaluate: (run) => {
        const map = Object.create(null) as Record<string, CelValue>;
        for (const entry of compiled) {
          const key = entry.key(run);
          if (key instanceof CelError) return key;
          const name = keyOf(key);
          if (name === undefined) return new CelError('unsupported key type');
          const problem = put(map, name, entry.value(run), entry.optional);
          if (problem) return problem;
        }
        return map;
      },
    };
  }

  /** `Object{...}` and its like are maps: the patches that need their types come with the mutating kinds. */
  #message({ fields }: Extract<Expr, { kind: 'message' }>, locals: Locals): Node {
    const compiled = fields.map(({ name, value, optional }) => ({ name, optional, evaluate: this.compile(value, locals).evaluate }));
    return {
      type: 'map',
      evaluate: (run) => {
        const map = Object.create(null) as Record<string, CelValue>;
        for (const { name, optional, evaluate } of compiled) {
          const problem = put(map, name, evaluate(run), optional);
          if (problem) return problem;
        }
        return map;
      },
    };
  }

  #call(expr: Extract<Expr, { kind: 'call' }>, locals: Locals): Node {
    const { name, target, args, offset } = expr;
    if (!target && name === 'has') return this.#has(args, offset, locals);
    if (target) {
      const special = this.#targetMacro(expr, target, locals);
      if (special) return special;
      const qualified = qualifiedName(target);
      if (qualified && namespaces.has(qualified) && !locals.has(qualified)) return this.#function(`${qualified}.${name}`, args, offset, locals, 'global');
      return this.#function(name, [target, ...args], offset, locals, 'member');
    }
    return this.#function(name, args, offset, locals, 'global');
  }

  #function(name: string, args: readonly Expr[], offset: number, locals: Locals, style: 'member' | 'global'): Node {
    const definition = functions.get(name);
    if (!definition || (definition.style !== 'both' && definition.style !== style)) {
      return this.#error(`undeclared reference to '${name}' (in container '')`, offset);
    }
    if (!definition.arity.includes(args.length)) return this.#error(`found no matching overload for '${name}' applied to ${args.length} argument(s)`, offset);
    const compiled = args.map((arg) => this.compile(arg, locals).evaluate);
    return { type: definition.returns, evaluate: callFunction(definition, compiled) };
  }

  #has(args: readonly Expr[], offset: number, locals: Locals): Node {
    const [operand] = args;
    if (args.length !== 1 || operand?.kind !== 'select') return this.#error('invalid argument to has() macro', offset);
    const { evaluate } = this.compile(operand.operand, locals);
    const { field } = operand;
    return {
      type: 'bool',
      evaluate: (run) => {
        const value = evaluate(run);
        if (value instanceof CelError) return value;
        if (value instanceof CelOptional) return value.value !== undefined && isMap(value.value) && Object.hasOwn(value.value, field);
        return isMap(value) ? Object.hasOwn(value, field) : value === null ? false : new CelError(`no such key: ${field}`);
      },
    };
  }

  #targetMacro({ name, args, offset }: Extract<Expr, { kind: 'call' }>, target: Expr, locals: Locals): Node | undefined {
    if (name === 'bind' && target.kind === 'ident' && target.name === 'cel' && args.length === 3) return this.#bind(args, locals);
    if (name === 'orValue' && args.length === 1) return this.#orValue(target, args[0]!, locals);
    if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2) return this.#optMap(name, target, args, offset, locals);
    if (name === 'sortBy' && args.length === 2) return this.#sortBy(target, args, offset, locals);
    const macro = macros.get(name);
    if (!macro) return undefined;
    const count = macro.variables.find((variables) => macro.parts.includes(args.length - variables) && args.slice(0, variables).every(({ kind }) => kind === 'ident'));
    if (count === undefined) return undefined;
    const range = this.compile(target, locals).evaluate;
    const inner = new Map(locals);
    const slots = args.slice(0, count).map((arg) => this.#declare(arg, inner));
    const parts = args.slice(count).map((arg) => this.compile(arg, inner).evaluate);
    const type = ['all', 'exists', 'exists_one', 'existsOne'].includes(name) ? 'bool' : name.startsWith('transformMap') ? 'map' : 'list';
    return { type, evaluate: macro.build({ range, slots, parts }) };
  }

  #declare(variable: Expr, locals: Map<string, number>): number {
    const slot = this.locals++;
    if (variable.kind === 'ident') locals.set(variable.name, slot);
    else this.errors.push({ message: 'argument must be a simple name', offset: variable.offset });
    return slot;
  }

  #bind([variable, value, body]: readonly Expr[], locals: Locals): Node {
    const bound = this.compile(value!, locals).evaluate;
    const inner = new Map(locals);
    const slot = this.#declare(variable!, inner);
    const { type, evaluate } = this.compile(body!, inner);
    return {
      type,
      evaluate: (run) => {
        run.locals[slot] = bound(run);
        return evaluate(run);
      },
    };
  }

  /** Kyverno lets `orValue` stand on a plain value, and on an error: then the alternative is taken. */
  #orValue(target: Expr, alternative: Expr, locals: Locals): Node {
    const value = this.compile(target, locals).evaluate;
    const other = this.compile(alternative, locals);
    return {
      type: other.type,
      evaluate: (run) => {
        const found = value(run);
        if (found instanceof CelError) return other.evaluate(run);
        if (!(found instanceof CelOptional)) return found;
        return found.value === undefined ? other.evaluate(run) : found.value;
      },
    };
  }

  #optMap(name: string, target: Expr, [variable, body]: readonly Expr[], offset: number, locals: Locals): Node {
    if (variable!.kind !== 'ident') return this.#error(`${name}() variable name must be a simple identifier`, offset);
    const value = this.compile(target, locals).evaluate;
    const inner = new Map(locals);
    const slot = this.#declare(variable!, inner);
    return { type: 'optional', evaluate: mapOptional(value, slot, this.compile(body!, inner).evaluate, name === 'optFlatMap') };
  }

  #sortBy(target: Expr, [variable, key]: readonly Expr[], offset: number, locals: Locals): Node {
    if (variable!.kind !== 'ident') return this.#error('sortBy() variable name must be a simple identifier', offset);
    const list = this.compile(target, locals).evaluate;
    const inner = new Map(locals);
    const slot = this.#declare(variable!, inner);
    const keyOfItem = this.compile(key!, inner).evaluate;
    return {
      type: 'list',
      evaluate: (run) => {
        const items = list(run);
        if (!isList(items)) return items instanceof CelError ? items : noOverload;
        const keyed: { item: CelValue; key: CelValue }[] = [];
        for (const item of items) {
          run.locals[slot] = item;
          const found = keyOfItem(run);
          if (found instanceof CelError) return found;
          keyed.push({ item, key: found });
        }
        return keyed.sort((a, b) => (applyBinary('<', a.key, b.key) === true ? -1 : applyBinary('<', b.key, a.key) === true ? 1 : 0)).map(({ item }) => item);
      },
    };
  }
}

function callFunction(definition: CelFunction, args: readonly Evaluate[]): Evaluate {
  const [first, second] = args;
  if (args.length === 1) {
    return (run) => {
      const value = first!(run);
      return value instanceof CelError ? value : definition.call([value], run);
    };
  }
  if (args.length === 2) {
    return (run) => {
      const a = first!(run);
      if (a instanceof CelError) return a;
      const b = second!(run);
      return b instanceof CelError ? b : definition.call([a, b], run);
    };
  }
  return (run) => {
    const values: CelValue[] = [];
    for (const arg of args) {
      const value = arg(run);
      if (value instanceof CelError) return value;
      values.push(value);
    }
    return definition.call(values, run);
  };
}

function asResult(value: unknown, missing: CelError): Result {
  return value === undefined ? missing : (value as Result);
}

/** A field may be an error value: a lazy variable that failed. */
function ownField(map: CelMap, field: string, missing: CelError): Result {
  return Object.hasOwn(map, field) ? (map[field] as Result) : missing;
}

function selectField(value: Result, field: string, missing: CelError): Result {
  if (value instanceof CelError) return value;
  if (value instanceof CelOptional) return selectOptional(value, field);
  return value instanceof CelOpaque ? noOverload : missing;
}

function selectOptional(value: Result, field: string): Result {
  if (value instanceof CelError) return value;
  const inner = value instanceof CelOptional ? value.value : value;
  if (inner === undefined || !isMap(inner) || !Object.hasOwn(inner, field)) return none;
  const found = inner[field] as Result;
  return found instanceof CelError ? found : new CelOptional(found);
}

function indexValue(value: CelValue, at: CelValue): Result {
  if (isList(value)) {
    const index = isInt(at) ? Number(at) : undefined;
    if (index === undefined) return noOverload;
    return index >= 0 && index < value.length ? value[index]! : new CelError(`index out of bounds: ${index}`);
  }
  if (!isMap(value)) return noOverload;
  const key = keyOf(at);
  return key !== undefined && Object.hasOwn(value, key) ? (value[key] as Result) : new CelError(`no such key: ${key ?? ''}`);
}

function toOptional(found: Result): Result {
  if (!(found instanceof CelError)) return new CelOptional(found);
  return found === noOverload ? found : none;
}

function put(map: Record<string, CelValue>, name: string, value: Result, optional: boolean): CelError | undefined {
  if (value instanceof CelError) return value;
  if (!optional) map[name] = value;
  else if (!(value instanceof CelOptional)) return noOverload;
  else if (value.value !== undefined) map[name] = value.value;
  return undefined;
}

/** `a.b.c` as a name. */
function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.optional) return undefined;
  const operand = qualifiedName(expr.operand);
  return operand && `${operand}.${expr.field}`;
}

function literalType(value: CelValue): StaticType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return isInt(value) ? 'int' : 'dyn';
}

function isKnown(type: StaticType): boolean {
  return type !== 'dyn' && type !== 'null' && type !== 'optional';
}

function canCombine(a: StaticType, b: StaticType): boolean {
  return a === b || ['timestamp', 'duration'].includes(a) || ['timestamp', 'duration'].includes(b);
}

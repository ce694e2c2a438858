import {
  compareBytes,
  isObject,
  type JsonObject,
  type JsonValue,
  jsonEqual,
  setKey,
} from '../../foundations/kube/index.ts';
import { FunctionFailure, JmesPathError } from './errors.ts';
import { type Argument, checkArguments, type FunctionContext, type FunctionDefinition } from './functions/function.ts';
import { functions } from './functions/index.ts';
import { parseJmesPath } from './parser.ts';
import type { Syntax } from './syntax.ts';

/** A path that named a key the map does not have. It travels as a value: `||` and its like turn it into null. */
class MissingKey {
  readonly key: string;
  readonly offset: number;
  readonly end: number;
  constructor(key: string, offset: number, end: number) {
    this.key = key;
    this.offset = offset;
    this.end = end;
  }
}

/** The names that an expression begins with, resolved when they are first needed. */
export interface Roots {
  /** The value of a name, or `undefined` when there is none. */
  get(name: string): JsonValue | undefined;
}

/** The value that `@` and fields refer to: JSON data, or the names of a context. */
class RootValue {
  readonly roots: Roots;
  constructor(roots: Roots) {
    this.roots = roots;
  }
}

type Value = JsonValue | MissingKey;
type Input = JsonValue | RootValue;
type Evaluate = (input: Input, context: FunctionContext) => Value;

/** A compiled expression: parsed once, evaluated many times. */
export interface CompiledExpression {
  readonly expression: string;
  /** Evaluates over one value. Throws JmesPathError. */
  search(value: JsonValue, context: FunctionContext): JsonValue;
  /** Evaluates over names. Errors of the names' own loading pass through. */
  searchRoots(roots: Roots, context: FunctionContext): JsonValue;
}

/** Compiles an expression of Kyverno's dialect. Throws JmesPathError for a text that is none. */
export function compileJmesPath(expression: string): CompiledExpression {
  const evaluate = compile(parseJmesPath(expression));
  const run = (input: Input, context: FunctionContext): JsonValue => {
    const found = evaluate(input, context);
    if (!(found instanceof MissingKey)) return found;
    throw new JmesPathError('missing-key', `Unknown key "${found.key}" in path`, found.offset, found.end);
  };
  return {
    expression,
    search: (value, context) => run(value, context),
    searchRoots: (roots, context) => run(new RootValue(roots), context),
  };
}

/** A missing key counts as null wherever the reference forgives it. */
function orNull(value: Value): JsonValue {
  return value instanceof MissingKey ? null : value;
}

function asJson(input: Input): JsonValue {
  if (input instanceof RootValue) throw new JmesPathError('evaluation', '`@` cannot stand for the whole context', 0);
  return input;
}

function isFalse(value: JsonValue): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
}

function compile(syntax: Syntax): Evaluate {
  switch (syntax.kind) {
    case 'field':
      return compileField(syntax.name, syntax.offset, syntax.end);
    case 'literal': {
      const { value } = syntax;
      return () => value;
    }
    case 'current':
      return asJson;
    case 'index': {
      const { index } = syntax;
      return (input) => (Array.isArray(input) ? (input.at(index) ?? null) : null);
    }
    case 'slice':
      return compileSlice(syntax);
    case 'chain': {
      const left = compile(syntax.left);
      const right = compile(syntax.right);
      return (input, context) => {
        const value = left(input, context);
        return value instanceof MissingKey ? value : right(value, context);
      };
    }
    case 'pipe': {
      const left = compile(syntax.left);
      const right = compile(syntax.right);
      return (input, context) => orNull(right(orNull(left(input, context)), context));
    }
    case 'or': {
      const left = compile(syntax.left);
      const right = compile(syntax.right);
      return (input, context) => {
        const value = orNull(left(input, context));
        return isFalse(value) ? right(input, context) : value;
      };
    }
    case 'and': {
      const left = compile(syntax.left);
      const right = compile(syntax.right);
      return (input, context) => {
        const value = orNull(left(input, context));
        return isFalse(value) ? value : right(input, context);
      };
    }
    case 'not': {
      const operand = compile(syntax.operand);
      return (input, context) => isFalse(orNull(operand(input, context)));
    }
    case 'comparison':
      return compileComparison(syntax);
    case 'projection': {
      const right = compile(syntax.right);
      const left = compile(syntax.left);
      return (input, context) => projectList(orNull(left(input, context)), right, context);
    }
    case 'values': {
      const left = compile(syntax.left);
      const right = compile(syntax.right);
      return (input, context) => {
        const map = orNull(left(input, context));
        if (!isObject(map)) return null;
        const keys = Object.keys(map).sort(compareBytes);
        return projectList(
          keys.map((key) => map[key]!),
          right,
          context,
        );
      };
    }
    case 'filter':
      return compileFilter(syntax);
    case 'flatten': {
      const operand = compile(syntax.operand);
      return (input, context) => {
        const list = orNull(operand(input, context));
        return Array.isArray(list) ? list.flat() : null;
      };
    }
    case 'list': {
      const items = syntax.items.map(compile);
      return (input, context) => (input === null ? null : items.map((item) => orNull(item(input, context))));
    }
    case 'object': {
      const entries = syntax.entries.map(({ key, value }) => ({ key, value: compile(value) }));
      return (input, context) => {
        if (input === null) return null;
        const map: JsonObject = {};
        for (const { key, value } of entries) setKey(map, key, orNull(value(input, context)));
        return map;
      };
    }
    case 'call':
      return compileCall(syntax);
    case 'reference':
      throw new JmesPathError(
        'syntax',
        'an expression reference is only allowed as an argument',
        syntax.offset,
        syntax.end,
      );
  }
}

function compileField(name: string, offset: number, end: number): Evaluate {
  const missing = new MissingKey(name, offset, end);
  return (input) => {
    if (input instanceof RootValue) return input.roots.get(name) ?? missing;
    if (!isObject(input)) return null;
    return Object.hasOwn(input, name) ? input[name]! : missing;
  };
}

function compileSlice({ start, stop, step = 1, offset, end }: Extract<Syntax, { kind: 'slice' }>): Evaluate {
  if (step === 0) throw new JmesPathError('syntax', 'Invalid slice, step cannot be 0', offset, end);
  return (input) => {
    if (!Array.isArray(input)) return null;
    const { length } = input;
    const bound = (value: number | undefined, otherwise: number, low: number, high: number) =>
      value === undefined ? otherwise : Math.min(Math.max(value < 0 ? value + length : value, low), high);
    const found: JsonValue[] = [];
    if (step > 0) {
      const to = bound(stop, length, 0, length);
      for (let at = bound(start, 0, 0, length); at < to; at += step) found.push(input[at]!);
    } else {
      const to = bound(stop, -1, -1, length - 1);
      for (let at = bound(start, length - 1, -1, length - 1); at > to; at += step) found.push(input[at]!);
    }
    return found;
  };
}

function projectList(list: JsonValue, right: Evaluate, context: FunctionContext): JsonValue {
  if (!Array.isArray(list)) return null;
  const found: JsonValue[] = [];
  for (const item of list) {
    const value = orNull(right(item, context));
    if (value !== null) found.push(value);
  }
  return found;
}

function compileFilter(syntax: Extract<Syntax, { kind: 'filter' }>): Evaluate {
  const left = compile(syntax.left);
  const condition = compile(syntax.condition);
  const right = compile(syntax.right);
  return (input, context) => {
    const list = orNull(left(input, context));
    if (!Array.isArray(list)) return null;
    const kept = list.filter((item) => !isFalse(orNull(condition(item, context))));
    return projectList(kept, right, context);
  };
}

function compileComparison({
  operator,
  left: leftSyntax,
  right: rightSyntax,
}: Extract<Syntax, { kind: 'comparison' }>): Evaluate {
  const left = compile(leftSyntax);
  const right = compile(rightSyntax);
  return (input, context) => {
    const a = orNull(left(input, context));
    const b = orNull(right(input, context));
    if (operator === '==') return jsonEqual(a, b);
    if (operator === '!=') return !jsonEqual(a, b);
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    switch (operator) {
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '>':
        return a > b;
      case '>=':
        return a >= b;
    }
  };
}

function compileCall({ name, args, offset, end }: Extract<Syntax, { kind: 'call' }>): Evaluate {
  const definition = name === undefined ? undefined : functions.get(name);
  // An unknown function fails when it is called: a branch that is never taken may name one.
  if (!definition) {
    return () => {
      throw new JmesPathError('evaluation', `unknown function: ${name ?? ''}`, offset, end);
    };
  }
  const compiled = args.map((arg) =>
    arg.kind === 'reference' ? { reference: compile(arg.operand) } : { value: compile(arg) },
  );
  return (input, context) => {
    const given = compiled.map((arg): Argument => {
      if (arg.value) return orNull(arg.value(input, context));
      return (item) => orNull(arg.reference(item, context));
    });
    return call(definition, given, context, offset, end);
  };
}

function call(
  definition: FunctionDefinition,
  given: readonly Argument[],
  context: FunctionContext,
  offset: number,
  end: number,
): JsonValue {
  try {
    checkArguments(definition, given);
    return definition.call(given, context);
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    throw new JmesPathError('evaluation', error.message, offset, end);
  }
}

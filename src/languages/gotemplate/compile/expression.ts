import { callNamed } from '../functions/call.ts';
import { FunctionError } from '../runtime/errors.ts';
import type { Frame } from '../runtime/frame.ts';
import type { GoFunction } from '../runtime/function.ts';
import { type Argument, checkArgument, idealNumber, paramTypes } from '../runtime/params.ts';
import { isTrue, methodOf } from '../runtime/types.ts';
import type { GoValue } from '../runtime/value.ts';
import { type AnyNode, type CommandNode, type Operand, type PipeNode, printNode } from '../syntax/node.ts';
import { walkFields } from './field.ts';
import { invoke } from './invoke.ts';
import type { Scope } from './scope.ts';

export type Eval = (frame: Frame) => GoValue;
/** A command; `final` is the value piped into it, or `undefined` when there is none. */
type CommandEval = (frame: Frame, final: GoValue | undefined) => GoValue;
type ArgEval = (frame: Frame) => Argument;

export type Functions = ReadonlyMap<string, GoFunction>;

/** Compiles a pipeline to a function of the frame. Declared variables are stored in their slots. */
export function compilePipe(pipe: PipeNode, scope: Scope, functions: Functions): Eval {
  const commands = pipe.commands.map((command) => compileCommand(command, scope, functions));
  const slots = pipe.variables.map((variable) => {
    if (!pipe.isAssign) return scope.declare(variable.names[0]!);
    return scope.find(variable.names[0]!);
  });
  const [first, second] = commands;
  if (commands.length === 1 && slots.length === 0) {
    return (frame) => {
      frame.node = pipe;
      return first!(frame, undefined);
    };
  }
  if (commands.length === 2 && slots.length === 0) {
    return (frame) => {
      frame.node = pipe;
      return second!(frame, first!(frame, undefined));
    };
  }
  return (frame) => {
    frame.node = pipe;
    let value: GoValue | undefined;
    for (const command of commands) value = command(frame, value);
    for (const [i, slot] of slots.entries()) {
      if (slot < 0) frame.fail(`undefined variable: ${pipe.variables[i]!.names[0]}`);
      frame.vars[slot] = value!;
    }
    return value!;
  };
}

function compileCommand(command: CommandNode, scope: Scope, functions: Functions): CommandEval {
  const [first, ...rest] = command.args as readonly [Operand, ...Operand[]];
  const refuseArguments = (frame: Frame, final: GoValue | undefined): void => {
    if (rest.length > 0 || final !== undefined) {
      frame.fail(`can't give argument to non-function ${printNode(first)}`);
    }
  };
  switch (first.kind) {
    case 'identifier':
      return compileFunction(first.name, first, command, rest, scope, functions);
    case 'field': {
      const typed = scope.dotTypedNil;
      const chain = compileChain(first.names, first, rest, scope, functions);
      return (frame, final) => {
        frame.node = first;
        return chain(frame, frame.dot, typed && !frame.dotIsConcrete, final);
      };
    }
    case 'chain': {
      const receiver = compileOperand(first.node, scope, functions);
      const chain = compileChain(first.names, first, rest, scope, functions);
      return (frame, final) => {
        frame.node = first;
        if (first.node.kind === 'nil') frame.fail(`indirection through explicit nil in ${printNode(first)}`);
        return chain(frame, receiver(frame), false, final);
      };
    }
    case 'variable': {
      const variable = compileVariable(first.names[0]!, scope);
      if (first.names.length === 1) {
        return (frame, final) => {
          frame.node = first;
          const value = variable(frame);
          refuseArguments(frame, final);
          return value;
        };
      }
      const typed = scope.typedNil(scope.find(first.names[0]!));
      const chain = compileChain(first.names.slice(1), first, rest, scope, functions);
      return (frame, final) => {
        frame.node = first;
        return chain(frame, variable(frame), typed, final);
      };
    }
    case 'pipe': {
      const pipe = compilePipe(first, scope, functions);
      return (frame, final) => {
        refuseArguments(frame, final);
        return pipe(frame);
      };
    }
  }
  return (frame, final) => {
    frame.node = first;
    refuseArguments(frame, final);
    return evalLiteral(frame, first);
  };
}

function evalLiteral(frame: Frame, node: Operand): GoValue {
  switch (node.kind) {
    case 'bool':
      return node.value;
    case 'dot':
      return frame.dot;
    case 'number': {
      const value = idealNumber(node);
      return typeof value === 'string' ? frame.fail(value) : value;
    }
    case 'string':
      return node.text;
    case 'nil':
      return frame.fail('nil is not a command');
  }
  return frame.fail(`can't evaluate command ${JSON.stringify(printNode(node))}`);
}

function compileVariable(name: string, scope: Scope): Eval {
  const slot = scope.find(name);
  if (slot < 0) return (frame) => frame.fail(`undefined variable: ${name}`);
  return (frame) => frame.vars[slot] ?? null;
}

type ChainEval = (frame: Frame, receiver: GoValue, typedNil: boolean, final: GoValue | undefined) => GoValue;

/** Fields of a receiver; arguments go to the last one, which must then be a method. */
function compileChain(
  names: readonly string[],
  node: AnyNode,
  rest: readonly Operand[],
  scope: Scope,
  functions: Functions,
): ChainEval {
  const last = names.at(-1)!;
  const before = names.slice(0, -1);
  const calls = new WeakMap<GoFunction, CommandEval>();
  // Which method it is shows only when it runs; by then the scope has gone on.
  const seen = scope.snapshot();
  return (frame, receiver, typedNil, final) => {
    if (rest.length === 0 && final === undefined) return walkFields(frame, receiver, names, node, typedNil);
    const target = before.length > 0 ? walkFields(frame, receiver, before, node, typedNil) : receiver;
    const method = target === null ? undefined : methodOf(target, last);
    if (!method) {
      // Fails, or finds a plain value that takes no arguments.
      walkFields(frame, target, [last], node, before.length > 0 || typedNil);
      if (target === null) return null;
      return frame.fail(
        kindHasFields(target)
          ? `${last} is not a method but has arguments`
          : `${last} has arguments but cannot be invoked as function`,
      );
    }
    let call = calls.get(method);
    if (!call) {
      call = compileCall(method, last, node, rest, seen, functions);
      calls.set(method, call);
    }
    return call(frame, final);
  };
}

function kindHasFields(value: GoValue): boolean {
  return value instanceof Map;
}

function compileFunction(
  name: string,
  identifier: AnyNode,
  command: AnyNode,
  rest: readonly Operand[],
  scope: Scope,
  functions: Functions,
): CommandEval {
  const callee = functions.get(name);
  if (!callee) {
    return (frame) => {
      frame.node = identifier;
      return frame.fail(`${JSON.stringify(name)} is not a defined function`);
    };
  }
  const named = name === 'call' && rest[0] ? callNamed(printNode(rest[0])) : callee;
  const call =
    name === 'and' || name === 'or'
      ? compileShortCircuit(name, rest, scope, functions)
      : compileCall(named, name, command, rest, scope, functions);
  return (frame, final) => {
    frame.node = identifier;
    return call(frame, final);
  };
}

/** `and` and `or` return an operand and leave the later ones unevaluated. */
function compileShortCircuit(name: string, rest: readonly Operand[], scope: Scope, functions: Functions): CommandEval {
  const stopAt = name === 'or';
  const args = rest.map((arg) => compileArgument(arg, 'value', scope, functions) as Eval);
  return (frame, final) => {
    if (args.length === 0 && final === undefined) {
      return frame.fail(`wrong number of args for ${name}: want at least 1 got 0`);
    }
    frame.run.step();
    let value: GoValue = null;
    for (const arg of args) {
      value = arg(frame);
      if (isTrue(value) === stopAt) return value;
    }
    return final === undefined ? value : final;
  };
}

function compileCall(
  callee: GoFunction,
  name: string,
  node: AnyNode,
  rest: readonly Operand[],
  scope: Scope,
  functions: Functions,
): CommandEval {
  const { params, rest: restParam } = callee;
  const fixed = params.length;
  const args = rest.map((arg, i) => compileArgument(arg, params[i] ?? restParam ?? 'any', scope, functions));
  const { nilPointer } = callee;
  const mindsNil = nilPointer !== undefined && rest[0] !== undefined && isTypedNil(rest[0], scope);
  const finalParam = paramTypes[params[rest.length] ?? restParam ?? 'any'];
  return (frame, final) => {
    const count = args.length + (final === undefined ? 0 : 1);
    if (restParam === undefined ? count !== fixed : count < fixed) {
      const wanted = restParam === undefined ? `${fixed} got ${count}` : `at least ${fixed} got ${args.length}`;
      frame.fail(`wrong number of args for ${name}: want ${wanted}`);
    }
    if (callee.refusal) frame.fail(callee.refusal);
    const values: Argument[] = [];
    for (const arg of args) values.push(arg(frame));
    if (final !== undefined) values.push(checkArgument(frame, final, finalParam, false));
    if (mindsNil && values[0] === null) {
      frame.node = node;
      frame.fail(`error calling ${name}: ${nilPointer}`, new FunctionError(nilPointer));
    }
    return invoke(frame, callee, name, node, values);
  };
}

function compileArgument(node: Operand, name: keyof typeof paramTypes, scope: Scope, functions: Functions): ArgEval {
  const param = paramTypes[name];
  switch (node.kind) {
    case 'bool':
    case 'number':
    case 'string': {
      if (param.literal) {
        const value = param.literal.read(node);
        if (value !== undefined) {
          return (frame) => {
            frame.node = node;
            return value;
          };
        }
        const problem = `expected ${param.literal.expected}; found ${printNode(node)}`;
        return (frame) => {
          frame.node = node;
          return frame.fail(problem);
        };
      }
      if (name === 'any' || name === 'value') {
        return (frame) => {
          frame.node = node;
          return evalLiteral(frame, node);
        };
      }
      return (frame) => {
        frame.node = node;
        return frame.fail(`can't handle ${printNode(node)} for arg of type ${param.name}`);
      };
    }
    case 'nil':
      return (frame) => {
        frame.node = node;
        return param.nil ? param.nil() : frame.fail(`cannot assign nil to ${param.name}`);
      };
  }
  const value = compileOperand(node, scope, functions);
  const typedNil = isTypedNil(node, scope);
  if (name === 'any' || name === 'value') return value;
  return (frame) => {
    frame.node = node;
    return checkArgument(frame, value(frame), param, typedNil);
  };
}

/** Whether a nil of this operand has the static type interface {}: then `expected string; got interface {}`. */
function isTypedNil(node: Operand, scope: Scope): boolean {
  switch (node.kind) {
    case 'dot':
      return scope.dotTypedNil;
    case 'field':
    case 'chain':
      return true;
    case 'variable':
      return node.names.length > 1 || scope.typedNil(scope.find(node.names[0]!));
  }
  return false;
}

/** An operand whose type nobody checks. */
function compileOperand(node: Operand, scope: Scope, functions: Functions): Eval {
  switch (node.kind) {
    case 'dot':
      return (frame) => {
        frame.node = node;
        return frame.dot;
      };
    case 'pipe': {
      const pipe = compilePipe(node, scope, functions);
      return (frame) => {
        frame.node = node;
        return pipe(frame);
      };
    }
    case 'field':
    case 'variable':
    case 'chain': {
      const command = compileCommand(
        { kind: 'command', pos: node.pos, source: node.source, args: [node] },
        scope,
        functions,
      );
      return (frame) => {
        frame.node = node;
        return command(frame, undefined);
      };
    }
    case 'identifier': {
      const call = compileFunction(node.name, node, node, [], scope, functions);
      return (frame) => {
        frame.node = node;
        return call(frame, undefined);
      };
    }
  }
  return (frame) => {
    frame.node = node;
    return evalLiteral(frame, node);
  };
}

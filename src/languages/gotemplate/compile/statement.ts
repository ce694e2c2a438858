import { printValue } from '../format/print.ts';
import type { Frame } from '../runtime/frame.ts';
import { isTrue } from '../runtime/types.ts';
import { anyList, GoInt, GoList, GoMap, GoStruct, type GoValue, int, sortedKeys } from '../runtime/value.ts';
import type { BranchNode, ListNode, Node, TemplateNode } from '../syntax/node.ts';
import { compilePipe, type Eval, type Functions } from './expression.ts';
import { Scope } from './scope.ts';

/** What a statement leaves behind: go on, or leave the loop turn or the loop. */
const next = 0;
const breaks = 1;
const continues = 2;
type Signal = typeof next | typeof breaks | typeof continues;

type Exec = (frame: Frame) => Signal;

/** Compiles the body of a template to a function that writes to its frame. */
export function compileBody(root: ListNode, functions: Functions): (frame: Frame) => void {
  return compileList(root, new Scope(), functions);
}

function compileList(list: ListNode, scope: Scope, functions: Functions): Exec {
  const steps = list.nodes.map((node) => compileNode(node, scope, functions));
  if (steps.length === 1) return steps[0]!;
  return (frame) => {
    for (const step of steps) {
      const signal = step(frame);
      if (signal !== next) return signal;
    }
    return next;
  };
}

function compileNode(node: Node, scope: Scope, functions: Functions): Exec {
  switch (node.kind) {
    case 'text':
      return (frame) => {
        frame.run.wrote(node.text.length);
        frame.out.write(node.text, node);
        return next;
      };
    case 'action': {
      const pipe = compilePipe(node.pipe, scope, functions);
      const declares = node.pipe.variables.length > 0;
      return (frame) => {
        frame.node = node;
        frame.run.step();
        const value = pipe(frame);
        if (!declares) {
          frame.node = node;
          const text = typeof value === 'string' ? value : shown(value);
          frame.run.wrote(text.length);
          frame.out.write(text, node);
        }
        return next;
      };
    }
    case 'if':
    case 'with':
      return compileIfOrWith(node, scope, functions);
    case 'range':
      return compileRange(node, scope, functions);
    case 'template':
      return compileTemplateCall(node, scope, functions);
    case 'break':
      return () => breaks;
    case 'continue':
      return () => continues;
  }
}

function shown(value: GoValue): string {
  if (value === null) return '<no value>';
  return value instanceof GoStruct && value.shape.shown ? value.shape.shown() : printValue(value);
}

function compileIfOrWith(node: BranchNode, scope: Scope, functions: Functions): Exec {
  const visible = scope.size;
  const outerTypedNil = scope.dotTypedNil;
  const pipe = compilePipe(node.pipe, scope, functions);
  const inner = scope.size;
  if (node.kind === 'with') scope.dotTypedNil = false;
  const body = compileList(node.list, scope, functions);
  scope.dotTypedNil = outerTypedNil;
  scope.shrink(inner);
  const otherwise = node.elseList && compileList(node.elseList, scope, functions);
  scope.shrink(visible);
  const rebinds = node.kind === 'with';
  return (frame) => {
    frame.node = node;
    frame.run.step();
    const value = pipe(frame);
    if (!isTrue(value)) return otherwise ? otherwise(frame) : next;
    if (!rebinds) return body(frame);
    const outer = frame.dot;
    frame.dot = value;
    const signal = body(frame);
    frame.dot = outer;
    return signal;
  };
}

function compileTemplateCall(node: TemplateNode, scope: Scope, functions: Functions): Exec {
  const pipe: Eval = node.pipe ? compilePipe(node.pipe, scope, functions) : () => null;
  return (frame) => {
    frame.node = node;
    const template = frame.set.find(node.name);
    if (!template) return frame.fail(`template ${JSON.stringify(node.name)} not defined`);
    const dot = pipe(frame);
    frame.set.runInto(template, frame.run, frame.out, dot);
    return next;
  };
}

function compileRange(node: BranchNode, scope: Scope, functions: Functions): Exec {
  const visible = scope.size;
  const outerTypedNil = scope.dotTypedNil;
  const variables = node.pipe.variables;
  const pipe = compilePipe({ ...node.pipe, variables: [] }, scope, functions);
  const slots = variables.map((variable, i) => {
    const isElement = i === variables.length - 1;
    return node.pipe.isAssign ? scope.find(variable.names[0]!) : scope.declare(variable.names[0]!, isElement);
  });
  const elementSlot = slots.at(-1);
  const indexSlot = slots.length > 1 ? slots[0] : undefined;
  const inner = scope.size;
  scope.dotTypedNil = true;
  const body = compileList(node.list, scope, functions);
  scope.dotTypedNil = outerTypedNil;
  scope.shrink(inner);
  const otherwise = node.elseList && compileList(node.elseList, scope, functions);
  scope.shrink(visible);

  return (frame) => {
    frame.node = node;
    frame.run.step();
    const value = pipe(frame);
    for (const slot of slots) frame.vars[slot] = value;
    const outer = frame.dot;
    const outerIsConcrete = frame.dotIsConcrete;
    frame.dotIsConcrete = hasConcreteElements(value);
    let signal: Signal = next;
    /** One turn; false ends the loop. */
    const turn = (index: GoValue, element: GoValue): boolean => {
      frame.run.step();
      if (elementSlot !== undefined) frame.vars[elementSlot] = element;
      if (indexSlot !== undefined) frame.vars[indexSlot] = index;
      frame.dot = element;
      signal = body(frame);
      return signal !== breaks;
    };
    const turns = iterate(frame, value, slots.length, turn);
    frame.dot = outer;
    frame.dotIsConcrete = outerIsConcrete;
    return turns === 0 && otherwise ? otherwise(frame) : next;
  };
}

/** Whether the elements of a collection are of one type that is not interface {}. */
function hasConcreteElements(value: GoValue): boolean {
  if (value instanceof GoList) return value.type !== anyList;
  if (value instanceof GoMap) return value.type === 'map[string]string' || value.type === 'engine.files';
  return value instanceof GoInt;
}

/** Calls `turn` for every element, maps in key order, and returns how many there were. */
function iterate(
  frame: Frame,
  value: GoValue,
  variables: number,
  turn: (index: GoValue, element: GoValue) => boolean,
): number {
  if (value instanceof GoList) {
    let index = 0;
    for (const item of value.items) if (!turn(indexSlotNeeded(variables) ? int(index++) : null, item)) break;
    return value.items.length;
  }
  if (value instanceof GoMap) {
    if (value.size === 0) return 0;
    // Elements are read before the loop: the body may change the map.
    const entries = sortedKeys(value).map((key): [string, GoValue] => [key, value.get(key)!]);
    for (const [key, item] of entries) if (!turn(key, item)) break;
    return entries.length;
  }
  if (value === null) return 0;
  if (value instanceof GoInt) {
    if (variables > 1) {
      return frame.fail(`can't use ${printValue(value)} to iterate over more than one variable`);
    }
    frame.run.checkCount(value.value);
    const count = Number(value.value);
    for (let i = 0; i < count; i++) if (!turn(null, new GoInt(BigInt(i), value.type))) break;
    return Math.max(count, 0);
  }
  return frame.fail(`range can't iterate over ${printValue(value)}`);
}

function indexSlotNeeded(variables: number): boolean {
  return variables > 1;
}

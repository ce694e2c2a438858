import { ExecError, FunctionError } from '../runtime/errors.ts';
import type { Frame } from '../runtime/frame.ts';
import type { GoFunction } from '../runtime/function.ts';
import type { Argument } from '../runtime/params.ts';
import type { GoValue } from '../runtime/value.ts';
import type { AnyNode } from '../syntax/node.ts';

/** Calls a function with checked arguments; its refusal becomes an error at `node`. */
export function invoke(
  frame: Frame,
  callee: GoFunction,
  name: string,
  node: AnyNode,
  args: readonly Argument[],
): GoValue {
  const { run } = frame;
  run.step();
  run.checkArguments(args);
  let result: GoValue;
  try {
    result = callee.call(run, args as readonly never[]);
  } catch (error) {
    if (error instanceof FunctionError || error instanceof ExecError) {
      frame.node = node;
      frame.fail(`error calling ${name}: ${error.message}`, error);
    }
    throw error;
  }
  run.checkResult(result);
  return result;
}

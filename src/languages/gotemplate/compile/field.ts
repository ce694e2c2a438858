import type { Frame } from '../runtime/frame.ts';
import { methodOf, typeOf } from '../runtime/types.ts';
import { GoMap, GoStruct, type GoValue, zeroOf } from '../runtime/value.ts';
import type { AnyNode } from '../syntax/node.ts';
import { invoke } from './invoke.ts';

/** Whether what a map holds has the static type interface {}. */
const holdsAny = (value: GoMap): boolean => value.type !== 'map[string]string' && value.type !== 'engine.files';

/** Walks `.a.b.c` from a value, without arguments. `typedNil` says of which static type a nil receiver is. */
export function walkFields(
  frame: Frame,
  receiver: GoValue,
  names: readonly string[],
  node: AnyNode,
  typedNil: boolean,
): GoValue {
  let value = receiver;
  let typed = typedNil;
  for (const name of names) {
    if (value instanceof GoMap && value.methods === undefined) {
      typed = holdsAny(value);
      value = value.get(name) ?? zeroOf(value);
      continue;
    }
    if (value === null) {
      if (typed) frame.fail(`nil pointer evaluating interface {}.${name}`);
      return null;
    }
    const method = methodOf(value, name);
    if (method) {
      if (method.params.length > 0) {
        frame.fail(`wrong number of args for ${name}: want ${method.params.length} got 0`);
      }
      if (method.refusal) frame.fail(method.refusal);
      value = invoke(frame, method, name, node, []);
      typed = false;
    } else if (value instanceof GoMap) {
      typed = holdsAny(value);
      value = value.get(name) ?? zeroOf(value);
    } else if (value instanceof GoStruct && value.shape.fields && Object.hasOwn(value.shape.fields, name)) {
      value = value.shape.fields[name]!;
      typed = false;
    } else frame.fail(`can't evaluate field ${name} in type ${typed ? 'interface {}' : typeOf(value)}`);
  }
  return value;
}

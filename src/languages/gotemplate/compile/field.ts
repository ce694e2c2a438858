import type { Frame } from '../runtime/frame.ts';
import { methodOf, typeOf } from '../runtime/types.ts';
import { GoMap, GoStruct, type GoValue, zeroOf } from '../runtime/value.ts';
import type { AnyNode } from '../syntax/node.ts';
import { invoke } from './invoke.ts';

/** Whether what a map holds has the static type interface {}. */
function hasTypeAny(owner: GoMap | boolean): boolean {
  if (typeof owner === 'boolean') return owner;
  return owner.type !== 'map[string]string' && owner.type !== 'engine.files';
}

/** Walks `.a.b.c` from a value, without arguments. `typedNil` says of which static type a nil receiver is. */
export function walkFields(
  frame: Frame,
  receiver: GoValue,
  names: readonly string[],
  node: AnyNode,
  typedNil: boolean,
): GoValue {
  let value = receiver;
  // What the value was taken out of tells its static type, which only complaints want to know.
  let owner: GoMap | boolean = typedNil;
  for (const name of names) {
    if (value instanceof GoMap && value.methods === undefined) {
      owner = value;
      value = value.get(name) ?? zeroOf(value);
      continue;
    }
    if (value === null) {
      if (hasTypeAny(owner)) frame.fail(`nil pointer evaluating interface {}.${name}`);
      return null;
    }
    const method = methodOf(value, name);
    if (method) {
      if (method.params.length > 0) {
        frame.fail(`wrong number of args for ${name}: want ${method.params.length} got 0`);
      }
      if (method.refusal) frame.fail(method.refusal);
      value = invoke(frame, method, name, node, []);
      owner = false;
    } else if (value instanceof GoMap) {
      owner = value;
      value = value.get(name) ?? zeroOf(value);
    } else if (value instanceof GoStruct && value.shape.fields && Object.hasOwn(value.shape.fields, name)) {
      value = value.shape.fields[name]!;
      owner = false;
    } else frame.fail(`can't evaluate field ${name} in type ${hasTypeAny(owner) ? 'interface {}' : typeOf(value)}`);
  }
  return value;
}

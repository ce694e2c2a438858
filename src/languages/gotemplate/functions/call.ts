import { FunctionError } from '../runtime/errors.ts';
import { type GoFunction, isFunction, runVariadic } from '../runtime/function.ts';
import { typeOf } from '../runtime/types.ts';

/** Go's `call`; its complaints name the callee as it is written in the template. */
export function callNamed(name: string): GoFunction {
  return runVariadic(['value'], 'value', (run, callee, ...args) => {
    if (callee === null) throw new FunctionError('call of nil');
    if (!isFunction(callee)) throw new FunctionError(`non-function ${name} of type ${typeOf(callee)}`);
    return callee.call(run, args as unknown as readonly never[]);
  });
}

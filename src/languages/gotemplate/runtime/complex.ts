import { formatFloat } from '../format/format-float.ts';
import { emptySpec, type Spec } from '../format/spec.ts';
import type { Complex } from '../syntax/number.ts';
import { FunctionError } from './errors.ts';
import { GoStruct, type GoValue } from './value.ts';

const type = 'complex128';

/** A complex128: templates can write one, print it and compare it, and nothing else. */
export function complexValue(value: Complex): GoStruct {
  const print = (spec: Spec, verb: string): string | undefined => {
    const real = formatFloat(spec, verb, value.real);
    return real && `(${real}${formatFloat({ ...spec, plus: true }, verb, value.imaginary)}i)`;
  };
  return new GoStruct({
    type,
    payload: value,
    isZero: value.real === 0 && value.imaginary === 0,
    print: () => print(emptySpec(), 'v') ?? '',
    format: print,
    json: () => {
      throw new FunctionError(`json: unsupported type: ${type}`);
    },
  });
}

export function isComplex(value: GoValue): value is GoStruct {
  return value instanceof GoStruct && value.shape.type === type;
}

import { arithmeticFunctions } from './arithmetic.ts';
import { dataFunctions } from './data.ts';
import type { FunctionDefinition } from './function.ts';
import { standardFunctions } from './standard.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

/** Every function an expression may call, by name. Add the next one to the list of its group. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  [...standardFunctions, ...textFunctions, ...dataFunctions, ...arithmeticFunctions, ...timeFunctions].map(
    (definition) => [definition.name, definition],
  ),
);

import { arithmeticFunctions } from './arithmetic.ts';
import { dataFunctions } from './data.ts';
import { encodingFunctions } from './encoding.ts';
import type { FunctionDefinition } from './function.ts';
import { patternFunctions } from './patterns.ts';
import { platformFunctions } from './platform.ts';
import { standardListFunctions } from './standard-lists.ts';
import { standardScalarFunctions } from './standard-scalars.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

const groups: readonly (readonly FunctionDefinition[])[] = [
  standardScalarFunctions,
  standardListFunctions,
  textFunctions,
  patternFunctions,
  dataFunctions,
  arithmeticFunctions,
  timeFunctions,
  encodingFunctions,
  platformFunctions,
];

/** Every function an expression may call, by name. Add the next one to the list of its group. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  groups.flat().map((definition) => [definition.name, definition]),
);

/** The names that JMESPath itself defines; the others are Kyverno's, and so is its `sum`. */
export const standardFunctions: ReadonlySet<string> = new Set(
  [...standardScalarFunctions, ...standardListFunctions].map(({ name }) => name),
);

import type { GoFunction } from '../runtime/function.ts';
import { builtinFunctions } from './builtin.ts';
import { dateFunctions } from './dates.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encoding.ts';
import { flowFunctions } from './flow.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { pathFunctions } from './paths.ts';
import { randomFunctions } from './random.ts';
import { regexFunctions } from './regex.ts';
import { semverFunctions } from './semver.ts';
import { stringFunctions } from './strings.ts';

/** Go's own functions and those of sprig that Helm lets through (no `env`, no `expandenv`). */
export const sprigFunctions: ReadonlyMap<string, GoFunction> = new Map(
  [
    builtinFunctions,
    stringFunctions,
    numberFunctions,
    listFunctions,
    dictFunctions,
    flowFunctions,
    regexFunctions,
    encodingFunctions,
    randomFunctions,
    semverFunctions,
    dateFunctions,
    pathFunctions,
  ].flatMap((group) => Object.entries(group)),
);

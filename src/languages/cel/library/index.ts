import type { CelFunction } from './function.ts';
import { kubernetesFunctions } from './kubernetes.ts';
import { kyvernoFunctions } from './kyverno.ts';
import { listFunctions } from './lists.ts';
import { mathFunctions } from './math.ts';
import { optionalFunctions } from './optional.ts';
import { standardFunctions } from './standard.ts';
import { stringFunctions } from './strings.ts';

/** Every function by name. Add the next one to the list of its library. */
export const functions: ReadonlyMap<string, CelFunction> = new Map(
  [
    ...standardFunctions,
    ...stringFunctions,
    ...listFunctions,
    ...mathFunctions,
    ...optionalFunctions,
    ...kubernetesFunctions,
    ...kyvernoFunctions,
  ].map((definition) => [definition.name, definition]),
);

/** First parts of names such as `math.abs`, which look like fields of a variable. */
export const namespaces: ReadonlySet<string> = new Set([...functions.keys()].filter((name) => name.includes('.')).map((name) => name.split('.')[0]!));

import {
  CelError,
  type CelFunction,
  type CelLibrary,
  CelOpaque,
  type CelType,
  withDoubles,
} from '../../../languages/cel/index.ts';
import { describeGoYamlError } from '../../../languages/manifest/index.ts';
import { parseYaml } from '../variables/parse-yaml.ts';
import { ask, decode, spelledTwice } from './host.ts';
import { httpFunctions } from './host-http.ts';
import { randomFunctions } from './host-random.ts';
import { resourceFunctions } from './host-resources.ts';

// What Kyverno's policies can ask the outside for, each answered by a fact. Source: Kyverno, CEL libraries.

/** The names of the libraries, with the types that their functions are called on. */
export const libraryVariables = {
  resource: 'ResourceContext',
  http: 'HttpContext',
  globalContext: 'GlobalContext',
  image: 'ImageContext',
} as const satisfies Readonly<Record<string, CelType>>;

export const libraryValues: readonly (readonly [string, CelOpaque])[] = Object.entries(libraryVariables).map(
  ([name, kind]) => [name, new CelOpaque(kind, undefined, kind)],
);

/** An entry that nobody knows is null. */
const globalContextFunctions = ['(string): dyn', '(string, string): dyn'].flatMap((rest) =>
  spelledTwice('GlobalContext', 'Get', rest, ([, name, projection], activation) => {
    const attempt = 'failed to get global reference';
    if (activation.confinedTo !== '')
      return new CelError(`${attempt}: globalContext.* is not allowed in namespaced policies`);
    const part = projection ? { projection: projection as string } : {};
    return ask(activation, { kind: 'globalContext', name: name as string, ...part }, attempt, undefined, decode);
  }),
);

const imageFunctions = spelledTwice('ImageContext', 'GetMetadata', '(string): dyn', ([, image], activation) => {
  const reference = image as string;
  const unavailable = `image data for ${reference} not found in the context`;
  return ask(activation, { kind: 'imageData', reference, access: {} }, 'failed to get image data', unavailable, decode);
});

/** Reading YAML takes a few microseconds a character. */
const stepsPerCharacter = 15;

const yamlFunctions: readonly CelFunction[] = [
  {
    signature: 'yaml.parse(string): dyn',
    call([text], _, meter) {
      meter.spend(stepsPerCharacter * (text as string).length);
      try {
        return withDoubles(parseYaml(text as string));
      } catch (error) {
        const words = describeGoYamlError(text as string) ?? `yaml: ${(error as Error).message}`;
        return new CelError(`error converting YAML to JSON: ${words}`);
      }
    },
  },
];

function makeLibraries(confined: boolean): readonly CelLibrary[] {
  return [
    resourceFunctions(confined),
    httpFunctions,
    globalContextFunctions,
    imageFunctions,
    yamlFunctions,
    randomFunctions,
  ].map((one) => ({ functions: one }));
}

/** For policies of the cluster, and for those of one namespace. */
export const clusterLibraries = makeLibraries(false);
export const confinedLibraries = makeLibraries(true);

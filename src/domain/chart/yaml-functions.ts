import {
  FunctionError,
  fromPlain,
  type GoFunction,
  GoList,
  type GoValue,
  list,
  map,
  type Run,
  runFn,
  toPlain,
} from '../../languages/gotemplate/index.ts';
import { toYaml, toYamlPretty, type YamlValue } from '../../languages/manifest/index.ts';
import { jsonKind, readYaml, readYamlMap } from './yaml.ts';

/** YAML as Helm writes it, without the last line break. */
export function writeYaml(run: Run, value: GoValue, pretty = false): string {
  const plain = plainValue(run, value, pretty);
  return pretty ? toYamlPretty(plain) : toYaml(plain);
}

/** YAML is written by way of JSON; what that refuses is told so. */
function plainValue(run: Run, value: GoValue, direct: boolean): YamlValue {
  try {
    return toPlain(run, value, direct) as YamlValue;
  } catch (error) {
    if (!(error instanceof FunctionError) || !error.message.startsWith('json: ')) throw error;
    throw new FunctionError(`error marshaling into JSON: ${error.message}`);
  }
}

function quietly(write: (run: Run, value: GoValue) => string) {
  return (run: Run, value: GoValue): string => {
    try {
      return write(run, value);
    } catch (error) {
      if (error instanceof FunctionError) return '';
      throw error;
    }
  };
}

function readMap(run: Run, text: string): GoValue {
  run.reads(text, 1);
  try {
    return readYamlMap(text);
  } catch (error) {
    if (error instanceof FunctionError) return map([['Error', error.message]]);
    throw error;
  }
}

function readList(run: Run, text: string): GoValue {
  run.reads(text, 1);
  try {
    const value = fromPlain(readYaml(text));
    if (value === null) return list([]);
    if (value instanceof GoList) return value;
    throw new FunctionError(
      `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`,
    );
  } catch (error) {
    if (error instanceof FunctionError) return list([error.message]);
    throw error;
  }
}

/** YAML in templates. `fromYaml` never fails: it gives a map with the key `Error`. */
export const yamlFunctions: Readonly<Record<string, GoFunction>> = {
  toYaml: runFn(
    ['any'],
    quietly((run, value) => writeYaml(run, value)),
  ),
  mustToYaml: runFn(['any'], (run, value) => writeYaml(run, value)),
  toYamlPretty: runFn(
    ['any'],
    quietly((run, value) => writeYaml(run, value, true)),
  ),
  fromYaml: runFn(['string'], readMap),
  fromYamlArray: runFn(['string'], readList),
};

import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { ImageExtractor } from '../../policy/index.ts';
import { VariableError } from './scope.ts';

/** Where images are in an object. */
export interface ExtractionPath {
  readonly list: string;
  readonly fields: readonly string[];
  /** The field that names an image; without one its JSON pointer does. */
  readonly key?: string;
  readonly value: string;
  readonly jmesPath?: string;
}

/** One text that names an image. */
export interface FoundImage {
  readonly list: string;
  readonly key: string;
  readonly text: string;
  readonly pointer: string;
}

const podSpecs: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
};

/** The places in a Pod or a pod controller; none for other kinds. */
export function podExtraction(kind: string): readonly ExtractionPath[] {
  const spec = podSpecs[kind];
  if (!spec) return [];
  return ['initContainers', 'containers', 'ephemeralContainers'].map((list) => ({
    list,
    fields: [...spec, list, '*'],
    key: 'name',
    value: 'image',
  }));
}

/** Source: Kyverno, "Image extractors": without `value` the last part of the path is the field with the image. */
export function customExtraction(extractors: readonly ImageExtractor[]): readonly ExtractionPath[] {
  return extractors.map(({ path, value, key, name, jmesPath }) => {
    const fields = path.split('/').flatMap((part) => part.trim() || []);
    return {
      list: name || 'custom',
      fields: value ? fields : fields.slice(0, -1),
      value: value || (fields.at(-1) ?? ''),
      ...(key ? { key } : {}),
      ...(jmesPath ? { jmesPath } : {}),
    };
  });
}

/**
 * Finds the images at a path; `query` evaluates the JMESPath of a custom extractor over one text. Throws VariableError
 * where the object is not as the path says.
 */
export function findImages(
  object: JsonValue,
  path: ExtractionPath,
  query?: (expression: string, text: string) => JsonValue,
): FoundImage[] {
  const found: FoundImage[] = [];
  const walk = (value: JsonValue | undefined, at: readonly string[], rest: readonly string[]): void => {
    if (value === undefined || value === null) return;
    if (rest[0] === '*' && (Array.isArray(value) || isObject(value))) {
      for (const [step, child] of Object.entries(value as Readonly<Record<string, JsonValue>>)) {
        // A list in a list is looked through by the same star.
        if (Array.isArray(child)) walk(child, [...at, step], Array.isArray(value) ? rest : rest.slice(1));
        else if (isObject(child)) walk(child, [...at, step], rest.slice(1));
      }
      return;
    }
    if (!isObject(value)) throw new VariableError('invalid image config');
    const [field, ...further] = rest;
    if (field !== undefined) return walk(value[field], [...at, field], further);
    const pointer = `/${at.join('/')}/${path.value}`;
    const key = path.key ? value[path.key] : pointer;
    if (typeof key !== 'string') throw new VariableError('invalid key');
    const text = value[path.value];
    if (typeof text !== 'string' || text.trim() === '') return;
    found.push({
      list: path.list,
      key,
      text: path.jmesPath && query ? asText(path.jmesPath, query(path.jmesPath, text)) : text,
      pointer,
    });
  };
  walk(object, [], path.fields);
  return found;
}

function asText(expression: string, result: JsonValue): string {
  if (typeof result === 'string') return result;
  throw new VariableError(`jmespath ${expression} must produce a string, but produced ${JSON.stringify(result)}`);
}

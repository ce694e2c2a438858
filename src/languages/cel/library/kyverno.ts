import { parseImageReference } from '../../../foundations/kube/index.ts';
import { CelError, CelOpaque, CelTimestamp, type CelValue, isList, isMap, noOverload, toPlain } from '../value.ts';
import { both, type CelFunction, global, member } from './function.ts';

// Kyverno's own functions. Source: Kyverno, "CEL libraries".

const text = (call: (s: string) => CelValue | CelError): CelFunction['call'] => ([s]) => (typeof s === 'string' ? call(s) : noOverload);

interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Names as container tools normalise them: `nginx` is `index.docker.io/library/nginx:latest`. */
function readImage(s: string): Image | undefined {
  const image = parseImageReference(s);
  if (!image) return undefined;
  const hub = image.registry === 'docker.io' || image.registry === 'index.docker.io';
  return {
    registry: hub ? 'index.docker.io' : image.registry,
    repository: hub && !image.path.includes('/') ? `library/${image.path}` : image.path,
    tag: image.tag,
    digest: image.digest,
  };
}

function image(s: string): CelValue | CelError {
  const found = readImage(s);
  return found ? new CelOpaque('kyverno.Image', found, s) : new CelError(`could not parse reference: ${s}`);
}

const ofImage = (name: string, returns: 'string' | 'bool', call: (image: Image) => CelValue) =>
  member(name, 1, returns, ([value]) => (value instanceof CelOpaque && value.kind === 'kyverno.Image' ? call(value.data as Image) : noOverload));

function serviceAccount(s: string): CelValue {
  const found = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(s);
  return { Name: found?.[2] ?? '', Namespace: found?.[1] ?? '' };
}

function listToMap(args: readonly CelValue[]): CelValue | CelError {
  const [first, second, keyField, valueField] = args;
  if (!isList(first) || !isList(second) || typeof keyField !== 'string' || typeof valueField !== 'string') return noOverload;
  const map: Record<string, CelValue> = Object.create(null) as Record<string, CelValue>;
  for (const [index, item] of first.entries()) {
    const value = second[index] ?? item;
    if (!isMap(item) || !isMap(value) || typeof item[keyField] !== 'string') return new CelError(`field ${keyField} is missing or no text`);
    map[item[keyField]] = value[valueField] ?? null;
  }
  return map;
}

export const kyvernoFunctions: readonly CelFunction[] = [
  global('image', 1, 'dyn', text(image)),
  global('parseImageReference', 1, 'dyn', text(image)),
  global('isImage', 1, 'bool', text((s) => readImage(s) !== undefined)),
  ofImage('registry', 'string', ({ registry }) => registry),
  ofImage('repository', 'string', ({ repository }) => repository),
  ofImage('tag', 'string', ({ tag }) => tag),
  ofImage('digest', 'string', ({ digest }) => digest),
  ofImage('identifier', 'string', ({ tag, digest }) => digest || tag),
  ofImage('containsDigest', 'bool', ({ digest }) => digest !== ''),
  both('parseServiceAccount', 1, 'map', ([s, ...rest]) => (typeof s === 'string' && rest.length === 0 ? serviceAccount(s) : noOverload)),
  global('user.parseServiceAccount', 1, 'map', text(serviceAccount)),
  global('json.marshal', 1, 'string', ([value]) => JSON.stringify(toPlain(value!))),
  global('json.unmarshal', 1, 'dyn', text((s) => {
    try {
      return JSON.parse(s) as CelValue;
    } catch (error) {
      return new CelError((error as Error).message);
    }
  })),
  global('time.now', 0, 'timestamp', (_, { now }) => new CelTimestamp(BigInt(Math.floor(now)) * 1_000_000n)),
  global('listObjToMap', 4, 'map', listToMap),
  global('transform.listObjToMap', 4, 'map', listToMap),
  global('base64.encode', 1, 'string', ([value]) => (value instanceof Uint8Array ? btoa(String.fromCharCode(...value)) : noOverload)),
  global('base64.decode', 1, 'bytes', text((s) => {
    try {
      return Uint8Array.from(atob(s), (char) => char.charCodeAt(0));
    } catch {
      return new CelError('illegal base64 data');
    }
  })),
];


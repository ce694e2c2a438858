import { civilOf, type ImageReference, parseImageReference, truncateTime } from '../../../foundations/kube/index.ts';
import type { Run } from '../compile/run.ts';
import { lookUp, MapBuilder } from '../value/map.ts';
import {
  type CelDuration,
  CelError,
  CelOpaque,
  CelTimestamp,
  type CelValue,
  isMap,
  type Result,
} from '../value/value.ts';
import type { Cost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

/** Names as container tools complete them: `nginx` is `index.docker.io/library/nginx:latest`. */
function completeImage(text: string): ImageReference | undefined {
  const image = parseImageReference(text);
  if (!image) return undefined;
  const hub = image.registry === 'docker.io' || image.registry === 'index.docker.io';
  if (!hub) return image;
  return {
    ...image,
    registry: 'index.docker.io',
    path: image.path.includes('/') ? image.path : `library/${image.path}`,
  };
}

function readImage(text: string): Result {
  const image = completeImage(text);
  return image ? new CelOpaque('Image', image, text) : new CelError(`could not parse reference: ${text}`);
}

function imageRow(name: string, type: string, read: (image: ImageReference) => CelValue): LibraryRows[number] {
  return [`Image.${name}(): ${type}`, ({ data }: CelOpaque) => read(data as ImageReference)];
}

function identifier({ tag, digest }: ImageReference): string {
  return tag && digest ? `${tag}@${digest}` : digest || tag;
}

/** Source: Kyverno, image library. */
export const imageRows: LibraryRows = [
  ['image(string): Image', readImage],
  ['parseImageReference(string): Image', readImage],
  ['isImage(string): bool', (text: string) => completeImage(text) !== undefined],
  imageRow('containsDigest', 'bool', ({ digest }) => digest !== ''),
  imageRow('registry', 'string', ({ registry }) => registry),
  imageRow('repository', 'string', ({ path }) => path),
  imageRow('identifier', 'string', identifier),
  imageRow('identifierWithSeparator', 'string', ({ tag, digest }) => (digest ? `@${digest}` : `:${tag}`)),
  imageRow('tag', 'string', ({ tag }) => tag),
  imageRow('digest', 'string', ({ digest }) => digest),
];

function serviceAccount(username: string): CelValue {
  const found = /^system:serviceaccount:([^:]*):(.*)$/s.exec(username);
  return { Name: found?.[2] ?? '', Namespace: found?.[1] ?? '' };
}

function listObjToMap(
  keys: readonly CelValue[],
  values: readonly CelValue[],
  keyField: string,
  valueField: string,
): Result {
  if (keys.length !== values.length) {
    return new CelError(`listObjToMap must take lists of equal length. list1: ${keys.length}, list2: ${values.length}`);
  }
  const map = new MapBuilder();
  for (const [index, item] of keys.entries()) {
    const value = values[index]!;
    const key = isMap(item) ? lookUp(item, keyField) : undefined;
    if (typeof key !== 'string')
      return new CelError('the passed key name cannot be handled as a string in the key object list');
    if (!isMap(value)) return new CelError('object cannot be handled as a map string to any in the value object list');
    map.set(key, lookUp(value, valueField) ?? null);
  }
  return map.build();
}

function toCron({ nanos }: CelTimestamp): string {
  const { minute, hour, day, month, weekday } = civilOf({ unixNanos: nanos, offset: 0 });
  return [minute, hour, day, month, weekday].join(' ');
}

function truncate({ nanos, offset }: CelTimestamp, { nanos: step }: CelDuration): CelTimestamp {
  return new CelTimestamp(truncateTime({ unixNanos: nanos, offset: 0 }, step).unixNanos, offset);
}

function now({ activation: { now: millis } }: Run): Result {
  return millis === undefined
    ? new CelError('the time is not known here')
    : new CelTimestamp(BigInt(Math.floor(millis)) * 1_000_000n);
}

/** Making a large map takes a while. */
const mapCost: Cost = (_, keys: readonly CelValue[]) => 10 + 8 * keys.length;

const listParameters = 'list(dyn), list(dyn), string, string';

/** Source: Kyverno, user, transform and time libraries. */
export const kyvernoRows: LibraryRows = [
  ['parseServiceAccount(string): map(string, string)', serviceAccount],
  ['user.parseServiceAccount(string): map(string, string)', serviceAccount],
  [`listObjToMap(${listParameters}): map(string, dyn)`, listObjToMap, mapCost],
  [`transform.listObjToMap(${listParameters}): map(string, dyn)`, listObjToMap, mapCost],
  ['time.now(): timestamp', now],
  ['time.toCron(timestamp): string', toCron],
  ['time.truncate(timestamp, duration): timestamp', truncate],
];

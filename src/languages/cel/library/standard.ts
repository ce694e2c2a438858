import { compileRegex } from '../../../foundations/kube/index.ts';
import { mapSize } from '../value/map.ts';
import {
  CelError,
  type CelMap,
  type CelObject,
  CelTypeValue,
  type CelValue,
  type Result,
  typeName,
} from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';
import { lengthOf } from './text.ts';

function matches(text: string, pattern: string): Result {
  const regex = compileRegex(pattern);
  return 'error' in regex ? new CelError(regex.error) : regex.test(text);
}

const listSize = (list: readonly CelValue[]) => list.length;
const byteSize = (bytes: Uint8Array) => bytes.length;
const sizeOfMap = (map: CelObject | CelMap) => mapSize(map);

/** Source: CEL specification, "List of Standard Definitions". */
export const standardRows: LibraryRows = [
  ['size(string): int', lengthOf],
  ['size(bytes): int', byteSize],
  ['size(list(A)): int', listSize],
  ['size(map(A, B)): int', sizeOfMap],
  ['string.size(): int', lengthOf],
  ['bytes.size(): int', byteSize],
  ['list(A).size(): int', listSize],
  ['map(A, B).size(): int', sizeOfMap],
  ['string.contains(string): bool', (text: string, part: string) => text.includes(part)],
  ['string.startsWith(string): bool', (text: string, part: string) => text.startsWith(part)],
  ['string.endsWith(string): bool', (text: string, part: string) => text.endsWith(part)],
  ['string.matches(string): bool', matches],
  ['matches(string, string): bool', matches],
  ['dyn(A): dyn', (value: CelValue) => value],
  ['type(A): type', (value: CelValue) => new CelTypeValue(typeName(value))],
];

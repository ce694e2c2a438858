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
import { edgeCost, fixedCost, regexCost, searchCost, textCost } from './cost.ts';
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
  ['size(string): int', lengthOf, textCost(1 / 100)],
  ['size(bytes): int', byteSize, fixedCost],
  ['size(list(A)): int', listSize, fixedCost],
  ['size(map(A, B)): int', sizeOfMap],
  ['string.size(): int', lengthOf, textCost(1 / 100)],
  ['bytes.size(): int', byteSize, fixedCost],
  ['list(A).size(): int', listSize, fixedCost],
  ['map(A, B).size(): int', sizeOfMap],
  ['string.contains(string): bool', (text: string, part: string) => text.includes(part), searchCost],
  ['string.startsWith(string): bool', (text: string, part: string) => text.startsWith(part), edgeCost],
  ['string.endsWith(string): bool', (text: string, part: string) => text.endsWith(part), edgeCost],
  ['string.matches(string): bool', matches, regexCost(1 / 10, 1 / 40)],
  ['matches(string, string): bool', matches, regexCost(1 / 10, 1 / 40)],
  ['dyn(A): dyn', (value: CelValue) => value],
  ['type(A): type', (value: CelValue) => new CelTypeValue(typeName(value))],
];

import { add, maxListLength, tooLarge } from '../value/arithmetic.ts';
import { compare, equal } from '../value/compare.ts';
import { CelDouble, CelError, CelOptional, CelUint, type CelValue, isList, none, type Result } from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';

type List = readonly CelValue[];
type Int = number | bigint;

function slice(list: List, start: Int, end: Int): Result {
  const range = `cannot slice(${start}, ${end})`;
  if (start < 0 || end < 0) return new CelError(`${range}, negative indexes not supported`);
  if (start > end) return new CelError(`${range}, start index must be less than or equal to end index`);
  return list.length < end
    ? new CelError(`${range}, list is length ${list.length}`)
    : list.slice(Number(start), Number(end));
}

function flatten(list: List, depth: Int): Result {
  if (depth < 0) return new CelError('level must be non-negative');
  const flat: CelValue[] = [];
  const visit = (items: List, left: number): boolean => {
    for (const item of items) {
      if (isList(item) && left > 0) {
        if (!visit(item, left - 1)) return false;
      } else if (flat.push(item) > maxListLength) return false;
    }
    return true;
  };
  return visit(list, Number(depth)) ? flat : tooLarge;
}

function distinct(list: List): Result {
  const texts = new Set<CelValue>();
  const others: CelValue[] = [];
  return list.filter((item) => {
    if (typeof item === 'string') return !texts.has(item) && texts.add(item);
    return !others.some((other) => equal(other, item)) && others.push(item);
  });
}

function sort(list: List): Result {
  let problem: CelError | undefined;
  const sorted = [...list].sort((a, b) => {
    const order = compare(a, b);
    if (typeof order === 'number') return order;
    problem = new CelError('list elements must have the same type');
    return 0;
  });
  return problem ?? sorted;
}

function range(count: Int): Result {
  return count > maxListLength ? tooLarge : Array.from({ length: Math.max(0, Number(count)) }, (_, index) => index);
}

function isSorted(list: List): Result {
  for (let index = 1; index < list.length; index++) {
    const order = compare(list[index - 1]!, list[index]!);
    if (typeof order !== 'number') return order;
    if (order > 0) return false;
  }
  return true;
}

function sum(list: List, zero: CelValue): Result {
  let total: Result = list.length === 0 ? zero : list[0]!;
  for (let index = 1; index < list.length && !(total instanceof CelError); index++) total = add(total, list[index]!);
  return total;
}

function extreme(list: List, name: string, sign: number): Result {
  if (list.length === 0) return new CelError(`${name} called on empty list`);
  let best: CelValue = list[0] ?? null;
  for (const item of list) {
    const order = compare(item, best);
    if (typeof order !== 'number') return order;
    if (order * sign > 0) best = item;
  }
  return best;
}

function at(list: List, index: number): CelOptional {
  const item = list.at(index);
  return item === undefined ? none : new CelOptional(item);
}

const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

/** Sources: cel-go, ext/lists, version 3; Kubernetes, "CEL list library". */
export const listRows: LibraryRows = [
  ['list(A).slice(int, int): list(A)', slice],
  ['list(list(A)).flatten(): list(A)', (list: List) => flatten(list, 1)],
  ['list(dyn).flatten(int): list(dyn)', flatten],
  ['list(A).distinct(): list(A)', distinct],
  ...comparable.map((kind) => [`list(${kind}).sort(): list(${kind})`, sort] as const),
  ['list(A).reverse(): list(A)', (list: List) => [...list].reverse()],
  ['lists.range(int): list(int)', range],
  ['list(A).first(): optional(A)', (list: List) => at(list, 0)],
  ['list(A).last(): optional(A)', (list: List) => at(list, -1)],
  ...comparable.flatMap((kind) => [
    [`list(${kind}).isSorted(): bool`, isSorted] as const,
    [`list(${kind}).min(): ${kind}`, (list: List) => extreme(list, 'min', -1)] as const,
    [`list(${kind}).max(): ${kind}`, (list: List) => extreme(list, 'max', 1)] as const,
  ]),
  ['list(int).sum(): int', (list: List) => sum(list, 0)],
  ['list(uint).sum(): uint', (list: List) => sum(list, new CelUint(0n))],
  ['list(double).sum(): double', (list: List) => sum(list, new CelDouble(0))],
  ['list(duration).sum(): duration', (list: List) => sum(list, 0)],
  ['list(A).indexOf(A): int', (list: List, item: CelValue) => list.findIndex((candidate) => equal(candidate, item))],
  [
    'list(A).lastIndexOf(A): int',
    (list: List, item: CelValue) => list.findLastIndex((candidate) => equal(candidate, item)),
  ],
  ['list(A).includes(A): bool', (list: List, item: CelValue) => list.some((candidate) => equal(candidate, item))],
];

const contains = (list: List, part: List) => part.every((item) => list.some((candidate) => equal(candidate, item)));

/** Source: cel-go, ext/sets. */
export const setRows: LibraryRows = [
  ['sets.contains(list(A), list(A)): bool', contains],
  ['sets.equivalent(list(A), list(A)): bool', (a: List, b: List) => contains(a, b) && contains(b, a)],
  [
    'sets.intersects(list(A), list(A)): bool',
    (a: List, b: List) => a.some((item) => b.some((candidate) => equal(candidate, item))),
  ],
];

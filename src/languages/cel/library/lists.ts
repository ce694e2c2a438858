import { add, maxListLength, tooLarge } from '../value/arithmetic.ts';
import { compare, equal } from '../value/compare.ts';
import type { Meter } from '../value/meter.ts';
import { CelDouble, CelError, CelOptional, CelUint, type CelValue, isList, none, type Result } from '../value/value.ts';
import { fixedCost } from './cost.ts';
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

function flatten(list: List, depth: Int, meter: Meter): Result {
  if (depth < 0) return new CelError('level must be non-negative');
  const flat: CelValue[] = [];
  const visit = (items: List, left: number): boolean => {
    for (const item of items) {
      meter.spend(1);
      if (isList(item) && left > 0) {
        if (!visit(item, left - 1)) return false;
      } else if (flat.push(item) > maxListLength) return false;
    }
    return true;
  };
  return visit(list, Number(depth)) ? flat : tooLarge;
}

function distinct(list: List, meter: Meter): Result {
  const texts = new Set<CelValue>();
  const others: CelValue[] = [];
  return list.filter((item) => {
    if (typeof item === 'string') return !texts.has(item) && texts.add(item);
    return !others.some((other) => equal(other, item, meter)) && others.push(item);
  });
}

function sort(list: List, meter: Meter): Result {
  let problem: CelError | undefined;
  const sorted = [...list].sort((a, b) => {
    const order = compare(a, b, meter);
    if (typeof order === 'number') return order;
    problem = new CelError('list elements must have the same type');
    return 0;
  });
  return problem ?? sorted;
}

function range(count: Int): Result {
  return count > maxListLength ? tooLarge : Array.from({ length: Math.max(0, Number(count)) }, (_, index) => index);
}

function isSorted(list: List, meter: Meter): Result {
  for (let index = 1; index < list.length; index++) {
    const order = compare(list[index - 1]!, list[index]!, meter);
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

function extreme(list: List, meter: Meter, name: string, sign: number): Result {
  if (list.length === 0) return new CelError(`${name} called on empty list`);
  let best: CelValue = list[0] ?? null;
  for (const item of list) {
    const order = compare(item, best, meter);
    if (typeof order !== 'number') return order;
    if (order * sign > 0) best = item;
  }
  return best;
}

function at(list: List, index: number): CelOptional {
  const item = list.at(index);
  return item === undefined ? none : new CelOptional(item);
}

function includes(list: List, item: CelValue, meter: Meter): boolean {
  return list.some((candidate) => equal(candidate, item, meter));
}

const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

/** Sources: cel-go, ext/lists, version 3; Kubernetes, "CEL list library". */
export const listRows: LibraryRows = [
  ['list(A).slice(int, int): list(A)', slice, fixedCost],
  ['list(list(A)).flatten(): list(A)', (list: List, meter: Meter) => flatten(list, 1, meter)],
  ['list(dyn).flatten(int): list(dyn)', flatten],
  ['list(A).distinct(): list(A)', distinct],
  ...comparable.map((kind) => [`list(${kind}).sort(): list(${kind})`, sort] as const),
  ['list(A).reverse(): list(A)', (list: List) => [...list].reverse()],
  ['lists.range(int): list(int)', range, (_, count: Int) => 5 + Math.min(Number(count), maxListLength)],
  ['list(A).first(): optional(A)', (list: List) => at(list, 0), fixedCost],
  ['list(A).last(): optional(A)', (list: List) => at(list, -1), fixedCost],
  ...comparable.flatMap((kind) => [
    [`list(${kind}).isSorted(): bool`, isSorted] as const,
    [`list(${kind}).min(): ${kind}`, (list: List, meter: Meter) => extreme(list, meter, 'min', -1)] as const,
    [`list(${kind}).max(): ${kind}`, (list: List, meter: Meter) => extreme(list, meter, 'max', 1)] as const,
  ]),
  ['list(int).sum(): int', (list: List) => sum(list, 0)],
  ['list(uint).sum(): uint', (list: List) => sum(list, new CelUint(0n))],
  ['list(double).sum(): double', (list: List) => sum(list, new CelDouble(0))],
  ['list(duration).sum(): duration', (list: List) => sum(list, 0)],
  [
    'list(A).indexOf(A): int',
    (list: List, item: CelValue, meter: Meter) => list.findIndex((candidate) => equal(candidate, item, meter)),
    fixedCost,
  ],
  [
    'list(A).lastIndexOf(A): int',
    (list: List, item: CelValue, meter: Meter) => list.findLastIndex((candidate) => equal(candidate, item, meter)),
    fixedCost,
  ],
];

const contains = (list: List, part: List, meter: Meter) => part.every((item) => includes(list, item, meter));

/** Source: cel-go, ext/sets. */
export const setRows: LibraryRows = [
  ['sets.contains(list(A), list(A)): bool', contains],
  [
    'sets.equivalent(list(A), list(A)): bool',
    (a: List, b: List, meter: Meter) => contains(a, b, meter) && contains(b, a, meter),
  ],
  [
    'sets.intersects(list(A), list(A)): bool',
    (a: List, b: List, meter: Meter) => a.some((item) => includes(b, item, meter)),
  ],
];

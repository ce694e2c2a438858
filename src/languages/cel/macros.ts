import { keyOf } from './operators.ts';
import type { Evaluate, Result, Run } from './run.ts';
import { CelError, CelOptional, type CelValue, isList, isMap, none, noOverload } from './value.ts';

/** A comprehension, its parts compiled. `slots` are where its variables live. */
export interface Comprehension {
  readonly range: Evaluate;
  readonly slots: readonly number[];
  readonly parts: readonly Evaluate[];
}

type Item = readonly [CelValue, CelValue];

/** What a range goes over: with one variable the items of a list or keys of a map, with two also index or key. */
function itemsOf(range: CelValue): Item[] | undefined {
  if (isList(range)) return range.map((item, index) => [index, item]);
  return isMap(range) ? Object.keys(range).map((key) => [key, range[key]!]) : undefined;
}

/** Runs `body` for every item until it answers something; the answer, or what `end` makes of it all. */
function iterate({ range, slots }: Comprehension, run: Run, body: () => Result | undefined, end: () => Result): Result {
  const over = range(run);
  if (over instanceof CelError) return over;
  const items = itemsOf(over);
  if (!items) return noOverload;
  const byKey = isMap(over);
  for (const [key, value] of items) {
    const spent = run.spend();
    if (spent) return spent;
    if (slots.length === 1) run.locals[slots[0]!] = byKey ? key : value;
    else {
      run.locals[slots[0]!] = key;
      run.locals[slots[1]!] = value;
    }
    const answer = body();
    if (answer !== undefined) return answer;
  }
  return end();
}

/** `all` and `exists` absorb errors when another item decides. */
function quantifier(comprehension: Comprehension, stopAt: boolean): Evaluate {
  const [predicate] = comprehension.parts as [Evaluate];
  return (run) => {
    let problem: CelError | undefined;
    return iterate(
      comprehension,
      run,
      () => {
        const value = predicate(run);
        if (value === stopAt) return stopAt;
        if (value instanceof CelError) problem ??= value;
        else if (typeof value !== 'boolean') problem ??= noOverload;
        return undefined;
      },
      () => problem ?? !stopAt,
    );
  };
}

function existsOne(comprehension: Comprehension): Evaluate {
  const [predicate] = comprehension.parts as [Evaluate];
  return (run) => {
    let count = 0;
    return iterate(
      comprehension,
      run,
      () => {
        const value = predicate(run);
        if (value === true) count++;
        return typeof value === 'boolean' ? undefined : value instanceof CelError ? value : noOverload;
      },
      () => count === 1,
    );
  };
}

/** `map`, `filter` and `transformList`: keeps items for which `keep` holds, as `make` has them. */
function collect(comprehension: Comprehension, keep: Evaluate | undefined, make: Evaluate): Evaluate {
  return (run) => {
    const found: CelValue[] = [];
    return iterate(
      comprehension,
      run,
      () => {
        const kept = keep ? keep(run) : true;
        if (kept === false) return undefined;
        if (kept !== true) return kept instanceof CelError ? kept : noOverload;
        const value = make(run);
        if (value instanceof CelError) return value;
        found.push(value);
        return undefined;
      },
      () => found,
    );
  };
}

function collectMap(comprehension: Comprehension, keep: Evaluate | undefined, make: Evaluate, entries: boolean): Evaluate {
  return (run) => {
    const found: Record<string, CelValue> = Object.create(null) as Record<string, CelValue>;
    return iterate(
      comprehension,
      run,
      () => {
        const kept = keep ? keep(run) : true;
        if (kept === false) return undefined;
        if (kept !== true) return kept instanceof CelError ? kept : noOverload;
        const value = make(run);
        if (value instanceof CelError) return value;
        if (!entries) found[keyOf(run.locals[comprehension.slots[0]!] as CelValue)!] = value;
        else if (isMap(value)) Object.assign(found, value);
        else return noOverload;
        return undefined;
      },
      () => found,
    );
  };
}

export interface Macro {
  /** Variables it binds, and expressions behind them. */
  readonly variables: readonly number[];
  readonly parts: readonly number[];
  build(comprehension: Comprehension): Evaluate;
}

const withFilter = (make: (c: Comprehension, keep: Evaluate | undefined, value: Evaluate) => Evaluate) => (c: Comprehension) =>
  c.parts.length === 2 ? make(c, c.parts[0], c.parts[1]!) : make(c, undefined, c.parts[0]!);

/** Macros that go over a range, by name. Source: CEL specification, "Macros"; cel-go, two-variable comprehensions. */
export const macros: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['all', { variables: [1, 2], parts: [1], build: (c) => quantifier(c, false) }],
  ['exists', { variables: [1, 2], parts: [1], build: (c) => quantifier(c, true) }],
  ['exists_one', { variables: [1, 2], parts: [1], build: existsOne }],
  ['existsOne', { variables: [1, 2], parts: [1], build: existsOne }],
  ['filter', { variables: [1], parts: [1], build: (c) => collect(c, c.parts[0], (run) => run.locals[c.slots[0]!]!) }],
  ['map', { variables: [1], parts: [1, 2], build: withFilter(collect) }],
  ['transformList', { variables: [2], parts: [1, 2], build: withFilter(collect) }],
  ['transformMap', { variables: [2], parts: [1, 2], build: withFilter((c, keep, value) => collectMap(c, keep, value, false)) }],
  ['transformMapEntry', { variables: [2], parts: [1, 2], build: withFilter((c, keep, value) => collectMap(c, keep, value, true)) }],
]);

/** `optMap` and `optFlatMap`: the expression over the value inside, if there is one. */
export function mapOptional(target: Evaluate, slot: number, body: Evaluate, flat: boolean): Evaluate {
  return (run) => {
    const value = target(run);
    if (value instanceof CelError) return value;
    if (!(value instanceof CelOptional)) return noOverload;
    if (value.value === undefined) return none;
    run.locals[slot] = value.value;
    const result = body(run);
    return result instanceof CelError || flat ? result : new CelOptional(result);
  };
}

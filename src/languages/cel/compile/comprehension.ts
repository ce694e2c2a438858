import { compare } from '../value/compare.ts';
import { keyText, MapBuilder, mapEntries, mapKeys, mapSize } from '../value/map.ts';
import { keySteps } from '../value/meter.ts';
import { CelError, type CelValue, isList, isMap, noOverload, type Result, typeName } from '../value/value.ts';
import type { Evaluate, Run } from './run.ts';

/** One form of a macro over a range. */
interface Form {
  readonly variables: 1 | 2;
  readonly parts: 1 | 2;
  readonly result: 'bool' | 'list' | 'map';
  /** Whether the first part must be a truth value. */
  readonly predicate: boolean;
  /** Whether a map keeps the keys of the range. */
  readonly keepsKeys?: boolean;
  build(range: Evaluate, loop: Loop, parts: readonly Evaluate[]): Evaluate;
}

/** What a macro needs to go over its range. */
interface Loop {
  /** Where its variables are kept. */
  readonly slots: readonly number[];
  /** What one turn costs: the parts of the expression that may be evaluated in it. */
  readonly steps: number;
}

/** Called for each item; anything but `undefined` ends the loop. */
type Step = (run: Run) => Result | undefined;

/** Goes over a list or map, the variables set in turn: items or keys, with two variables index or key before the item. */
function iterate(run: Run, range: Evaluate, { slots, steps }: Loop, step: Step): Result | undefined {
  const over = range(run);
  if (over instanceof CelError) return over;
  const [first, second] = slots as [number, number | undefined];
  const { locals } = run;
  if (isList(over)) {
    for (let index = 0; index < over.length; index++) {
      if (second === undefined) locals[first] = over[index]!;
      else {
        locals[first] = index;
        locals[second] = over[index]!;
      }
      run.spend(steps);
      const answer = step(run);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
  if (!isMap(over)) return new CelError(`got '${goTypeName(over)}', expected iterable type`);
  // The keys are listed before the first is looked at.
  run.spend(keySteps * mapSize(over));
  for (const entry of second === undefined ? mapKeys(over).map((key) => [key] as const) : mapEntries(over)) {
    locals[first] = entry[0];
    if (second !== undefined) locals[second] = entry[1]!;
    run.spend(steps);
    const answer = step(run);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const goNames: Readonly<Record<string, string>> = {
  string: 'types.String',
  int: 'types.Int',
  uint: 'types.Uint',
  double: 'types.Double',
  bool: 'types.Bool',
  bytes: 'types.Bytes',
  null_type: 'types.Null',
};

function goTypeName(value: CelValue): string {
  const name = typeName(value);
  return goNames[name] ?? name;
}

/** `all` stops at false and `exists` at true; that also wins over errors of other items. */
function quantifier(stopAt: boolean): Form['build'] {
  return (range, loop, [predicate]) =>
    (run) => {
      let problem: CelError | undefined;
      const found = iterate(run, range, loop, () => {
        const value = predicate!(run);
        if (value === stopAt) return stopAt;
        if (value !== !stopAt) problem ??= value instanceof CelError ? value : noOverload;
        return undefined;
      });
      return found ?? problem ?? !stopAt;
    };
}

const existsOne: Form['build'] =
  (range, loop, [predicate]) =>
  (run) => {
    let count = 0;
    const problem = iterate(run, range, loop, () => {
      const value = predicate!(run);
      if (value === true) count++;
      else if (value !== false) return value instanceof CelError ? value : noOverload;
      return undefined;
    });
    return problem ?? count === 1;
  };

/** Whether the condition holds; an error when it is no truth value. */
function holds(run: Run, condition: Evaluate | undefined): boolean | CelError {
  if (!condition) return true;
  const value = condition(run);
  return typeof value === 'boolean' || value instanceof CelError ? value : noOverload;
}

/** The items of a list: `keep` chooses, `make` says what becomes of them. */
function collect(range: Evaluate, loop: Loop, keep: Evaluate | undefined, make: Evaluate): Evaluate {
  return (run) => {
    const list: CelValue[] = [];
    const problem = iterate(run, range, loop, () => {
      const kept = holds(run, keep);
      if (kept !== true) return kept === false ? undefined : kept;
      const value = make(run);
      if (value instanceof CelError) return value;
      list.push(value);
      return undefined;
    });
    return problem ?? list;
  };
}

const filter: Form['build'] = (range, loop, [keep]) => collect(range, loop, keep, (run) => run.locals[loop.slots[0]!]!);

const mapItems: Form['build'] = (range, loop, parts) =>
  collect(range, loop, parts.length === 2 ? parts[0] : undefined, parts.at(-1)!);

/** The entries of a map: `entries` when the expression gives maps of their own. */
function collectMap(entries: boolean): Form['build'] {
  return (range, loop, parts) => (run) => {
    const map = new MapBuilder();
    const problem = iterate(run, range, loop, () => {
      const kept = holds(run, parts.length === 2 ? parts[0] : undefined);
      if (kept !== true) return kept === false ? undefined : kept;
      const value = parts.at(-1)!(run);
      if (value instanceof CelError) return value;
      if (!entries) return map.set(run.locals[loop.slots[0]!] as CelValue, value) ? undefined : noOverload;
      return isMap(value) ? insert(map, mapEntries(value)) : noOverload;
    });
    return problem ?? map.build();
  };
}

function insert(map: MapBuilder, entries: readonly (readonly [CelValue, CelValue])[]): CelError | undefined {
  for (const [key, value] of entries) {
    if (map.has(key)) return new CelError(`insert failed: key ${keyText(key)} already exists`);
    map.set(key, value);
  }
  return undefined;
}

export function sortBy(range: Evaluate, loop: Loop, keyOf: Evaluate): Evaluate {
  return (run) => {
    const keyed: { item: CelValue; key: CelValue }[] = [];
    let problem = iterate(run, range, loop, () => {
      const key = keyOf(run);
      if (key instanceof CelError) return key;
      keyed.push({ item: run.locals[loop.slots[0]!] as CelValue, key });
      return undefined;
    });
    if (problem !== undefined) return problem;
    keyed.sort((a, b) => {
      const order = compare(a.key, b.key, run);
      if (typeof order === 'number') return order;
      problem = order;
      return 0;
    });
    return problem ?? keyed.map(({ item }) => item);
  };
}

const one = { variables: 1, parts: 1 } as const;
const two = { variables: 2, parts: 1 } as const;
const filteredTwo = { variables: 2, parts: 2 } as const;

function quantified(build: Form['build']): readonly Form[] {
  const form = { result: 'bool', predicate: true, build } as const;
  return [
    { ...one, ...form },
    { ...two, ...form },
  ];
}

function transformed(result: 'list' | 'map', build: Form['build'], keepsKeys = false): readonly Form[] {
  const form = { result, build, keepsKeys };
  return [
    { ...two, ...form, predicate: false },
    { ...filteredTwo, ...form, predicate: true },
  ];
}

/** Macros that go over a range, by name. Sources: CEL specification, "Macros"; cel-go, two-variable comprehensions. */
export const comprehensions: Readonly<Record<string, readonly Form[]>> = {
  all: quantified(quantifier(false)),
  exists: quantified(quantifier(true)),
  exists_one: quantified(existsOne),
  existsOne: quantified(existsOne),
  filter: [{ ...one, result: 'list', predicate: true, build: filter }],
  map: [
    { ...one, result: 'list', predicate: false, build: mapItems },
    { variables: 1, parts: 2, result: 'list', predicate: true, build: mapItems },
  ],
  transformList: transformed('list', mapItems),
  transformMap: transformed('map', collectMap(false), true),
  transformMapEntry: transformed('map', collectMap(true)),
};

import { type JsonValue, jsonSize } from '../../foundations/kube/index.ts';
import { BudgetExceeded } from './errors.ts';

/** What functions may read of the world: given by the caller, so that the same input gives the same output. */
export interface FunctionContext {
  /** The instant, in milliseconds since 1970. */
  readonly now: number;
  /** Seconds east of Greenwich of the local zone, for `time_now`; UTC when absent. */
  readonly zoneOffset?: number;
  /** A number from 0 (included) to 1 (excluded), for `random`. */
  readonly random?: () => number;
  /** The addresses of a host name, for `is_external_url`. */
  readonly resolveHost?: (host: string) => readonly string[];
  /** YAML with the scalar rules of Kubernetes, for `parse_yaml`. */
  readonly parseYaml?: (text: string) => JsonValue;
  /** For `image_normalize`; `docker.io` when absent. */
  readonly defaultRegistry?: string;
}

/**
 * The names that an expression begins with, resolved when they are asked for. What `get` throws passes through an
 * evaluation untouched, so it may say that a name is not known yet.
 */
export interface Roots {
  /** The value of a name, or `undefined` when there is none. */
  get(name: string): JsonValue | undefined;
  /** All names, for expressions that take the whole context, such as `keys(@)`. */
  names?(): Iterable<string>;
}

/** A key that a path names and a map does not have. */
export interface MissingKey {
  readonly name: string;
  readonly offset: number;
  readonly end: number;
}

/** One evaluation: what it may ask, what it may still spend, and the key that was missing last. */
export interface Run {
  readonly roots: Roots | undefined;
  readonly context: FunctionContext;
  missing: MissingKey | undefined;
  budget: number;
}

/**
 * A compiled node. `undefined` says that a key is missing (Run.missing tells which): an error at the end of a path, and
 * null wherever an operator, a function or a projection looks at it.
 */
export type Evaluate = (value: JsonValue, run: Run) => JsonValue | undefined;

/** List items and characters that one evaluation may produce. */
export const budgetOfRun = 20_000_000;

/** Takes from the budget before something large is made. */
export function spend(run: Run, amount: number): void {
  run.budget -= amount;
  if (run.budget < 0) throw new BudgetExceeded();
}

/** Takes what a value holds, its parts as often as they stand in it, before anything goes through it. */
export function spendTree<T extends JsonValue>(run: Run, value: T): T {
  spend(run, 4 * jsonSize(value, run.budget / 4));
  return value;
}

/** What JMESPath calls false: null, `false`, and empty texts, lists and maps. Zero is true. */
export function isFalse(value: JsonValue | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return value.length === 0;
    case 'boolean':
      return !value;
    case 'object': {
      if (value === null) return true;
      if (Array.isArray(value)) return value.length === 0;
      for (const key in value) if (Object.hasOwn(value, key)) return false;
      return true;
    }
    default:
      return value === undefined;
  }
}

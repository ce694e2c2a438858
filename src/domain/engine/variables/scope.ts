import type { JsonValue } from '../../../foundations/kube/index.ts';
import { RuleBudget } from './budget.ts';

/** A variable that could not be resolved: the rule that names it is an error. */
export class VariableError extends Error {}

/** A variable in a document that could not be resolved. The path is put together on the way up, from the text outwards. */
export class UnresolvedVariable extends VariableError {
  readonly #expression: string;
  readonly #reason: string;

  constructor(expression: string, reason: string, path = '') {
    super(`failed to resolve ${expression} at path ${path}: ${reason}`);
    this.#expression = expression;
    this.#reason = reason;
    this.path = path;
  }

  readonly path: string;

  /** The same error, seen from the map or list around it. */
  below(key: string | number): UnresolvedVariable {
    return new UnresolvedVariable(this.#expression, this.#reason, `/${key}${this.path}`);
  }
}

/** Evaluates JMESPath expressions; each is compiled once. A failing expression throws VariableError. */
export interface Querier {
  query(expression: string, scope: Scope): JsonValue;
  /** The same over one value instead of the names in scope. */
  queryValue(expression: string, value: JsonValue, scope: Scope): JsonValue;
}

/**
 * The names an expression can see. A scope holds one name and knows its parent; a value is computed when it is first
 * asked for, by the scope that was current where the name was defined, and kept.
 */
export class Scope {
  readonly parent: Scope | undefined;
  readonly name: string;
  /** The instant of the evaluation, in milliseconds since 1970. */
  readonly now: number;
  /** Shared by all names of one evaluation of a rule. */
  readonly budget: RuleBudget;
  #load: (() => JsonValue | undefined) | undefined;
  #value: JsonValue | undefined;

  constructor(parent: Scope | undefined, name: string, load: () => JsonValue | undefined, now = parent?.now ?? 0) {
    this.parent = parent;
    this.name = name;
    this.now = now;
    this.budget = parent?.budget ?? new RuleBudget();
    this.#load = load;
  }

  /** The value of the innermost definition of `name`; `undefined` when there is none. A failing load fails every use. */
  get(name: string): JsonValue | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      if (scope.name !== name) continue;
      const value = scope.#read();
      // A definition that cannot be loaded here leaves the name to the scopes around it.
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #read(): JsonValue | undefined {
    if (this.#load) {
      this.#value = this.#load();
      this.#load = undefined;
    }
    return this.#value;
  }
}

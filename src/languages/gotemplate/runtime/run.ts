import { LimitError } from './errors.ts';
import { type Providers, repeatableProviders } from './providers.ts';
import type { TemplateSet } from './template-set.ts';
import { GoList, GoMap, type GoValue } from './value.ts';

/** What one rendering may use before it is stopped. */
export interface Limits {
  /** Actions, loop turns and values walked by printers and copies. */
  readonly steps: number;
  /** UTF-16 units written, over all templates and includes. */
  readonly output: number;
  /** Units in one string or entries in one list. */
  readonly size: number;
  /** Nested `include` of one name. */
  readonly includes: number;
}

export const defaultLimits: Limits = {
  steps: 10_000_000,
  output: 128 * 1024 * 1024,
  size: 16 * 1024 * 1024,
  includes: 1000,
};

/** Entries of one list or turns of one loop. */
const maxListLength = 500_000;

/** The state of one rendering: budgets, and the node being executed for the place of an error. */
export class Run {
  readonly limits: Limits;
  /** The templates that the running one sees. */
  set: TemplateSet | undefined = undefined;
  #steps = 0;
  #output = 0;
  /** How many templates are being executed, one inside the other. A plain field: it is written where the stack is full. */
  depth = 0;
  /** What the functions of an engine keep for one rendering. */
  readonly memory = new Map<string, unknown>();

  readonly providers: Providers;

  constructor(limits: Limits = defaultLimits, providers: Providers = repeatableProviders()) {
    this.limits = limits;
    this.providers = providers;
  }

  random(): number {
    return this.providers.random();
  }

  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > this.limits.steps) {
      throw new LimitError('steps', `the templates take more than ${this.limits.steps} steps`);
    }
  }

  wrote(units: number): void {
    this.#output += units;
    if (this.#output > this.limits.output) {
      throw new LimitError('output', `the templates write more than ${this.limits.output} characters`);
    }
  }

  /** Counts reading a text of some language: short ones are free, long ones cost by their length. */
  reads(text: string, weight: number): void {
    if (text.length > 1024) this.step(text.length * weight);
  }

  /** Refuses a string that would be too long, before it is made. */
  checkLength(units: number): void {
    if (units > this.limits.size) {
      throw new LimitError('size', `a text grows past ${this.limits.size} characters`);
    }
  }

  /** Refuses a list or a loop that would be too long, before it is made. */
  checkCount(count: number | bigint): void {
    if (count > maxListLength) throw new LimitError('range', `a list or loop has more than ${maxListLength} entries`);
  }

  /** Refuses a result that is too large, and counts the work that large results and arguments make. */
  checkResult(value: GoValue): void {
    if (typeof value === 'string') {
      this.checkLength(value.length);
    } else if (value instanceof GoList) this.checkCount(value.length);
    else if (value instanceof GoMap) this.checkCount(value.size);
    this.#weigh(value);
  }

  checkArguments(args: readonly unknown[]): void {
    for (const arg of args) this.#weigh(arg);
  }

  #weigh(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > 1024) this.step(value.length >> 5);
    } else if (value instanceof GoList) {
      // Long lists are dear to make: every entry is an object.
      if (value.length > 64) this.step(value.length * (value.length > 4096 ? 8 : 1));
    }
  }
}

import type { JsonValue } from '../../../foundations/kube/index.ts';
import {
  type Activation,
  CelError,
  type CelFunction,
  type CelValue,
  type Meter,
  toPlain,
  weigh,
  withDoubles,
} from '../../../languages/cel/index.ts';
import { type Facts, knownFact, type Lookup } from '../facts.ts';

/** What functions that ask the outside need to know besides their arguments. */
export interface HostActivation extends Activation {
  readonly facts: Facts;
  /** The namespace that a policy may not look beyond; empty for a policy of the cluster. */
  readonly confinedTo: string;
  /** A number from 0 (included) to 1 (excluded). */
  random(this: void): number;
}

/** The JSON data of an argument, paid for: its parts may be shared a billion times. */
export function plainArgument(value: CelValue, meter: Meter): JsonValue {
  weigh(value, meter);
  return toPlain(value);
}

/** Kyverno has every function of these libraries under two spellings, `Get` and `get`. */
export function spelledTwice(
  receiver: string,
  name: string,
  rest: string,
  call: (args: readonly CelValue[], activation: HostActivation, meter: Meter) => CelValue | CelError,
): CelFunction[] {
  return [name, name[0]!.toLowerCase() + name.slice(1)].map((spelling) => ({
    signature: `${receiver}.${spelling}${rest}`,
    call: (args, activation, meter) => call(args, activation as HostActivation, meter),
  }));
}

/**
 * The value of a fact, as `read` makes it. An error says what was attempted, and `unavailable` why nothing could
 * answer; without that it is no error, and null.
 */
export function ask(
  { facts }: HostActivation,
  lookup: Lookup,
  attempt: string,
  unavailable?: string,
  read: (value: JsonValue) => CelValue = (value) => value,
): CelValue | CelError {
  const fact = knownFact(facts, lookup);
  if (fact.kind === 'value') return read(fact.value);
  const problem = fact.kind === 'error' ? fact.message : unavailable;
  return problem === undefined ? null : new CelError(`${attempt}: ${problem}`);
}

const decoded = new WeakMap<object, CelValue>();

/** A value that Kyverno decodes from JSON, where every number is a double. Facts are shared by many evaluations. */
export function decode(value: JsonValue): CelValue {
  if (typeof value !== 'object' || value === null) return withDoubles(value);
  let found = decoded.get(value);
  if (found === undefined) {
    found = withDoubles(value);
    decoded.set(value, found);
  }
  return found;
}

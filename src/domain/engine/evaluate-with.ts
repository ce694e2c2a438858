import type { CompiledPolicies } from './compiled.ts';
import { evaluate } from './evaluate.ts';
import { type Fact, type Facts, FactWanted, type Lookup, lookupKey } from './facts.ts';
import type { EvaluationInput } from './input.ts';
import type { EngineResponse } from './result.ts';

/** Answers lookups from outside: a cluster, a registry, or the mocks of a Values file. */
export interface FactSource {
  fetch(lookup: Lookup): Promise<Fact>;
}

/**
 * Every round answers what the round before wanted, and rules that change a resource wait for each other: many rules, and
 * images with many signers, take many rounds. More than these is a mistake of ours.
 */
const maxRounds = 1000;

/**
 * The loop around the engine: evaluates, fetches what is wanted together, and evaluates the waiting rules again.
 * `known` is shared by all resources of a run, so that each fact is fetched once.
 */
export async function evaluateWith(
  source: FactSource,
  policies: CompiledPolicies,
  input: EvaluationInput,
  known: Map<string, Fact>,
): Promise<readonly EngineResponse[]> {
  let evaluation = evaluate(policies, input, known);
  for (let round = 0; evaluation.wanted.length > 0; round++) {
    await fetchAll(source, evaluation.wanted, known, round >= maxRounds);
    evaluation = evaluation.resume(known);
  }
  return evaluation.responses;
}

async function fetchAll(
  source: FactSource,
  wanted: readonly Lookup[],
  known: Map<string, Fact>,
  giveUp: boolean,
): Promise<void> {
  const missing = new Map(wanted.map((lookup) => [lookupKey(lookup), lookup]));
  await Promise.all(
    [...missing].map(async ([key, lookup]) => {
      known.set(
        key,
        giveUp
          ? { kind: 'error', message: `gave up after ${maxRounds} rounds of lookups` }
          : await source.fetch(lookup),
      );
    }),
  );
}

/** Tries something that may throw FactWanted until it has its facts. */
export async function withFacts<T>(
  source: FactSource,
  known: Map<string, Fact>,
  attempt: (facts: Facts) => T,
): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return attempt(known);
    } catch (error) {
      if (!(error instanceof FactWanted)) throw error;
      await fetchAll(source, error.lookups, known, round >= maxLookups);
    }
  }
}

/** Facts asked for one after the other. */
const maxLookups = 100;

/** The first answer of several sources. */
export function firstOf(...sources: readonly FactSource[]): FactSource {
  return {
    async fetch(lookup) {
      for (const source of sources) {
        const fact = await source.fetch(lookup);
        if (fact.kind !== 'unavailable') return fact;
      }
      return { kind: 'unavailable' };
    },
  };
}

/** A source that knows nothing, for a run without a cluster. */
export const noFacts: FactSource = { fetch: () => Promise.resolve({ kind: 'unavailable' }) };

import type { Fact, FactSource, Lookup } from '../../domain/engine/index.ts';

/** Asks one source after the other, until one of them can answer. An error is an answer. */
export class LayeredFacts implements FactSource {
  readonly #sources: readonly FactSource[];

  constructor(sources: readonly FactSource[]) {
    this.#sources = sources;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    for (const source of this.#sources) {
      const fact = await source.fetch(lookup);
      if (fact.kind !== 'unavailable') return fact;
    }
    return { kind: 'unavailable' };
  }
}

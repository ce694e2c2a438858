import type { Fact, FactSource, Lookup } from '../../domain/engine/index.ts';

/** Answers what rules want to know of signed manifests: it takes no network, so every command can. */
export class ManifestFacts implements FactSource {
  readonly #others: FactSource;

  constructor(others: FactSource) {
    this.#others = others;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    switch (lookup.kind) {
      case 'manifestMessage':
        return (await signatures()).readMessage(lookup.message);
      case 'manifestSignature':
        return (await signatures()).checkMessage(lookup.message, lookup.signature, lookup.check, this.#others);
      default:
        return this.#others.fetch(lookup);
    }
  }
}

/** Loaded when the first rule wants it: most runs check no signature. */
function signatures() {
  return import('../signatures/index.ts');
}

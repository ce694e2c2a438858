import type { Fact, FactSource, Lookup } from '../../domain/engine/index.ts';
import { checkMessage, readMessage } from './manifest-message.ts';

/** Answers what rules want to know of signed manifests: it takes no network, so every command can. */
export class ManifestFacts implements FactSource {
  readonly #others: FactSource;

  constructor(others: FactSource) {
    this.#others = others;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    switch (lookup.kind) {
      case 'manifestMessage':
        return readMessage(lookup.message);
      case 'manifestSignature':
        return checkMessage(lookup.message, lookup.signature, lookup.check, this.#others);
      default:
        return this.#others.fetch(lookup);
    }
  }
}

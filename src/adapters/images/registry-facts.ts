import type { Fact, FactSource, Lookup, RegistryAccess } from '../../domain/engine/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { UnreachableError } from '../http/index.ts';
import {
  parseReference,
  RegistryClient,
  RegistryError,
  type RegistryReference,
  RegistrySession,
} from '../oci/index.ts';
import { fetchImageData } from './image-data.ts';
import { credentialsFor } from './pull-secrets.ts';

export interface RegistryFactsOptions {
  /** Answers everything else, and holds the secrets that lookups name. */
  readonly others: FactSource;
  /** Whether `imageRegistry` context is loaded; signatures and digests are looked up in any case, as in the reference. */
  readonly context: boolean;
  /** A file with the authorities and logs of a Sigstore, for rules that name none. */
  readonly trustedRoot?: string;
  /** The instant that certificates are judged by, in milliseconds since 1970. */
  readonly now: number;
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
}

function unreadable(text: string): Fact {
  return {
    kind: 'error',
    message: `failed to parse image reference: ${text}, error: could not parse reference: ${text}`,
  };
}

/** Answers what rules want to know of images, from their registries. */
export class RegistryFacts implements FactSource {
  readonly #options: RegistryFactsOptions;
  readonly #clients = new Map<string, RegistryClient>();

  constructor(options: RegistryFactsOptions) {
    this.#options = options;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    switch (lookup.kind) {
      case 'imageData': {
        const known = await this.#options.others.fetch(lookup);
        if (known.kind !== 'unavailable' || !this.#options.context) return known;
        const { reference: text } = lookup;
        return this.#ask(
          lookup,
          `failed to fetch image descriptor: ${text}, error: `,
          unreadable(text),
          (client, reference) => fetchImageData(client, reference, text),
        );
      }
      case 'imageDigest': {
        const what = `failed to fetch image reference: ${lookup.reference}, error: `;
        return this.#ask(lookup, what, unreadable(lookup.reference), async (client, reference) => {
          return (await client.manifest(reference)).digest;
        });
      }
      case 'imageSignatures': {
        const { check } = lookup;
        // Loaded when the first rule wants it: the libraries take a while.
        const { checkSignatures } = await import('./signatures.ts');
        return this.#ask(
          lookup,
          '',
          {
            kind: 'value',
            value: { verified: false, message: `failed to parse image ${lookup.reference}`, unreachable: false },
          },
          async (client, reference) =>
            (await checkSignatures(client, reference, check, this.#options)) as unknown as JsonValue,
        );
      }
      default:
        return this.#options.others.fetch(lookup);
    }
  }

  async #ask(
    { reference: text, access }: { readonly reference: string; readonly access: RegistryAccess },
    what: string,
    unreadable: Fact,
    ask: (client: RegistryClient, reference: RegistryReference) => Promise<JsonValue>,
  ): Promise<Fact> {
    const reference = parseReference(text);
    if (!reference) return unreadable;
    try {
      return { kind: 'value', value: await ask(this.#client(access), reference) };
    } catch (error) {
      if (!(error instanceof RegistryError || error instanceof UnreachableError)) throw error;
      return { kind: 'error', message: `${what}${error.message}` };
    }
  }

  #client(access: RegistryAccess): RegistryClient {
    const key = JSON.stringify([access.insecure ?? false, access.secrets ?? []]);
    let client = this.#clients.get(key);
    if (!client) {
      const { others, timeout } = this.#options;
      const session = new RegistrySession({
        scheme: access.insecure ? 'insecure' : 'local',
        credentials: (host) => credentialsFor(host, access.secrets ?? [], others),
        timeout: timeout ?? 30_000,
      });
      client = new RegistryClient(session);
      this.#clients.set(key, client);
    }
    return client;
  }
}

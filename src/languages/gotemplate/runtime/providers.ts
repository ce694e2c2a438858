/** What a template can ask of the outside: chance, the clock, keys. Given by the caller, so that a rendering can be repeated. */
export interface Providers {
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes keys and certificates; without it templates get placeholders that no server accepts. */
  readonly certificates?: CertificateProvider;
}

export interface CertificateRequest {
  readonly commonName: string;
  readonly ips: readonly string[];
  readonly dnsNames: readonly string[];
  readonly days: number;
  /** The authority that signs, as PEM; absent for an authority or a self-signed certificate. */
  readonly signer?: KeyPair;
  /** A private key to use, as PEM, instead of a new one. */
  readonly key?: string;
  readonly isAuthority: boolean;
}

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateProvider {
  readonly certificate: (request: CertificateRequest) => KeyPair;
  readonly privateKey: (type: string) => string;
}

/** Chance from a seed (mulberry32) and a clock that stands still: the same text in every rendering. */
export function repeatableProviders(seed = 1, now = 0): Providers {
  let state = seed >>> 0;
  return {
    now: () => now,
    random: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  };
}

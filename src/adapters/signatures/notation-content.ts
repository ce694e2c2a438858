import { X509Certificate } from 'node:crypto';
import type { JsonObject } from '../../foundations/kube/index.ts';
import { textOf } from './json-object.ts';
import { VerificationFailure } from './keys.ts';

/** A signature of the Notary Project whose bytes are signed by its first certificate. */
export interface NotationEnvelope {
  readonly algorithm: string;
  readonly contentType: string;
  readonly payload: JsonObject;
  readonly scheme: string;
  /** Milliseconds since 1970. */
  readonly signingTime: number | undefined;
  readonly expiry: number | undefined;
  readonly chain: readonly X509Certificate[];
}

/** Headers that are signed. Source: Notary Project, signature envelopes. */
export const names = {
  scheme: 'io.cncf.notary.signingScheme',
  time: 'io.cncf.notary.signingTime',
  authenticTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
} as const;

/** The headers that a signature may call critical. */
export const known = [names.scheme, names.authenticTime, names.expiry];

/** The algorithms that the Notary Project allows, with their hashes. */
export const algorithms: Readonly<Record<string, string>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
};

/** Headers that change what a signature means must be marked, and no others may be. */
export function requireCritical(header: JsonObject, critical: readonly unknown[]): void {
  const wanted = [names.scheme, ...(header[names.expiry] === undefined ? [] : [names.expiry])];
  const missing = wanted.filter((name) => !critical.includes(name));
  if (missing.length > 0) {
    throw new VerificationFailure(`these required headers are not marked as critical: [${missing.join(' ')}]`);
  }
  const unknown = critical.find((name) => !known.includes(name as never));
  if (unknown !== undefined)
    throw new VerificationFailure(`the critical header ${JSON.stringify(unknown)} is not known`);
}

export function brokenSignature(): VerificationFailure {
  return new VerificationFailure('signature is invalid. Error: signature is invalid');
}

export function readChain(raw: readonly Uint8Array[]): readonly X509Certificate[] {
  if (raw.length === 0) throw new VerificationFailure('certificate chain is not present');
  if (raw.length > 12) throw new VerificationFailure(`certificate chain too long (${raw.length})`);
  try {
    return raw.map((bytes) => new X509Certificate(bytes));
  } catch {
    throw new VerificationFailure('malformed leaf certificate');
  }
}

/** Milliseconds since 1970 of a text. */
export function timeOf(value: unknown): number | undefined {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? undefined : time;
}

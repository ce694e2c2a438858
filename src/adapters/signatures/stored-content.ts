import { createHash, type KeyObject, verify } from 'node:crypto';
import { dsse } from '@sigstore/core';
import type { SignatureCheck } from '../../domain/engine/index.ts';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { parseObject, textOf } from './json-object.ts';
import { hashAlgorithm, VerificationFailure } from './keys.ts';

/** One signature as cosign stores it: a payload, and what stands beside it. */
export interface StoredSignature {
  readonly payload: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What was signed and its signatures, in the form that the library asks. */
export interface StoredContent {
  readonly signature: Buffer;
  readonly isAttestation: boolean;
  readonly value: JsonObject;
  compareSignature(signature: Buffer): boolean;
  compareDigest(digest: Buffer): boolean;
  verifySignature(key: KeyObject): boolean;
}

export function contentOf(
  { payload, annotations }: StoredSignature,
  { attestationType, signatureAlgorithm }: SignatureCheck,
): StoredContent {
  const value = parseObject(payload.toString('utf8'), 'payload');
  const algorithm = hashAlgorithm(signatureAlgorithm);
  const isAttestation = attestationType !== undefined;
  const signatures = isAttestation
    ? envelopeSignatures(value)
    : [textOf(annotations['dev.cosignproject.cosign/signature'])];
  const signed = isAttestation
    ? dsse.preAuthEncoding(String(value['payloadType']), Buffer.from(String(value['payload'] ?? ''), 'base64'))
    : payload;
  const candidates = signatures.map((signature) => Buffer.from(signature, 'base64'));
  const statement = isAttestation ? [Buffer.from(textOf(value['payload']), 'base64')] : [];
  const digests = [payload, ...statement].map((bytes) => createHash('sha256').update(bytes).digest());
  return {
    signature: candidates[0] ?? Buffer.alloc(0),
    isAttestation,
    value,
    compareSignature: (signature) => candidates.some((candidate) => candidate.equals(signature)),
    compareDigest: (other) => digests.some((digest) => digest.equals(other)),
    verifySignature: (key) => candidates.some((candidate) => isSignedBy(signed, key, candidate, algorithm)),
  };
}

function isSignedBy(data: Buffer, key: KeyObject, signature: Buffer, algorithm: string): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : algorithm, data, key, signature);
  } catch {
    return false;
  }
}

function envelopeSignatures(envelope: JsonObject): readonly string[] {
  const type = envelope['payloadType'];
  if (type !== 'application/vnd.in-toto+json') {
    throw new VerificationFailure(
      `invalid payloadType ${String(type)} on envelope. Expected application/vnd.in-toto+json`,
    );
  }
  const list = Array.isArray(envelope['signatures']) ? envelope['signatures'].filter(isObject) : [];
  return list.map(({ sig }) => textOf(sig));
}

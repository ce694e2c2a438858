import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** Why a signature, a key or a certificate is not accepted: the text is part of a rule's message. */
export class VerificationFailure extends Error {}

export function loadPublicKey(pem: string): KeyObject {
  try {
    return createPublicKey({ key: pem.trim(), format: 'pem' });
  } catch {
    throw new VerificationFailure('failed to load public key from PEM: pem to public key: PEM decoding failed');
  }
}

/** The hash names of Kyverno's `signatureAlgorithm`. */
export function hashAlgorithm(name: string | undefined): string {
  if (!name) return 'sha256';
  if (['sha224', 'sha256', 'sha384', 'sha512'].includes(name)) return name;
  throw new VerificationFailure(`invalid signature algorithm provided ${name}`);
}

/** What Go's libraries say of a signature that is not by a key. */
export function mismatchText(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return 'invalid signature when validating ASN.1 encoded signature';
    case 'rsa':
      return 'crypto/rsa: verification error';
    default:
      return 'failed to verify signature';
  }
}

/** The identifier of a log: the hash of its key. */
export function logIdOf(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

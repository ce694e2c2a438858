import type { KeyObject, X509Certificate } from 'node:crypto';
import type { TrustMaterial } from '@sigstore/verify';
import type { SignatureCheck } from '../../domain/engine/index.ts';
import { loadCertificates } from './certificates.ts';
import { hashAlgorithm, VerificationFailure } from './keys.ts';
import { certificateAuthorities, trustMaterial } from './trust.ts';

/** What an attestor asks for, read once: keys, roots and logs. */
export interface Verification {
  readonly check: SignatureCheck;
  /** Nothing where the signature's own certificate is to be trusted. */
  readonly key: KeyObject | undefined;
  /** Who vouches for certificates, with the links that a signature brings along. */
  readonly authorities: (offered: readonly X509Certificate[]) => TrustMaterial['certificateAuthorities'];
  readonly trust: TrustMaterial;
}

/** Reads what a check names before anything is fetched. Throws VerificationFailure, in cosign's order and words. */
export function prepareVerification(
  check: SignatureCheck,
  given: KeyObject | undefined,
  general: TrustMaterial | undefined,
): Verification {
  hashAlgorithm(check.signatureAlgorithm);
  const key = given ?? certificateKey(check);
  const pem = key ? undefined : (check.certChain ?? check.roots);
  if (!key && !pem && !general) {
    throw new VerificationFailure(
      "failed to get roots from fulcio: Sigstore's public roots are not fetched: set `roots` of the attestor, or give --trusted-root",
    );
  }
  const roots = pem ? loadCertificates(pem, 'Root certificates') : [];
  const authorities =
    key || pem || !general
      ? (offered: readonly X509Certificate[]) => certificateAuthorities(roots, offered)
      : () => general.certificateAuthorities;
  return { check, key, authorities, trust: trustMaterial(check, key, general) };
}

function certificateKey({ cert, certChain }: SignatureCheck): KeyObject | undefined {
  if (!cert) return undefined;
  const pem = cert.includes('-----BEGIN') ? cert : Buffer.from(cert, 'base64').toString('utf8');
  const [named] = loadCertificates(pem, 'certificate');
  if (!certChain) return named!.publicKey;
  // The reference looks for a certificate log before it reads that none is wanted: with a chain nothing passes.
  throw new VerificationFailure(
    'failed to load validate certificate chain: certificate does not include required embedded SCT and no detached SCT was set',
  );
}

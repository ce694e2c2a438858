import type { KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import { type SignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import type { JsonObject } from '../../foundations/kube/index.ts';
import { isValidAt, loadCertificates, requireCodeSigning } from './certificates.ts';
import { mismatchText, VerificationFailure } from './keys.ts';
import { assumedTime, authorityStamp, logEntry } from './log-entry.ts';
import { contentOf, type StoredSignature } from './stored-content.ts';
import type { Verification } from './verification.ts';

/** A signature that holds, with the certificate that was signed by where there is one. */
export interface VerifiedSignature {
  readonly payload: JsonObject;
  readonly certificate: NodeCertificate | undefined;
}

const cosign = 'dev.sigstore.cosign';

/**
 * Checks one signature by one attestor, with the Sigstore library. Throws VerificationFailure. Source: cosign, "Cosign
 * Signature Specifications"; the order of the checks is cosign's.
 */
export function verifyStored(stored: StoredSignature, verification: Verification, now: number): VerifiedSignature {
  const { annotations } = stored;
  const { check, key, authorities, trust } = verification;
  const own = annotations[`${cosign}/certificate`];
  const certificate = own ? loadCertificates(own, 'certificate')[0] : undefined;
  const signer = key ? undefined : requireSigner(certificate);
  const content = contentOf(stored, check);
  const entry = logEntry(annotations[`${cosign}/bundle`], check);
  const times = [...entry.timestamps, ...authorityStamp(annotations[`${cosign}/rfc3161timestamp`], check)];
  // Chains are judged as of the certificate's first day where no log and no authority says when it was used.
  const assumed = signer && times.length === 0 ? [assumedTime(signer.validFromDate)] : [];
  const entity: SignedEntity = {
    signature: content,
    key: signer
      ? { $case: 'certificate', certificate: X509Certificate.parse(Buffer.from(signer.raw)) }
      : { $case: 'public-key', hint: '' },
    tlogEntries: entry.entries,
    timestamps: [...times, ...assumed],
  };
  const chain = signer ? annotations[`${cosign}/chain`] : undefined;
  const offered = chain ? loadCertificates(chain, 'certificate chain') : [];
  const verifier = new Verifier(
    { ...trust, certificateAuthorities: authorities(offered) },
    { tlogThreshold: check.ignoreTlog ? 0 : 1, ctlogThreshold: check.ignoreSct ? 0 : 1, timestampThreshold: 0 },
  );
  attempt(() => verifier.verify(entity), content.isAttestation, key ?? signer?.publicKey);
  if (certificate && times.length === 0 && !isValidAt(certificate, now)) {
    throw new VerificationFailure('expected a signed timestamp to verify an expired certificate');
  }
  return { payload: content.value, certificate };
}

function requireSigner(certificate: NodeCertificate | undefined): NodeCertificate {
  if (!certificate) throw new VerificationFailure('no certificate found on signature');
  requireCodeSigning(certificate);
  return certificate;
}

/** The library's failure in cosign's words where it has some. */
function attempt(action: () => unknown, isAttestation: boolean, key: KeyObject | undefined): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    if (error.code === 'SIGNATURE_ERROR' && isAttestation) {
      throw new VerificationFailure('accepted signatures do not match threshold, Found: 0, Expected 1');
    }
    if (error.code === 'SIGNATURE_ERROR' && key) throw new VerificationFailure(mismatchText(key));
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new VerificationFailure(`${error.message}${cause}`);
  }
}

import type { X509Certificate } from 'node:crypto';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import type { SignatureCheck } from '../../domain/engine/index.ts';
import { isObject } from '../../foundations/kube/index.ts';
import { isIssuedBy, isValidAt, loadCertificates } from './certificates.ts';
import { VerificationFailure } from './keys.ts';
import { algorithms, type NotationEnvelope } from './notation-content.ts';
import { readEnvelope } from './notation-envelope.ts';

/** What a signature of the Notary Project is about. */
export interface NotationTarget {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface NotationSignature {
  /** Of the manifest that holds it. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** The certificates that an attestor trusts. */
export function trustedCertificates({ cert = '', certChain = '' }: SignatureCheck): readonly X509Certificate[] {
  const pem = [cert, certChain].filter((part) => part !== '').join('\n');
  try {
    return loadCertificates(pem, 'certificates');
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    throw new VerificationFailure('failed to parse certificates: error during PEM decoding');
  }
}

/**
 * Looks for a signature that a trusted certificate stands behind; throws VerificationFailure with what is wrong with each.
 * Source: Notary Project, trust policy level `strict`. Revocation asks other servers, and is not asked: certificates that
 * name some are refused.
 */
export async function requireNotation(
  signatures: readonly NotationSignature[],
  target: NotationTarget,
  trusted: readonly X509Certificate[],
  reference: string,
  now: number,
): Promise<void> {
  if (signatures.length === 0) {
    throw new VerificationFailure(
      `failed to verify ${reference}: no signature is associated with "${reference}", make sure the artifact was signed successfully`,
    );
  }
  const reasons: string[] = [];
  for (const { digest, mediaType, bytes } of signatures) {
    try {
      requireTrust(await readEnvelope(mediaType, bytes), trusted, now, target);
      return;
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      reasons.push(`failed to verify signature with digest ${digest}, ${error.message}`);
    }
  }
  throw new VerificationFailure(`failed to verify ${reference}: signature verification failed\n${reasons.join('\n')}`);
}

function requireTrust(
  envelope: NotationEnvelope,
  trusted: readonly X509Certificate[],
  now: number,
  target: NotationTarget,
): void {
  const { scheme, signingTime, expiry, chain, contentType } = envelope;
  // Another scheme wants another kind of trust store, which the reference never has.
  if (scheme !== 'notary.x509') throw new VerificationFailure(`unsupported SigningScheme: \`${scheme}\``);
  if (signingTime === undefined) throw new VerificationFailure('signing-time not present');
  if (expiry !== undefined && expiry <= signingTime) {
    throw new VerificationFailure('expiry cannot be equal or before the signing time');
  }
  requireChain(chain, envelope.algorithm);
  if (contentType !== 'application/vnd.cncf.notary.payload.v1+json') {
    throw new VerificationFailure(`payload content type "${contentType}" not supported`);
  }
  if (!chain.some((one) => trusted.some((other) => other.raw.equals(one.raw)))) {
    throw new VerificationFailure("the signature's certificate chain does not contain any trusted certificate");
  }
  if (expiry !== undefined && now >= expiry) {
    // Go's RFC 1123 with the zone in numbers.
    const when = new Date(expiry).toUTCString().replace('GMT', '+0000');
    throw new VerificationFailure(`digital signature has expired on "${when}"`);
  }
  const outdated = chain.find((certificate) => !isValidAt(certificate, now));
  if (outdated)
    throw new VerificationFailure(`certificate "${nameOf(outdated)}" is not valid at the time of verification`);
  if (chain.some(namesRevocation)) throw new VerificationFailure('revocation of certificates is not asked by Bylaw');
  requireTarget(envelope, target);
}

function requireTarget({ payload }: NotationEnvelope, target: NotationTarget): void {
  const signed = isObject(payload['targetArtifact']) ? payload['targetArtifact'] : {};
  const same = Object.entries(target).every(([field, value]) => signed[field] === value);
  if (!same) throw new VerificationFailure('content descriptor mismatch');
}

const otherUses = ['1', '2', '4', '8', '9'].map((part) => `1.3.6.1.5.5.7.3.${part}`);

/** The chain that comes along must be whole, from a certificate that may sign code to one that signs itself. */
function requireChain(chain: readonly X509Certificate[], algorithm: string): void {
  const invalid = (reason: string) => new VerificationFailure(`certificate-chain is invalid, ${reason}`);
  const leaf = chain[0]!;
  const root = chain.at(-1)!;
  if (!root.verify(root.publicKey)) {
    throw invalid(
      `root certificate with subject "${nameOf(root)}" is invalid or not self-signed. Certificate chain must end with a valid self-signed root certificate`,
    );
  }
  for (const [index, certificate] of chain.slice(0, -1).entries()) {
    const issuer = chain[index + 1]!;
    if (!isIssuedBy(certificate, issuer)) {
      throw invalid(`certificate with subject "${nameOf(certificate)}" is not issued by "${nameOf(issuer)}"`);
    }
  }
  if (leaf.ca)
    throw invalid(
      `certificate with subject "${nameOf(leaf)}": if the basic constraints extension is present, the ca field must be set to false`,
    );
  if (leaf.keyUsage?.some((use) => otherUses.includes(use))) {
    throw invalid(
      `certificate with subject "${nameOf(leaf)}": extended key usage must not contain other uses than signing code`,
    );
  }
  const usage = SigstoreCertificate.parse(Buffer.from(leaf.raw)).extKeyUsage;
  if (!usage?.critical || !usage.digitalSignature) {
    throw invalid(
      `certificate with subject "${nameOf(leaf)}": key usage must have the bit positions for digital signature set`,
    );
  }
  requireKey(leaf, algorithm);
}

/** The size of a key says which algorithm it signs with. */
function requireKey({ publicKey }: X509Certificate, algorithm: string): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const size = type === 'rsa' ? `rsa-${details?.modulusLength}` : (details?.namedCurve ?? '');
  const expected = {
    'rsa-2048': 'PS256',
    'rsa-3072': 'PS384',
    'rsa-4096': 'PS512',
    prime256v1: 'ES256',
    secp384r1: 'ES384',
    secp521r1: 'ES512',
  }[size];
  if (!expected || !(algorithm in algorithms)) throw new VerificationFailure(`${type} key ${size} is not supported`);
  if (expected === algorithm) return;
  throw new VerificationFailure(
    `mismatch between signature algorithm derived from signing certificate (${expected}) and signing algorithm specified (${algorithm})`,
  );
}

/** The subject as Go writes it: the last part first. */
function nameOf({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(',');
}

function namesRevocation(certificate: X509Certificate): boolean {
  const points = SigstoreCertificate.parse(Buffer.from(certificate.raw)).extension('2.5.29.31');
  return points !== undefined || /^OCSP - URI:/m.test(certificate.infoAccess ?? '');
}

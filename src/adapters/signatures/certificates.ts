import { X509Certificate } from 'node:crypto';
import { VerificationFailure } from './keys.ts';

/** Chains that somebody else wrote are bounded: building paths over many certificates takes long. */
const maxCertificates = 12;

const codeSigning = '1.3.6.1.5.5.7.3.3';

export function loadCertificates(pem: string, what: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new VerificationFailure(`failed to load ${what}: error during PEM decoding`);
  if (blocks.length > maxCertificates) {
    throw new VerificationFailure(`${what} too long (${blocks.length}), maximum allowed is ${maxCertificates}`);
  }
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new VerificationFailure(`failed to load ${what}: ${(error as Error).message}`);
  }
}

/**
 * The certificates of `offered` that a trusted one stands behind, directly or through others of them. Only these may be
 * links of a chain: the library trusts every certificate it is given.
 */
export function vouchedFor(
  offered: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): readonly X509Certificate[] {
  const vouched: X509Certificate[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    for (const one of offered) {
      if (!one.ca || vouched.includes(one)) continue;
      if (![...roots, ...vouched].some((issuer) => isIssuedBy(one, issuer))) continue;
      vouched.push(one);
      grew = true;
    }
  }
  return vouched;
}

export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Fulcio's certificates, and all that sign images, are for signing code. */
export function requireCodeSigning(certificate: X509Certificate): void {
  const usages = certificate.keyUsage;
  if (usages?.includes(codeSigning)) return;
  throw new VerificationFailure('cert verification failed: x509: certificate specifies an incompatible key usage');
}

export function isValidAt(certificate: X509Certificate, time: number): boolean {
  return certificate.validFromDate.getTime() <= time && time <= certificate.validToDate.getTime();
}

import type { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import type { CertificateIdentity } from '../../domain/engine/index.ts';
import { compileRegex, matchWildcard } from '../../foundations/kube/index.ts';
import { VerificationFailure } from './keys.ts';

const fulcio = '1.3.6.1.4.1.57264.1';

/** Fulcio's extensions by the names that policies may use. Source: Fulcio, "OID information". */
const extensionNames: Readonly<Record<string, string>> = {
  oidcIssuer: `${fulcio}.1`,
  githubWorkflowTrigger: `${fulcio}.2`,
  githubWorkflowSha: `${fulcio}.3`,
  githubWorkflowName: `${fulcio}.4`,
  githubWorkflowRepository: `${fulcio}.5`,
  githubWorkflowRef: `${fulcio}.6`,
};

/** Throws VerificationFailure unless a certificate was given to whom the policy names. */
export function requireIdentity(certificate: NodeCertificate, identity: CertificateIdentity): void {
  const { issuer, issuerRegExp, subject, subjectRegExp, extensions = {} } = identity;
  const names = subjectNames(certificate);
  if ((subject || subjectRegExp) && names.length > 0) {
    const matched =
      (subject && names.some((name) => matchWildcard(subject, name))) ||
      (subjectRegExp && names.some((name) => matches(subjectRegExp, name, 'subject')));
    if (!matched) throw mismatch('subject', subject || subjectRegExp!, names.join(', '));
  }
  const parsed = X509Certificate.parse(Buffer.from(certificate.raw));
  const found = issuerOf(parsed);
  if (issuer && !matchWildcard(issuer, found)) throw mismatch('issuer', issuer, found);
  if (issuerRegExp && !matches(issuerRegExp, found, 'issuer')) throw mismatch('issuer', issuerRegExp, found);
  for (const [key, wanted] of Object.entries(extensions)) {
    const value = extensionValue(parsed, key);
    if (matchWildcard(wanted, value)) continue;
    throw new VerificationFailure(`extension mismatch: expected ${wanted} for key ${key}, received ${value}`);
  }
}

function mismatch(what: string, expected: string, received: string): VerificationFailure {
  return new VerificationFailure(`${what} mismatch: expected ${expected}, received ${received}`);
}

function matches(pattern: string, text: string, what: string): boolean {
  const regex = compileRegex(pattern);
  if (!('test' in regex)) throw new VerificationFailure(`invalid regexp for ${what}: ${pattern} : ${regex.error}`);
  return regex.test(text);
}

/** The subject's alternative names. Node quotes those that hold commas or quotes as JSON. */
export function subjectNames({ subjectAltName = '' }: NodeCertificate): readonly string[] {
  const parts = subjectAltName.match(/(?:DNS|email|IP Address|URI):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return parts.map((part) => {
    const value = part.slice(part.indexOf(':') + 1);
    return value.startsWith('"') ? (JSON.parse(value) as string) : value.trim();
  });
}

/** The older field wins where both are there, as in cosign. */
function issuerOf(certificate: X509Certificate): string {
  const older = certificate.extension(`${fulcio}.1`)?.value;
  return (older ?? certificate.extension(`${fulcio}.8`)?.valueObj.subs?.[0]?.value)?.toString('utf8') ?? '';
}

function extensionValue(certificate: X509Certificate, key: string): string {
  const oid = extensionNames[key] ?? key;
  if (!Object.values(extensionNames).includes(oid))
    throw new VerificationFailure(`invalid certificate extension ${key}`);
  if (oid === `${fulcio}.1`) return issuerOf(certificate);
  return certificate.extension(oid)?.value.toString('utf8') ?? '';
}

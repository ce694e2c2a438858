import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { type Bundle, bundleFromJSON, ValidationError } from '@sigstore/bundle';
import {
  PolicyError,
  type SignedEntity,
  type TrustMaterial,
  toSignedEntity,
  VerificationError,
  Verifier,
} from '@sigstore/verify';
import type { SignatureCheck, SignatureVerdict } from '../../domain/engine/index.ts';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { loadCertificates, requireCodeSigning } from './certificates.ts';
import { withType } from './cosign.ts';
import { requireIdentity } from './identity.ts';
import { parseObject } from './json-object.ts';
import { VerificationFailure } from './keys.ts';
import { certificateAuthorities, trustMaterial } from './trust.ts';

/** The image that a bundle must be about. */
export interface SignedManifest {
  readonly digest: string;
  readonly bytes: Buffer;
}

/** The key of an attestor, and what the trusted root of the user says. */
export interface BundleTrust {
  readonly key: KeyObject | undefined;
  readonly general: TrustMaterial | undefined;
}

/** Checks Sigstore bundles by one attestor, with the Sigstore library. Bundles that do not hold are left out. */
export function judgeBundles(
  bundles: readonly JsonObject[],
  manifest: SignedManifest,
  check: SignatureCheck,
  trust: BundleTrust,
  now: number,
): SignatureVerdict {
  const statements: JsonObject[] = [];
  let verified = 0;
  for (const json of bundles) {
    try {
      const bundle = readBundle(json);
      const statement = statementOf(bundle);
      if (check.attestationType && statement?.['predicateType'] !== check.attestationType) continue;
      verifyBundle(bundle, statement, manifest, check, trust, now);
      verified++;
      if (statement) statements.push(withType(statement));
    } catch (error) {
      if (!isExpected(error)) throw error;
      if (error instanceof VerificationFailure && error.message.startsWith('failed to')) {
        return { verified: false, message: error.message, unreachable: false };
      }
    }
  }
  if (verified === 0) {
    const message = 'sigstore bundle verification failed: no matching signatures found';
    return { verified: false, message, unreachable: false };
  }
  return { verified: true, digest: manifest.digest, ...(check.attestationType ? { statements } : {}) };
}

function isExpected(error: unknown): boolean {
  return [VerificationFailure, VerificationError, PolicyError, ValidationError].some((kind) => error instanceof kind);
}

function readBundle(json: JsonObject): Bundle {
  try {
    return bundleFromJSON(json);
  } catch (error) {
    throw new VerificationFailure(`no Sigstore bundle: ${(error as Error).message}`);
  }
}

/** The in-toto statement of a bundle; nothing for a bundle that signs bytes. */
function statementOf({ content }: Bundle): JsonObject | undefined {
  if (content.$case !== 'dsseEnvelope') return undefined;
  const { payload, payloadType } = content.dsseEnvelope;
  if (payloadType !== 'application/vnd.in-toto+json') return undefined;
  return parseObject(payload.toString('utf8'), 'statement');
}

function verifyBundle(
  bundle: Bundle,
  statement: JsonObject | undefined,
  { digest, bytes }: SignedManifest,
  check: SignatureCheck,
  { key, general }: BundleTrust,
  now: number,
): void {
  requireSubject(bundle, statement, digest, bytes);
  const certificate = certificateOf(bundle);
  if (key && certificate) throw new VerificationFailure('the bundle is signed by a certificate, not by a key');
  const entity = toSignedEntity(bundle, Buffer.from(bytes));
  const roots = check.roots ?? check.certChain;
  if (certificate && !roots && !general) {
    throw new VerificationFailure(
      "failed to get trusted material: Sigstore's public roots are not fetched: set `roots` of the attestor, or give --trusted-root",
    );
  }
  const authorities = roots
    ? certificateAuthorities(loadCertificates(roots, 'Root certificates'), [])
    : (general?.certificateAuthorities ?? []);
  const verifier = new Verifier(
    { ...trustMaterial(check, key, general), certificateAuthorities: authorities },
    {
      tlogThreshold: check.ignoreTlog ? 0 : 1,
      timestampThreshold: check.ignoreSct ? 0 : 1,
      ctlogThreshold: 0,
    },
  );
  const stamped = check.tsaCertChain !== undefined || general !== undefined;
  verifier.verify(judgedEntity(entity, { ignoreTlog: check.ignoreTlog, stamped }, certificate, now));
  if (!certificate) return;
  requireCodeSigning(certificate);
  if (check.identity) requireIdentity(certificate, check.identity);
}

/** A log that the policy ignores says nothing; a certificate without any time is judged as of now. */
function judgedEntity(
  entity: SignedEntity,
  { ignoreTlog, stamped }: { readonly ignoreTlog: boolean; readonly stamped: boolean },
  certificate: X509Certificate | undefined,
  now: number,
): SignedEntity {
  const timestamps = entity.timestamps.filter(({ $case }) => ($case === 'transparency-log' ? !ignoreTlog : stamped));
  const present = entity.tlogEntries[0];
  const assumed = certificate && timestamps.length === 0 ? [presentTime(now, present)] : [];
  return { ...entity, tlogEntries: ignoreTlog ? [] : entity.tlogEntries, timestamps: [...timestamps, ...assumed] };
}

type LogEntry = SignedEntity['tlogEntries'][number];

function presentTime(now: number, entry: LogEntry | undefined): SignedEntity['timestamps'][number] {
  const tlogEntry = {
    ...entry,
    integratedTime: String(Math.floor(now / 1000)),
    logId: { keyId: Buffer.alloc(0) },
    inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
  } as LogEntry;
  return { $case: 'transparency-log', tlogEntry };
}

/** A bundle speaks of one artifact: by the subjects of its statement, or by the digest it signs. */
function requireSubject(bundle: Bundle, statement: JsonObject | undefined, digest: string, bytes: Buffer): void {
  if (statement) {
    const subjects = Array.isArray(statement['subject']) ? statement['subject'].filter(isObject) : [];
    const named = subjects.some(
      (subject) => isObject(subject['digest']) && `sha256:${subject['digest']['sha256']}` === digest,
    );
    if (!named) throw new VerificationFailure('no matching subject digest found');
    return;
  }
  if (bundle.content.$case !== 'messageSignature')
    throw new VerificationFailure('the bundle signs no in-toto statement');
  const claimed = bundle.content.messageSignature.messageDigest.digest;
  if (!createHash('sha256').update(bytes).digest().equals(claimed)) {
    throw new VerificationFailure('the bundle signs other bytes');
  }
}

function certificateOf({ verificationMaterial }: Bundle): X509Certificate | undefined {
  const { content } = verificationMaterial;
  if (content.$case === 'certificate') return new X509Certificate(content.certificate.rawBytes);
  if (content.$case !== 'x509CertificateChain') return undefined;
  const raw = content.x509CertificateChain.certificates[0]?.rawBytes;
  return raw && new X509Certificate(raw);
}

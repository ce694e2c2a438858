import type { SignatureCheck, SignatureVerdict } from '../../domain/engine/index.ts';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { type VerifiedSignature, verifyStored } from './cosign-signature.ts';
import { requireIdentity } from './identity.ts';
import { parseObject } from './json-object.ts';
import { VerificationFailure } from './keys.ts';
import type { StoredSignature } from './stored-content.ts';
import type { Verification } from './verification.ts';

/** Checks the signatures or attestations that are stored for an image by one attestor. */
export function judgeStored(
  stored: readonly StoredSignature[],
  digest: string,
  verification: Verification,
  now: number,
): SignatureVerdict {
  const { check } = verification;
  const attesting = check.attestationType !== undefined;
  if (stored.length === 0 && !attesting) return refused('no signatures found');
  const verified: VerifiedSignature[] = [];
  const reasons: string[] = [];
  for (const one of stored) {
    try {
      const found = verifyStored(one, verification, now);
      requireClaim(found.payload, digest, attesting);
      verified.push(found);
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      reasons.push(error.message);
    }
  }
  if (verified.length === 0) {
    return refused(`no matching ${attesting ? 'attestations' : 'signatures'}: ${reasons.join('\n ')}`);
  }
  try {
    return attesting ? attested(verified, check) : signed(verified, check);
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    return refused(error.message);
  }
}

function refused(message: string): SignatureVerdict {
  return { verified: false, message, unreachable: false };
}

/** A signature is for one image: its payload says which. */
function requireClaim(payload: JsonObject, digest: string, attesting: boolean): void {
  if (attesting) {
    const subjects = statementOf(payload)['subject'];
    const named = (Array.isArray(subjects) ? subjects : []).filter(isObject).map((subject) => subject['digest']);
    if (named.some((map) => isObject(map) && `sha256:${String(map['sha256'])}` === digest)) return;
    throw new VerificationFailure('no matching subject digest found');
  }
  const claimed = claimedDigest(payload);
  if (claimed !== digest) throw new VerificationFailure(`invalid or missing digest in claim: ${claimed}`);
}

function claimedDigest(payload: JsonObject): string {
  const critical = payload['critical'];
  const image = isObject(critical) ? critical['image'] : undefined;
  const digest = isObject(image) ? image['docker-manifest-digest'] : undefined;
  return typeof digest === 'string' ? digest : '';
}

function signed(verified: readonly VerifiedSignature[], check: SignatureCheck): SignatureVerdict {
  requireSigner(verified, check);
  requireAnnotations(verified, check);
  return { verified: true, digest: claimedDigest(verified[0]!.payload) };
}

function attested(verified: readonly VerifiedSignature[], check: SignatureCheck): SignatureVerdict {
  const statements = verified.map(({ payload }) => withType(statementOf(payload)));
  for (const [index, one] of verified.entries()) {
    if (statements[index]!['type'] === check.attestationType) requireSigner([one], check);
  }
  requireAnnotations(verified, check);
  return { verified: true, digest: '', statements };
}

export function withType(statement: JsonObject): JsonObject {
  return { ...statement, type: statement['predicateType'] ?? '' };
}

function statementOf(envelope: JsonObject): JsonObject {
  return parseObject(Buffer.from(String(envelope['payload'] ?? ''), 'base64').toString('utf8'), 'statement');
}

/** One of the signatures must be by whom the policy names. */
function requireSigner(verified: readonly VerifiedSignature[], { identity }: SignatureCheck): void {
  if (!identity || Object.keys(identity).length === 0) return;
  const reasons: string[] = [];
  for (const { certificate } of verified) {
    if (!certificate) throw new VerificationFailure('certificate not found');
    try {
      requireIdentity(certificate, identity);
      return;
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      reasons.push(error.message);
    }
  }
  throw new VerificationFailure(reasons.join('; '));
}

function requireAnnotations(verified: readonly VerifiedSignature[], { annotations = {} }: SignatureCheck): void {
  const wanted = Object.entries(annotations);
  const has = ({ payload }: VerifiedSignature) => {
    const optional = isObject(payload['optional']) ? payload['optional'] : {};
    return wanted.every(([name, value]) => optional[name] === value);
  };
  if (wanted.length > 0 && !verified.some(has)) {
    throw new VerificationFailure('no signature matched the required annotations');
  }
}

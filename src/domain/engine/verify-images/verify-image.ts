import { formatImageReference, type ImageReference, matchWildcard } from '../../../foundations/kube/index.ts';
import type { ImageVerification } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import type { Outcome } from '../result.ts';
import { joinNonEmpty } from '../rules/messages.ts';
import { imageValue } from '../variables/images.ts';
import { type Querier, Scope, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { type AttestationConditions, verifyAttestations } from './attestations.ts';
import { askAttestors } from './attestors.ts';
import { buildCheck } from './signature-check.ts';
import { askSignatures } from './verdict.ts';

/** One entry of `verifyImages`, ready to judge images. */
export interface VerificationEntry {
  readonly entry: ImageVerification;
  readonly conditions: AttestationConditions;
  /** `validate.deny` of all entries of the rule: they are judged together. */
  readonly denials: readonly Denial[];
}

/** Throws VariableError. */
export type Denial = (context: RuleContext) => string | undefined;

export interface ImageOutcome {
  readonly outcome?: Outcome;
  /** Of the image that was verified, as far as the signatures say. */
  readonly digest: string;
  /** The image is named by `skipImageReferences`. */
  readonly skipped?: boolean;
}

/** Verifies one image by one entry; no outcome when the entry asks for no signature. */
export function verifyImage(
  { entry, conditions, denials }: VerificationEntry,
  image: ImageReference,
  names: { readonly policy: string; readonly rule: string },
  outer: RuleContext,
): ImageOutcome {
  if (!entry.attestors?.length && !entry.attestations?.length) return { digest: '' };
  const text = formatImageReference(image);
  const skip: Outcome = {
    status: 'skip',
    message: `skipping image reference image ${text}, policy ${names.policy} ruleName ${names.rule}`,
  };
  if (!matchesAny(entry.imageReferences, text)) return { outcome: skip, digest: '' };
  if (matchesAny(entry.skipImageReferences, text)) return { outcome: skip, digest: '', skipped: true };
  const context = { ...outer, scope: new Scope(outer.scope, 'image', () => imageValue(image)) };
  const signed = verifySets(entry, text, context);
  if (signed.outcome.status !== 'pass' || !entry.attestations?.length) return signed;
  const known = image.digest ? image : { ...image, digest: signed.digest };
  const attested = verifyAttestations(entry, conditions, known, context);
  if (attested.kind === 'unmet') return { outcome: { status: 'fail', message: attested.message }, digest: '' };
  const denied = judgeDenials(denials, attested.context);
  if (denied) return { outcome: denied(names.rule), digest: attested.digest };
  const message = `verified image attestations for ${formatImageReference(attested.image)}`;
  return { outcome: { status: 'pass', message }, digest: attested.digest };
}

/** All sets must be met. Without any, attestations alone decide. */
function verifySets(
  entry: ImageVerification,
  image: string,
  context: RuleContext,
): ImageOutcome & { readonly outcome: Outcome } {
  let digest = '';
  for (const [index, set] of (entry.attestors ?? []).entries()) {
    const outcome = askAttestors(set, `.attestors[${index}]`, (attestor, path) => {
      const { check, part } = buildCheck(attestor, entry);
      const verdict = askSignatures(image, check, entry, context);
      if (verdict.verified) return { kind: 'met', value: verdict.digest };
      return { kind: 'unmet', reason: `${path}${part}: ${verdict.message}`, unreachable: verdict.unreachable };
    });
    if (outcome.kind === 'unmet') {
      const message = `failed to verify image ${image}: ${outcome.reasons.join('; ')}`;
      return { outcome: { status: outcome.unreachable ? 'error' : 'fail', message }, digest: '' };
    }
    digest = outcome.values.at(-1) ?? '';
  }
  return { outcome: { status: 'pass', message: `verified image signatures for ${image}` }, digest };
}

/** The outcome where the rule denies by what was attested; nothing when it has no such conditions. */
function judgeDenials(denials: readonly Denial[], context: RuleContext): ((rule: string) => Outcome) | undefined {
  if (denials.length === 0) return undefined;
  try {
    const denied = denials.map((deny) => deny(context)).find((message) => message !== undefined);
    if (denied === undefined) {
      return (rule) => ({ status: 'pass', message: `verifyImages validation is passed in ${rule} rule` });
    }
    return () => ({ status: 'fail', message: `validation in verifyImages failed: ${denied}` });
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    const message = `validation in verifyImages failed: failed to check deny conditions: ${error.message}`;
    return () => ({ status: 'fail', message });
  }
}

/** Compiles `validate.deny` of an entry. */
export function compileDenial(validate: NonNullable<ImageVerification['validate']>, querier: Querier): Denial {
  const conditions = compileConditions(validate.deny?.conditions, 'deny.conditions', querier);
  const own = validate.message ?? '';
  return (context) => {
    const { holds, message } = conditions(context);
    if (!holds) return undefined;
    const text = joinNonEmpty([own, message], '; ') || 'validation error: imageVerify  failed';
    const filled = compileTemplate(text, querier).fill(context.scope, context.deleting);
    return typeof filled === 'string' ? filled : text;
  };
}

export function matchesAny(patterns: readonly string[] | undefined, image: string): boolean {
  return (patterns ?? []).some((pattern) => matchWildcard(pattern, image));
}

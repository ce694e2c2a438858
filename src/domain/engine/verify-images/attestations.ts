import {
  formatImageReference,
  type ImageReference,
  isObject,
  type JsonObject,
} from '../../../foundations/kube/index.ts';
import type { Attestation, Attestor, ImageVerification } from '../../policy/index.ts';
import type { Conditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import { Scope, VariableError } from '../variables/scope.ts';
import { requiredCount } from './attestors.ts';
import { attestationType, buildCheck } from './signature-check.ts';
import { askSignatures } from './verdict.ts';

/** What the attestations of an image came to. */
export type AttestationsOutcome =
  | { readonly kind: 'met'; readonly digest: string; readonly context: RuleContext; readonly image: ImageReference }
  | { readonly kind: 'unmet'; readonly message: string };

/** The conditions of each attestation, compiled: variables are filled in when the predicate is known. */
export type AttestationConditions = readonly (Conditions | undefined)[];

/**
 * Looks at every attestation that an entry asks for. A predicate is at the root of its conditions, and under the
 * attestation's name for what comes after. Source: the reference's `verifyAttestations`.
 */
export function verifyAttestations(
  entry: ImageVerification,
  conditions: AttestationConditions,
  image: ImageReference,
  context: RuleContext,
): AttestationsOutcome {
  let state: Progress = { image, context };
  for (const [index, attestation] of (entry.attestations ?? []).entries()) {
    const path = `.attestations[${index}]`;
    if (!attestationType(attestation)) return { kind: 'unmet', message: `${path}: missing type` };
    const sets = attestation.attestors?.length ? attestation.attestors : [{ entries: [{}] }];
    for (const [number, set] of sets.entries()) {
      const wanted = requiredCount(set);
      const reasons: string[] = [];
      let count = 0;
      for (const attestor of set.entries ?? []) {
        if (count >= wanted) break;
        // The index of the attestation stands for the entry's: the reference's text.
        const at = `${path}.attestors[${number}].entries[${index}]`;
        const asked = askOne({ entry, attestation, attestor, conditions: conditions[index] }, at, state);
        state = asked.state;
        if (asked.reason === undefined) count++;
        else reasons.push(asked.reason);
      }
      if (count < wanted) {
        const error = reasons.length > 0 ? reasons.join('; ') : 'attestations verification failed';
        const counts = `verifiedCount: ${count}, requiredCount: ${wanted}`;
        return { kind: 'unmet', message: `image attestations verification failed, ${counts}, error: ${error}` };
      }
    }
  }
  return { kind: 'met', digest: state.image.digest, ...state };
}

interface Progress {
  readonly image: ImageReference;
  readonly context: RuleContext;
}

interface Question {
  readonly entry: ImageVerification;
  readonly attestation: Attestation;
  readonly attestor: Attestor;
  readonly conditions: Conditions | undefined;
}

function askOne(question: Question, at: string, before: Progress): { state: Progress; reason?: string } {
  const { entry, attestation, attestor } = question;
  const { check, part } = buildCheck(attestor, entry, attestation);
  const verdict = askSignatures(formatImageReference(before.image), check, entry, before.context);
  if (!verdict.verified) return { state: before, reason: verdict.message };
  const statements = verdict.statements ?? [];
  const predicate = statements.map((statement) => statement['predicate']).find(isObject);
  if (!predicate) return { state: before, reason: 'predicate not found in any statement' };
  const scope = new Scope(before.context.scope, attestation.name ?? '', () => predicate);
  const context = { ...before.context, scope };
  const image = before.image.digest ? before.image : { ...before.image, digest: verdict.digest };
  const reason = judgeStatements(question, statements, image, context);
  return { state: { image, context }, ...(reason === undefined ? {} : { reason: `${at}${part}: ${reason}` }) };
}

/** Why the statements do not satisfy an attestation; `undefined` when they do. */
function judgeStatements(
  { attestation, conditions }: Question,
  statements: readonly JsonObject[],
  image: ImageReference,
  context: RuleContext,
): string | undefined {
  const type = attestationType(attestation);
  const own = statements.filter((statement) => statement['type'] === type);
  if (own.length === 0) return `attestions not found for predicate type ${type}`;
  if (!conditions) return undefined;
  for (const statement of own) {
    const predicate = statement['predicate'];
    if (!isObject(predicate)) return 'failed to check attestations: failed to extract predicate from statement';
    const scope = Object.entries(predicate).reduce(
      (outer, [name, value]) => new Scope(outer, name, () => value),
      context.scope,
    );
    try {
      const { holds, message } = conditions({ ...context, scope });
      if (!holds) {
        return `attestation checks failed for ${formatImageReference(image)} and predicate ${type}: ${message}`;
      }
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return `failed to check attestations: ${error.message}`;
    }
  }
  return undefined;
}

import {
  applyJsonPatch,
  formatImageReference,
  type JsonValue,
  type Resource,
} from '../../../foundations/kube/index.ts';
import { type ImageVerification, modernVerification, type Rule } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { FactWanted, knownFact, type Lookup } from '../facts.ts';
import { judgedResource } from '../input.ts';
import type { Outcome } from '../result.ts';
import { type ImageInfo, imagesValue } from '../variables/images.ts';
import { type Querier, Scope, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { type ImageRecord, type ImageStatus, recordImages, type VerifiedFor } from './metadata.ts';
import { compileRuleImages, matchingImages } from './rule-images.ts';
import { NoRegistry, registryAccess } from './verdict.ts';
import { compileDenial, type VerificationEntry, verifyImage } from './verify-image.ts';
import { wasVerified } from './was-verified.ts';

/**
 * A `verifyImages` rule in the pass that may change the resource: checks signatures and attestations, puts digests into
 * image references, and writes down what was verified. Source: Kyverno, "Verify Images".
 */
export function compileVerifyRule(rule: Rule, by: VerifiedFor, querier: Querier): RuleHandler {
  const imagesOf = compileRuleImages(rule, querier);
  const entries = (rule.verifyImages ?? []).map(modernVerification);
  const template = compileTemplate(withoutConditions(rule.verifyImages ?? []) as unknown as JsonValue, querier);
  const conditions = entries.map(({ attestations }) =>
    (attestations ?? []).map((one) =>
      one.conditions === undefined ? undefined : compileConditions(one.conditions, 'attestation.conditions', querier),
    ),
  );
  const denials = entries.flatMap(({ validate }) => (validate?.deny ? compileDenial(validate, querier) : []));
  return (context) => {
    const resource = judgedResource(context.input)!;
    const images = imagesOf(resource, context.scope);
    const matching = matchingImages(images, rule);
    const scoped = rule.imageExtractors ? withImages(context, images) : context;
    const filled = fillEntries(template.fill(context.scope, context.deleting));
    const run: RuleRun = { by, context: scoped, outcomes: [], records: [], patches: [] };
    const wanted: Lookup[] = [];
    for (const [index, entry] of filled.entries()) {
      const ready = { entry, conditions: conditions[index] ?? [], denials };
      for (const info of matching) wanted.push(...wantedBy(() => handleImage(ready, info, run)));
    }
    if (wanted.length > 0) throw new FactWanted(...wanted);
    return withResource(resource, run);
  };
}

/** What an image waits for. The others go on meanwhile, so that all are asked for together. */
function wantedBy(handle: () => void): readonly Lookup[] {
  try {
    handle();
    return [];
  } catch (error) {
    if (error instanceof FactWanted) return error.lookups;
    throw error;
  }
}

interface RuleRun {
  readonly by: VerifiedFor;
  readonly context: RuleContext;
  readonly outcomes: Outcome[];
  readonly records: ImageRecord[];
  readonly patches: { op: 'replace'; path: string; value: string }[];
}

function fillEntries(filled: JsonValue): readonly ImageVerification[] {
  return (filled as unknown as readonly ImageVerification[]).map(modernVerification);
}

/** Conditions see the predicate, which is not known when the rule is filled in. */
function withoutConditions(entries: readonly ImageVerification[]): readonly ImageVerification[] {
  return entries.map(({ validate, attestations, ...entry }) => ({
    ...entry,
    ...(attestations ? { attestations: attestations.map(({ conditions: _, ...rest }) => rest) } : {}),
  }));
}

function withImages(context: RuleContext, images: readonly ImageInfo[]): RuleContext {
  return { ...context, scope: new Scope(context.scope, 'images', () => imagesValue(images)) };
}

function handleImage(ready: VerificationEntry, info: ImageInfo, run: RuleRun): void {
  const { by, context, outcomes } = run;
  const text = formatImageReference(info.image);
  if (wasVerified(info, text, by, context.input)) {
    record(run, text, 'pass', true);
    return;
  }
  let found: ReturnType<typeof verifyImage>;
  let digest: string | undefined;
  try {
    found = verifyImage(ready, info.image, by, context);
    if (found.skipped) record(run, text, 'skip', false);
    digest = (ready.entry.mutateDigest ?? true) && !info.image.digest ? pinDigest(ready, info, found.digest, run) : '';
  } catch (error) {
    if (!(error instanceof NoRegistry)) throw error;
    record(run, text, 'unknown', true);
    outcomes.push({ status: 'skip', message: `image ${text} is not verified here: ${error.message}` });
    return;
  }
  const outcome = found.outcome ?? (digest ? { status: 'pass' as const, message: 'mutated image digest' } : undefined);
  if (!outcome) return;
  if (ready.entry.attestors?.length || ready.entry.attestations?.length) {
    const named = digest ? formatImageReference({ ...info.image, digest }) : text;
    record(run, named, statusOf(outcome), true);
  }
  outcomes.push(outcome);
}

/** Puts the digest into the reference, and returns it; empty, and said as an error, when it cannot be learnt. */
function pinDigest({ entry }: VerificationEntry, info: ImageInfo, known: string, run: RuleRun): string {
  const reference = formatImageReference(info.image);
  let digest = known;
  if (!digest) {
    const access = registryAccess(entry.imageRegistryCredentials);
    const fact = knownFact(run.context.facts, { kind: 'imageDigest', reference, access });
    if (fact.kind === 'unavailable') throw new NoRegistry('there is no registry to ask');
    if (fact.kind === 'error') {
      run.outcomes.push({ status: 'error', message: `failed to update digest: ${fact.message}` });
      return '';
    }
    digest = String(fact.value);
  }
  run.patches.push({ op: 'replace', path: info.pointer, value: `${reference}@${digest}` });
  return digest;
}

function record(run: RuleRun, image: string, status: ImageStatus, scoped: boolean): void {
  run.records.push({ image, status, scoped });
}

function statusOf({ status }: Outcome): ImageStatus {
  return status === 'pass' || status === 'skip' ? status : 'fail';
}

/** The outcomes, the first of them with the resource as the rule leaves it. */
function withResource(resource: Resource, { by, outcomes, records, patches }: RuleRun): readonly Outcome[] {
  let patched: Resource;
  try {
    patched = patches.length > 0 ? (applyJsonPatch(resource, patches) as Resource) : resource;
  } catch (error) {
    throw new VariableError(`failed to apply patch: ${(error as Error).message}`, { cause: error });
  }
  const recorded = recordImages(patched, by, records);
  if (recorded === resource) return outcomes;
  return outcomes.map((outcome, index) => (index === 0 ? { ...outcome, patchedResource: recorded } : outcome));
}

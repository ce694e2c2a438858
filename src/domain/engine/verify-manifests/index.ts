import { annotationsOf, type Resource, toGoJson } from '../../../foundations/kube/index.ts';
import type { Attestor, AttestorSet, ManifestVerification } from '../../policy/index.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { type Fact, knownFact } from '../facts.ts';
import type { Outcome } from '../result.ts';
import { expandKeys, requiredCount } from '../verify-images/attestors.ts';
import { buildCheck, type SignatureCheck } from '../verify-images/signature-check.ts';
import { type Difference, differences, showDifferences } from './difference.ts';
import { findManifests } from './find-manifest.ts';
import { ignoredFields } from './ignored-fields.ts';

/** What one attestor said: `error` stops the rule unless enough others agree. */
type Judgement = { readonly kind: 'verified' | 'refused' | 'error'; readonly text: string };

/**
 * `validate.manifests`: the object must be what somebody signed. The signed manifest and its signatures are in the object's
 * annotations. A dry run asks a cluster, and is not made here. Source: Kyverno, "Verify manifests".
 */
export function compileManifestRule(rule: ManifestVerification): RuleHandler | undefined {
  if (!rule.attestors?.length) return undefined;
  return (context) => {
    const { resource } = context.input;
    if (!resource || context.deleting) return undefined;
    const texts: string[] = [];
    for (const [index, set] of rule.attestors!.entries()) {
      const found = judgeSet(set, `.attestors[${index}]`, { rule, resource, context });
      if (found.kind === 'error') {
        return { status: 'error', message: `error occurred during manifest verification: ${found.text}` };
      }
      if (found.kind === 'refused') return { status: 'fail', message: found.text };
      texts.push(found.text);
    }
    return { status: 'pass', message: `verified manifest signatures; ${texts.join(',')}` } satisfies Outcome;
  };
}

interface Subject {
  readonly rule: ManifestVerification;
  readonly resource: Resource;
  readonly context: RuleContext;
}

function judgeSet(set: AttestorSet, path: string, subject: Subject): Judgement {
  const entries = expandKeys(set.entries ?? []);
  const wanted = set.count ? set.count : requiredCount({ entries });
  const texts: Record<Judgement['kind'], string[]> = { verified: [], refused: [], error: [] };
  for (const [index, entry] of entries.entries()) {
    const at = `${path}.entries[${index}]`;
    const found = entry.attestor
      ? judgeSet(entry.attestor, `${at}.attestor`, subject)
      : judgeAttestor(entry, at, subject);
    texts[found.kind].push(found.text);
    if (texts.verified.length >= wanted) break;
  }
  const count = texts.verified.length;
  const counts = `verifiedCount ${count}; requiredCount ${wanted}; message`;
  if (count >= wanted) {
    return { kind: 'verified', text: `manifest verification succeeded; ${counts} ${texts.verified.join(',')}` };
  }
  if (texts.error.length > 0) return { kind: 'error', text: texts.error.join('; ') };
  return { kind: 'refused', text: `manifest verification failed; ${counts} ${texts.refused.join(',')}` };
}

function judgeAttestor(attestor: Attestor, at: string, subject: Subject): Judgement {
  const { rule, resource, context } = subject;
  const annotations = annotationsOf(resource);
  for (const [key, wanted] of Object.entries(attestor.annotations ?? {})) {
    if (annotations[key] === wanted) continue;
    const found = annotations[key] ?? '';
    const text = `annotations mismatch: ${found} does not match expected value ${wanted} for key ${key}`;
    return { kind: 'error', text };
  }
  const { check, part } = buildCheck(attestor, {});
  const path = `${at}${part}`;
  const domain = rule.annotationDomain || 'cosign.sigstore.dev';
  const repository = attestor.repository || rule.repository || annotations[`${domain}/resourceBundleRef`];
  if (repository) {
    return { kind: 'error', text: `${path}: manifests signed in a registry (${repository}) are not verified by Bylaw` };
  }
  const missing = (text: string): Judgement => ({
    kind: 'refused',
    text: `${path}: YAML manifest not found for this resource: ${text}`,
  });
  const message = annotations[`${domain}/message`];
  if (message === undefined) return missing('message not found');
  const decoded = knownFact(context.facts, { kind: 'manifestMessage', message });
  if (decoded.kind !== 'value') return { kind: 'error', text: `${missing(reasonOf(decoded)).text}` };
  const keys = ['message', 'signature', 'certificate', 'bundle', 'resourceBundleRef'].map((key) => `${domain}/${key}`);
  const ignored = ignoredFields(resource, rule.ignoreFields ?? [], keys);
  const manifests = findManifests(decoded.value as readonly string[], resource, ignored);
  if (manifests.length === 0) return missing('failed to find a YAML manifest in the gzipped message');
  const found = manifests.map((manifest) => counted(manifest, resource, ignored));
  const difference = found.some(({ length }) => length === 0) ? undefined : found[0];
  return judgeSignatures({ path, domain, message, check }, difference, subject);
}

function counted(manifest: Resource, resource: Resource, ignored: (path: string) => boolean): readonly Difference[] {
  return differences(manifest, resource).filter(
    // A manifest may leave its namespace to whoever applies it.
    ({ key, values }) => !ignored(key) && !(key === 'metadata.namespace' && values.before === null),
  );
}

interface Signed {
  readonly path: string;
  readonly domain: string;
  readonly message: string;
  readonly check: SignatureCheck;
}

/** One of the signatures must hold, and the object must be what was signed. */
function judgeSignatures(
  { path, domain, message, check }: Signed,
  difference: readonly Difference[] | undefined,
  { resource, context }: Subject,
): Judgement {
  const signatures = signaturesOf(annotationsOf(resource), domain);
  if (signatures.length === 0)
    return { kind: 'refused', text: `${path}: failed to verify signature: signature not found` };
  const trials: string[] = [];
  for (const [index, signature] of signatures.entries()) {
    const fact = knownFact(context.facts, { kind: 'manifestSignature', message, signature, check });
    if (fact.kind === 'value' && fact.value === true) {
      if (!difference) return { kind: 'verified', text: 'singed by a valid signer: ' };
      const text = `${path}: failed to verify signature. diff found; ${showDifferences(difference)}`;
      return { kind: 'refused', text };
    }
    const reason = `cosign.VerifyBlobCmd.Exec() returned an error: ${reasonOf(fact)}`;
    trials.push(`[publickey 1/1] [signature ${index + 1}/${signatures.length}] error: ${reason}`);
  }
  const text = `verification failed for ${signatures.length} signature. all trials: ${toGoJson(trials)}`;
  return { kind: 'error', text: `${path}: failed to verify signature: ${text}` };
}

function reasonOf(fact: Fact): string {
  return fact.kind === 'error' ? fact.message : 'nothing here can check signatures';
}

/** `signature`, `signature_1`, `signature_2`... as far as they go. */
function signaturesOf(annotations: Readonly<Record<string, string>>, domain: string): readonly string[] {
  const found: string[] = [];
  for (let index = 0; ; index++) {
    const signature = annotations[`${domain}/signature${index > 0 ? `_${index}` : ''}`];
    if (signature === undefined) return found;
    found.push(signature);
  }
}

import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import {
  annotationsOf,
  gvkOf,
  isObject,
  isResource,
  type JsonObject,
  labelsOf,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import { checkSchema, type KnownMistakes, type Schema } from '../../languages/schema/index.ts';
import { checkClassicPolicy } from './checks/index.ts';
import { type CleanupPolicy, isClassic, type Policy, type PolicyException } from './policy.ts';
import { celExceptionSchema, validatingPolicySchema } from './schema/cel.ts';
import { classicExceptionSchema, classicPolicySchemas, cleanupPolicySchema } from './schema/classic.ts';

export interface LoadedPolicies {
  readonly policies: readonly Policy[];
  readonly exceptions: readonly PolicyException[];
  readonly cleanups: readonly CleanupPolicy[];
  /** GlobalContextEntry objects: data for policies, and no policies themselves. */
  readonly globalContext: readonly Resource[];
  /** Documents that are no policies at all. */
  readonly others: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

const classicExceptionMistakes: KnownMistakes = {
  validUntil:
    'no PolicyException has `validUntil`: the real field is `expiresAt`, and only PolicyException of policies.kyverno.io has it',
  expiresAt: 'only PolicyException of policies.kyverno.io has `expiresAt`; kyverno.io exceptions never expire',
};
const celExceptionMistakes: KnownMistakes = {
  validUntil: 'the real field of PolicyException (policies.kyverno.io) is `expiresAt`, an RFC 3339 time',
};

interface KnownKind {
  /** One schema for all versions, or one for each that exists. */
  readonly schema?: Schema;
  readonly versions?: Readonly<Record<string, Schema>>;
  readonly mistakes?: KnownMistakes;
}

const kyvernoKinds: Readonly<Record<string, KnownKind>> = {
  'kyverno.io/ClusterPolicy': { versions: classicPolicySchemas },
  'kyverno.io/Policy': { versions: classicPolicySchemas },
  'kyverno.io/PolicyException': { schema: classicExceptionSchema, mistakes: classicExceptionMistakes },
  'kyverno.io/CleanupPolicy': { schema: cleanupPolicySchema },
  'kyverno.io/ClusterCleanupPolicy': { schema: cleanupPolicySchema },
  'kyverno.io/GlobalContextEntry': {},
  'policies.kyverno.io/ValidatingPolicy': { schema: validatingPolicySchema },
  'policies.kyverno.io/NamespacedValidatingPolicy': { schema: validatingPolicySchema },
  'policies.kyverno.io/PolicyException': { schema: celExceptionSchema, mistakes: celExceptionMistakes },
  'policies.kyverno.io/MutatingPolicy': {},
  'policies.kyverno.io/NamespacedMutatingPolicy': {},
  'policies.kyverno.io/GeneratingPolicy': {},
  'policies.kyverno.io/NamespacedGeneratingPolicy': {},
  'policies.kyverno.io/DeletingPolicy': {},
  'policies.kyverno.io/NamespacedDeletingPolicy': {},
  'policies.kyverno.io/ImageValidatingPolicy': {},
  'policies.kyverno.io/NamespacedImageValidatingPolicy': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': {},
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': {},
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': {},
};

/** Whether a document is a policy, an exception, or another object that only policy engines read. */
export function isPolicyDocument(document: ManifestDocument): boolean {
  return isResource(document.value) && Object.hasOwn(kyvernoKinds, kindKey(document.value));
}

/**
 * Sorts documents into policies and exceptions and checks each against the schema of its kind.
 * A policy with an error in it is left out (the reference refuses it too), and so is a kind that is not evaluated yet;
 * the diagnostics say why.
 */
export function loadPolicies(documents: Iterable<ManifestDocument>): LoadedPolicies {
  const policies: Policy[] = [];
  const exceptions: PolicyException[] = [];
  const cleanups: CleanupPolicy[] = [];
  const globalContext: Resource[] = [];
  const others: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    const value = document.value;
    const known = isResource(value) ? kyvernoKinds[kindKey(value)] : undefined;
    if (!known || !isResource(value)) {
      others.push(document);
      continue;
    }
    if (value.kind === 'GlobalContextEntry') {
      globalContext.push(value);
      continue;
    }
    if (!known.schema && !known.versions) {
      diagnostics.push(unsupportedKind(document, value));
      continue;
    }
    const found = checkDocument(document, value, known);
    diagnostics.push(...found);
    if (found.some((diagnostic) => diagnostic.severity === 'error')) continue;
    if (value.kind === 'PolicyException') exceptions.push(asException(value, document));
    else if (value.kind.endsWith('CleanupPolicy')) cleanups.push(asPolicy<CleanupPolicy>(value, document));
    else {
      const policy = asPolicy<Policy>(value, document);
      const refusals = isClassic(policy) ? checkClassicPolicy(policy) : [];
      diagnostics.push(...refusals);
      if (refusals.length === 0) policies.push(policy);
    }
  }
  return { policies, exceptions, cleanups, globalContext, others, diagnostics };
}

function unsupportedKind(document: ManifestDocument, value: Resource): Diagnostic {
  return {
    code: 'POLICY_KIND_UNSUPPORTED',
    severity: 'warning',
    message: `${value.kind} \`${nameOf(value)}\` is not evaluated: this version does not judge its kind`,
    location: document.locate(['kind']),
    subject: { policy: nameOf(value) },
    help: 'run it with Kyverno; docs/compatibility.md lists what Bylaw judges',
  };
}

function checkDocument(document: ManifestDocument, value: Resource, known: KnownKind): Diagnostic[] {
  const subject = { document, kind: value.kind, policy: nameOf(value), mistakes: known.mistakes };
  const { version } = gvkOf(value);
  const schema = known.schema ?? known.versions?.[version];
  if (!schema) return [unknownVersion(document, value, Object.keys(known.versions ?? {}))];
  const found = checkSchema(subject, value, schema);
  if (!nameOf(value)) {
    found.push({
      code: 'FIELD_MISSING',
      severity: 'error',
      message: `a ${value.kind} has no \`metadata.name\``,
      location: document.locate(['metadata'], 'key'),
    });
  }
  return found;
}

function unknownVersion(document: ManifestDocument, value: Resource, versions: readonly string[]): Diagnostic {
  return {
    code: 'FIELD_WRONG_VALUE',
    severity: 'error',
    message: `${value.kind} has no version \`${gvkOf(value).version}\``,
    location: document.locate(['apiVersion'], 'value'),
    subject: { policy: nameOf(value), path: 'apiVersion' },
    help: `one of ${versions.map((version) => `\`${version}\``).join(', ')}`,
  };
}

function kindKey(resource: Resource): string {
  return `${gvkOf(resource).group}/${resource.kind}`;
}

/** Kinds that live in `default` when they name no namespace. */
const namespacedKinds = new Set(['Policy', 'CleanupPolicy']);

function asPolicy<T>(value: Resource, document: ManifestDocument): T {
  // The schema was checked, so the spec has the shape that the types state. A classic policy may have no rules.
  const rules = kindKey(value).match(/^kyverno\.io\/(Cluster)?Policy$/) ? { rules: [] } : {};
  const policy = {
    kind: value.kind,
    name: nameOf(value),
    namespace: namespacedKinds.has(value.kind) ? namespaceOf(value) || 'default' : namespaceOf(value),
    annotations: annotationsOf(value),
    document,
    spec: { ...rules, ...dropNulls(value['spec'] as JsonObject) },
  };
  return policy as unknown as T;
}

function asException(value: Resource, document: ManifestDocument): PolicyException {
  const exception = {
    kind: gvkOf(value).group === 'kyverno.io' ? 'classic' : 'cel',
    name: nameOf(value),
    namespace: namespaceOf(value),
    annotations: annotationsOf(value),
    labels: labelsOf(value),
    document,
    spec: dropNulls(value['spec'] as JsonObject),
  };
  return exception as unknown as PolicyException;
}

/** A field set to null is a field left out, as the reference's typed decoding has it; inside free-form parts null is data. */
function dropNulls(spec: JsonObject): JsonObject {
  const freeForm = new Set([
    'pattern',
    'anyPattern',
    'preconditions',
    'conditions',
    'value',
    'default',
    'patchStrategicMerge',
    'data',
  ]);
  const visit = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => [key, freeForm.has(key) ? value : visitValue(value)]),
    );
  const visitValue = (value: JsonObject[string]): JsonObject[string] =>
    Array.isArray(value) ? value.map(visitValue) : isObject(value) ? visit(value) : value;
  return visit(spec);
}

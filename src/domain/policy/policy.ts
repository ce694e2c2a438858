import type { JsonObject, JsonValue } from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import type { ImageExtractor, ImageVerification, ManifestVerification } from './image-verification.ts';

/** What a failing rule does: `Enforce` blocks the request, `Audit` only reports. */
export type FailureAction = 'Enforce' | 'Audit';

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface ResourceDescription {
  readonly kinds?: readonly string[];
  readonly name?: string;
  readonly names?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly selector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly operations?: readonly string[];
}

export interface SubjectRef {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface ResourceFilter {
  readonly resources?: ResourceDescription;
  readonly roles?: readonly string[];
  readonly clusterRoles?: readonly string[];
  readonly subjects?: readonly SubjectRef[];
}

/** `any` and `all` are the documented forms; the filter fields beside them are the legacy form of one filter. */
export interface MatchResources extends ResourceFilter {
  readonly any?: readonly ResourceFilter[];
  readonly all?: readonly ResourceFilter[];
}

export interface ContextEntry {
  readonly name: string;
  readonly variable?: { readonly value?: JsonValue; readonly jmesPath?: string; readonly default?: JsonValue };
  readonly configMap?: { readonly name: string; readonly namespace?: string };
  readonly apiCall?: JsonObject;
  readonly imageRegistry?: JsonObject;
  readonly globalReference?: { readonly name: string; readonly jmesPath?: string };
}

export interface FailureActionOverride {
  readonly action: string;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
}

export interface ForeachValidation {
  readonly list: string;
  readonly elementScope?: boolean;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: JsonValue;
  readonly pattern?: JsonValue;
  readonly anyPattern?: JsonValue;
  readonly deny?: { readonly conditions?: JsonValue };
  readonly foreach?: readonly ForeachValidation[];
}

/** A level of the Pod Security Standards that pods must keep, and what is excluded from it. */
export interface PodSecurity {
  readonly level?: 'privileged' | 'baseline' | 'restricted';
  /** `v1.27`, or `latest`, which is also the default. */
  readonly version?: string;
  readonly exclude?: readonly PodSecurityExclusion[];
}

export interface PodSecurityExclusion {
  readonly controlName: string;
  readonly images?: readonly string[];
  /** `spec.containers[*].securityContext.privileged` */
  readonly restrictedField?: string;
  readonly values?: readonly string[];
}

export interface CelValidation {
  readonly expressions?: readonly ValidationExpression[];
  readonly variables?: readonly NamedExpression[];
  readonly auditAnnotations?: readonly JsonObject[];
  readonly paramKind?: JsonObject;
  readonly paramRef?: JsonObject;
}

export interface Validation {
  readonly message?: string;
  readonly failureAction?: string;
  readonly failureActionOverrides?: readonly FailureActionOverride[];
  readonly allowExistingViolations?: boolean;
  readonly pattern?: JsonValue;
  readonly anyPattern?: JsonValue;
  readonly deny?: { readonly conditions?: JsonValue };
  readonly foreach?: readonly ForeachValidation[];
  readonly podSecurity?: PodSecurity;
  readonly cel?: CelValidation;
  readonly manifests?: ManifestVerification;
}

export interface ForeachMutation {
  readonly list: string;
  readonly order?: 'Ascending' | 'Descending';
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: JsonValue;
  readonly patchStrategicMerge?: JsonValue;
  readonly patchesJson6902?: string;
  readonly foreach?: readonly ForeachMutation[];
}

/** Existing objects that a mutate rule changes. Names may hold wildcards and variables. */
export interface MutationTarget {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly selector?: LabelSelector;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: JsonValue;
}

export interface Mutation {
  readonly targets?: readonly MutationTarget[];
  readonly patchStrategicMerge?: JsonValue;
  readonly patchesJson6902?: string;
  readonly foreach?: readonly ForeachMutation[];
  readonly mutateExistingOnPolicyUpdate?: boolean;
}

/** One object to create: from `data`, or as a copy of other objects. */
export interface GeneratePattern {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly data?: JsonValue;
  readonly clone?: { readonly name?: string; readonly namespace?: string };
  readonly cloneList?: {
    readonly namespace?: string;
    readonly kinds?: readonly string[];
    readonly selector?: LabelSelector;
  };
}

export interface ForeachGeneration extends GeneratePattern {
  readonly list: string;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: JsonValue;
}

export interface Generation extends GeneratePattern {
  readonly synchronize?: boolean;
  readonly generateExisting?: boolean;
  readonly orphanDownstreamOnPolicyDelete?: boolean;
  readonly foreach?: readonly ForeachGeneration[];
}

/** One rule of a ClusterPolicy or Policy, as its document has it. */
export interface Rule {
  readonly name: string;
  readonly match: MatchResources;
  readonly exclude?: MatchResources;
  readonly context?: readonly ContextEntry[];
  readonly preconditions?: JsonValue;
  readonly celPreconditions?: readonly NamedExpression[];
  readonly validate?: Validation;
  readonly mutate?: Mutation;
  readonly generate?: Generation;
  readonly verifyImages?: readonly ImageVerification[];
  /** By kind. */
  readonly imageExtractors?: Readonly<Record<string, readonly ImageExtractor[]>>;
  readonly reportProperties?: Readonly<Record<string, string>>;
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export interface ValidationExpression {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

export interface ResourceRule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly scope?: string;
}

export interface MatchConstraints {
  readonly resourceRules?: readonly ResourceRule[];
  readonly excludeResourceRules?: readonly ResourceRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

interface PolicyBase {
  readonly name: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** The text it came from: every field can be located in it. */
  readonly document: ManifestDocument;
}

/** A ClusterPolicy or Policy of kyverno.io. */
export interface ClassicPolicy extends PolicyBase {
  readonly kind: 'ClusterPolicy' | 'Policy';
  readonly spec: {
    readonly rules: readonly Rule[];
    readonly validationFailureAction?: string;
    readonly validationFailureActionOverrides?: readonly FailureActionOverride[];
    readonly applyRules?: 'All' | 'One';
    readonly admission?: boolean;
    readonly background?: boolean;
    readonly failurePolicy?: 'Fail' | 'Ignore';
    readonly webhookTimeoutSeconds?: number;
    readonly mutateExistingOnPolicyUpdate?: boolean;
    readonly generateExistingOnPolicyUpdate?: boolean;
    readonly webhookConfiguration?: { readonly failurePolicy?: string; readonly timeoutSeconds?: number };
  };
}

/** A ValidatingPolicy or NamespacedValidatingPolicy of policies.kyverno.io. */
export interface ValidatingPolicy extends PolicyBase {
  readonly kind: 'ValidatingPolicy' | 'NamespacedValidatingPolicy';
  readonly spec: {
    readonly matchConstraints?: MatchConstraints;
    readonly matchConditions?: readonly NamedExpression[];
    readonly variables?: readonly NamedExpression[];
    readonly validations?: readonly ValidationExpression[];
    readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
    readonly validationActions?: readonly ('Deny' | 'Audit' | 'Warn')[];
    readonly failurePolicy?: 'Fail' | 'Ignore';
    readonly evaluation?: {
      readonly mode?: string;
      readonly admission?: { readonly enabled?: boolean };
      readonly background?: { readonly enabled?: boolean };
    };
    readonly autogen?: { readonly podControllers?: { readonly controllers?: readonly string[] } };
  };
}

/** A CleanupPolicy or ClusterCleanupPolicy of kyverno.io: what it matches is deleted on a schedule. */
export interface CleanupPolicy extends PolicyBase {
  readonly kind: 'CleanupPolicy' | 'ClusterCleanupPolicy';
  readonly spec: {
    readonly schedule: string;
    readonly match: MatchResources;
    readonly exclude?: MatchResources;
    readonly conditions?: JsonValue;
    readonly context?: readonly ContextEntry[];
    readonly deletionPropagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  };
}

export type Policy = ClassicPolicy | ValidatingPolicy;

export function isClassic(policy: Policy): policy is ClassicPolicy {
  return policy.kind === 'ClusterPolicy' || policy.kind === 'Policy';
}

interface ExceptionBase {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly document: ManifestDocument;
}

/** A PolicyException of kyverno.io: it has no expiry of its own. */
export interface ClassicException extends ExceptionBase {
  readonly kind: 'classic';
  readonly spec: {
    readonly match: MatchResources;
    readonly conditions?: JsonValue;
    readonly exceptions: readonly { readonly policyName: string; readonly ruleNames: readonly string[] }[];
    readonly podSecurity?: readonly PodSecurityExclusion[];
  };
}

/** A PolicyException of policies.kyverno.io. */
export interface CelException extends ExceptionBase {
  readonly kind: 'cel';
  readonly spec: {
    readonly policyRefs: readonly { readonly kind: string; readonly name: string }[];
    readonly matchConditions?: readonly NamedExpression[];
    readonly images?: readonly string[];
    readonly allowedValues?: readonly string[];
    readonly reportResult?: 'skip' | 'pass';
    /** RFC 3339. */
    readonly expiresAt?: string;
    readonly properties?: Readonly<Record<string, string>>;
  };
}

export type PolicyException = ClassicException | CelException;

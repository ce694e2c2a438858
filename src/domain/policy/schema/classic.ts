import {
  any,
  boolean,
  deprecated,
  integer,
  list,
  object,
  oneOf,
  required,
  type Schema,
  text,
  textMap,
  texts,
} from '../../../languages/schema/index.ts';

// The fields of kyverno.io kinds, as their CustomResourceDefinitions name them (Kyverno 1.19, kyverno.io/v1 and v2).

const selector = object({
  matchLabels: textMap,
  matchExpressions: list(
    object({ key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: texts }),
  ),
});

const subjects = list(object({ kind: text, name: text, namespace: text, apiGroup: text }));

const resourceDescription = object({
  kinds: texts,
  name: deprecated(text, 'use `names`'),
  names: texts,
  namespaces: texts,
  annotations: textMap,
  selector,
  namespaceSelector: selector,
  operations: list(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT')),
});

const resourceFilter = object({
  resources: resourceDescription,
  roles: texts,
  clusterRoles: texts,
  subjects,
});

export const legacyMatchHelp = 'write it as an item of `any` or `all`';

const matchResources = object({
  any: list(resourceFilter),
  all: list(resourceFilter),
  resources: deprecated(resourceDescription, legacyMatchHelp),
  roles: deprecated(texts, legacyMatchHelp),
  clusterRoles: deprecated(texts, legacyMatchHelp),
  subjects: deprecated(subjects, legacyMatchHelp),
});

const anyAllMatch = object({ any: list(resourceFilter), all: list(resourceFilter) });

const contextEntry = object({
  name: text,
  variable: object({ value: any, jmesPath: text, default: any }),
  configMap: object({ name: text, namespace: text }),
  apiCall: object({
    urlPath: text,
    method: oneOf('GET', 'POST'),
    data: list(object({ key: text, value: any })),
    service: object({ url: text, caBundle: text, headers: list(object({ key: text, value: text })) }),
    jmesPath: text,
    default: any,
  }),
  imageRegistry: object({ reference: text, jmesPath: text, imageRegistryCredentials: any }),
  globalReference: object({ name: text, jmesPath: text }),
});

const podSecurityExclusions = list(
  object({
    controlName: required(
      oneOf(
        'HostProcess',
        'Host Namespaces',
        'Privileged Containers',
        'Capabilities',
        'HostPath Volumes',
        'Host Ports',
        'AppArmor',
        'SELinux',
        '/proc Mount Type',
        'Seccomp',
        'Sysctls',
        'Volume Types',
        'Privilege Escalation',
        'Running as Non-root',
        'Running as Non-root user',
      ),
    ),
    images: texts,
    restrictedField: text,
    values: texts,
  }),
);

const podSecurity = object({
  level: oneOf('privileged', 'baseline', 'restricted'),
  // v1.19 to v1.32, which is all that Kyverno 1.19 takes.
  version: oneOf('latest', ...Array.from({ length: 14 }, (_, index) => `v1.${19 + index}`)),
  exclude: podSecurityExclusions,
});

const cel = object({
  expressions: list(object({ expression: text, message: text, messageExpression: text, reason: text })),
  variables: list(object({ name: text, expression: text })),
  auditAnnotations: list(object({ key: text, valueExpression: text })),
  paramKind: object({ apiVersion: text, kind: text }),
  paramRef: object({ name: text, namespace: text, selector, parameterNotFoundAction: text }),
  generate: boolean,
});

const action = oneOf('Enforce', 'Audit', 'enforce', 'audit');
const actionOverrides = list(object({ action, namespaces: texts, namespaceSelector: selector }));

const foreachFields = {
  list: text,
  context: list(contextEntry),
  preconditions: any,
};

const foreachValidate: Schema = object(() => ({
  ...foreachFields,
  elementScope: boolean,
  pattern: any,
  anyPattern: any,
  deny: object({ conditions: any }),
  foreach: list(foreachValidate),
}));

const foreachMutate: Schema = object(() => ({
  ...foreachFields,
  order: oneOf('Ascending', 'Descending'),
  patchStrategicMerge: any,
  patchesJson6902: text,
  foreach: list(foreachMutate),
}));

const validate = object({
  message: text,
  failureAction: action,
  failureActionOverrides: actionOverrides,
  allowExistingViolations: boolean,
  pattern: any,
  anyPattern: any,
  deny: object({ conditions: any }),
  foreach: list(foreachValidate),
  podSecurity,
  cel,
  manifests: any,
  assert: deprecated(any, 'no engine evaluates `assert`: use a ValidatingPolicy'),
});

const mutate = object({
  patchStrategicMerge: any,
  patchesJson6902: text,
  foreach: list(foreachMutate),
  targets: list(any),
  mutateExistingOnPolicyUpdate: boolean,
});

const generateFields = {
  apiVersion: text,
  kind: text,
  name: text,
  namespace: text,
  uid: text,
  data: any,
  clone: object({ name: text, namespace: text }),
  cloneList: object({ namespace: text, kinds: texts, selector }),
};

const generate = object({
  ...generateFields,
  synchronize: boolean,
  generateExisting: boolean,
  orphanDownstreamOnPolicyDelete: boolean,
  useServerSideApply: boolean,
  foreach: list(object({ ...foreachFields, ...generateFields })),
});

const rule = object({
  name: required(text),
  match: required(matchResources),
  exclude: matchResources,
  context: list(contextEntry),
  preconditions: any,
  celPreconditions: list(object({ name: text, expression: text })),
  validate,
  mutate,
  generate,
  verifyImages: list(any),
  imageExtractors: any,
  skipBackgroundRequests: boolean,
  reportProperties: textMap,
});

/** ClusterPolicy and Policy, kyverno.io/v1 and v2beta1. */
export const classicPolicySchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: required(
    object({
      rules: required(list(rule)),
      validationFailureAction: deprecated(action, 'set `failureAction` under `validate` of each rule'),
      validationFailureActionOverrides: deprecated(actionOverrides, 'set `failureActionOverrides` under `validate`'),
      applyRules: oneOf('All', 'One'),
      admission: boolean,
      background: boolean,
      emitWarning: boolean,
      failurePolicy: deprecated(oneOf('Fail', 'Ignore'), 'use `webhookConfiguration.failurePolicy`'),
      schemaValidation: deprecated(boolean, 'it has no effect: remove it'),
      webhookTimeoutSeconds: deprecated(integer, 'use `webhookConfiguration.timeoutSeconds`'),
      mutateExistingOnPolicyUpdate: deprecated(boolean, 'set it under `mutate` of each rule'),
      generateExisting: deprecated(boolean, 'set it under `generate` of each rule'),
      generateExistingOnPolicyUpdate: deprecated(boolean, 'use `generateExisting` under `generate`'),
      useServerSideApply: boolean,
      webhookConfiguration: object({
        failurePolicy: oneOf('Fail', 'Ignore'),
        timeoutSeconds: integer,
        matchConditions: list(object({ name: text, expression: text })),
      }),
    }),
  ),
  status: any,
});

/** CleanupPolicy and ClusterCleanupPolicy, kyverno.io/v2 and v2beta1. */
export const cleanupPolicySchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: required(
    object({
      schedule: required(text),
      match: required(anyAllMatch),
      exclude: anyAllMatch,
      conditions: any,
      context: list(contextEntry),
      deletionPropagationPolicy: oneOf('Foreground', 'Background', 'Orphan'),
    }),
  ),
  status: any,
});

/** PolicyException, kyverno.io/v2 and v2beta1. */
export const classicExceptionSchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: required(
    object({
      background: boolean,
      match: required(anyAllMatch),
      conditions: any,
      exceptions: required(list(object({ policyName: required(text), ruleNames: required(texts) }))),
      podSecurity: podSecurityExclusions,
    }),
  ),
});

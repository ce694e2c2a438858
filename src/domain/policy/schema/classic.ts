import {
  any,
  boolean,
  deprecated,
  type Fields,
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

import { anyAllConditions } from './conditions.ts';
import { contextEntry } from './context-entry.ts';
import { imageExtractors, imageVerification, manifests } from './image-verification.ts';
import { anyAllMatch, matchResources, selector } from './match.ts';
import { metadata } from './metadata.ts';
import { podSecurity, podSecurityExclusions } from './pod-security.ts';

// The fields of kyverno.io kinds, as their CustomResourceDefinitions name them (Kyverno 1.19, kyverno.io/v1 and v2).

const cel = object({
  expressions: list(object({ expression: required(text), message: text, messageExpression: text, reason: text })),
  variables: list(object({ name: required(text), expression: required(text) })),
  auditAnnotations: list(object({ key: required(text), valueExpression: required(text) })),
  paramKind: object({ apiVersion: text, kind: text }),
  paramRef: object({ name: text, namespace: text, selector, parameterNotFoundAction: text }),
  generate: boolean,
});

const ruleAction = oneOf('Enforce', 'Audit');
const action = oneOf('Enforce', 'Audit', 'enforce', 'audit');
const actionOverrides = list(object({ action, namespaces: texts, namespaceSelector: selector }));

const foreachFields = {
  list: text,
  context: list(contextEntry),
  preconditions: anyAllConditions,
};

/** A block inside a block is free-form in the definition: its conditions are checked apart from the schema. */
const nestedFields = { ...foreachFields, preconditions: any };

const foreachValidate = (fields: Fields): Schema =>
  object(() => ({
    ...fields,
    elementScope: boolean,
    pattern: any,
    anyPattern: any,
    deny: object({ conditions: any }),
    foreach: list(foreachValidate(nestedFields)),
  }));

const foreachMutate = (fields: Fields): Schema =>
  object(() => ({
    ...fields,
    order: oneOf('Ascending', 'Descending'),
    patchStrategicMerge: any,
    patchesJson6902: text,
    foreach: list(foreachMutate(nestedFields)),
  }));

const validate = object({
  message: text,
  failureAction: ruleAction,
  failureActionOverrides: actionOverrides,
  allowExistingViolations: boolean,
  pattern: any,
  anyPattern: any,
  deny: object({ conditions: any }),
  foreach: list(foreachValidate(foreachFields)),
  podSecurity,
  cel,
  manifests,
  assert: deprecated(any, 'no engine evaluates `assert`: use a ValidatingPolicy'),
});

const mutate = object({
  patchStrategicMerge: any,
  patchesJson6902: text,
  foreach: list(foreachMutate(foreachFields)),
  targets: list(
    object({
      apiVersion: text,
      kind: text,
      namespace: text,
      name: text,
      uid: text,
      selector,
      context: list(contextEntry),
      preconditions: any,
    }),
  ),
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

const ruleWith = (match: Schema): Schema =>
  object({
    name: required(text),
    match: required(match),
    exclude: match,
    context: list(contextEntry),
    preconditions: any,
    celPreconditions: list(object({ name: required(text), expression: required(text) })),
    validate,
    mutate,
    generate,
    verifyImages: list(imageVerification),
    imageExtractors,
    skipBackgroundRequests: boolean,
    reportProperties: textMap,
  });

const policyWith = (match: Schema): Schema =>
  object({
    apiVersion: text,
    kind: text,
    metadata,
    spec: required(
      object({
        rules: list(ruleWith(match)),
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
          matchConditions: list(object({ name: required(text), expression: required(text) })),
        }),
      }),
    ),
    status: object({
      autogen: any,
      conditions: any,
      ready: any,
      rulecount: any,
      validatingadmissionpolicy: any,
    }),
  });

/** ClusterPolicy and Policy of kyverno.io, by version. */
export const classicPolicySchemas: Readonly<Record<string, Schema>> = {
  v1: policyWith(matchResources),
  v2beta1: policyWith(anyAllMatch),
};

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
  metadata,
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

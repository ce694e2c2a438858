import {
  any,
  boolean,
  integer,
  list,
  object,
  oneOf,
  required,
  type Schema,
  text,
  textMap,
  texts,
  time,
} from '../../../languages/schema/index.ts';

// The fields of policies.kyverno.io kinds, as their CustomResourceDefinitions name them (Kyverno 1.19).

const selector = object({
  matchLabels: textMap,
  matchExpressions: list(
    object({ key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: texts }),
  ),
});

const resourceRule = object({
  apiGroups: texts,
  apiVersions: texts,
  operations: list(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*')),
  resources: texts,
  resourceNames: texts,
  scope: oneOf('*', 'Cluster', 'Namespaced'),
});

const matchConstraints = object({
  resourceRules: list(resourceRule),
  excludeResourceRules: list(resourceRule),
  namespaceSelector: selector,
  objectSelector: selector,
  matchPolicy: oneOf('Exact', 'Equivalent'),
});

const namedExpressions = list(object({ name: required(text), expression: required(text) }));

/** ValidatingPolicy and NamespacedValidatingPolicy. */
export const validatingPolicySchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: required(
    object({
      matchConstraints,
      matchConditions: namedExpressions,
      variables: namedExpressions,
      validations: list(object({ expression: required(text), message: text, messageExpression: text, reason: text })),
      auditAnnotations: list(object({ key: text, valueExpression: text })),
      validationActions: list(oneOf('Deny', 'Audit', 'Warn')),
      failurePolicy: oneOf('Fail', 'Ignore'),
      webhookConfiguration: object({ timeoutSeconds: integer }),
      evaluation: object({
        mode: oneOf('Kubernetes', 'JSON', 'HTTP', 'Envoy'),
        admission: object({ enabled: boolean }),
        background: object({ enabled: boolean }),
      }),
      autogen: object({
        podControllers: object({ controllers: texts }),
        validatingAdmissionPolicy: object({ enabled: boolean }),
      }),
    }),
  ),
  status: any,
});

/** PolicyException of policies.kyverno.io. */
export const celExceptionSchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: required(
    object({
      policyRefs: required(list(object({ kind: required(text), name: required(text) }))),
      matchConditions: namedExpressions,
      images: texts,
      allowedValues: texts,
      reportResult: oneOf('skip', 'pass'),
      expiresAt: time,
      properties: textMap,
      evaluationMode: text,
    }),
  ),
});

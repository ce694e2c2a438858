import {
  any,
  boolean,
  list,
  object,
  oneOf,
  required,
  type Schema,
  text,
  textMap,
  texts,
} from '../../languages/schema/index.ts';

// File formats of Kyverno's command line, cli.kyverno.io/v1alpha1.

const statusNames = oneOf('pass', 'fail', 'skip', 'warn', 'error');

export const testSchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  /** Of the old schema, as are four fields of results below. */
  name: text,
  policies: texts,
  resources: texts,
  targetResources: texts,
  paramResources: texts,
  clusterResources: texts,
  variables: text,
  values: any,
  userinfo: text,
  exceptions: texts,
  context: text,
  jsonPayload: text,
  jsonPayloads: texts,
  httpPayloads: texts,
  envoyPayloads: texts,
  apiCallResponses: list(
    object({ url: text, urlPath: text, method: text, response: object({ statusCode: any, body: any }) }),
  ),
  globalContextEntries: list(
    object({
      name: required(text),
      data: any,
      resources: list(any),
      resourceFiles: texts,
      fieldPath: text,
      projections: list(object({ name: required(text), path: required(text) })),
    }),
  ),
  results: list(
    object({
      policy: required(text),
      rule: text,
      kind: text,
      resources: texts,
      resource: text,
      namespace: text,
      status: statusNames,
      resourceSpecs: list(object({ group: text, version: text, namespace: text, name: text })),
      result: statusNames,
      operation: oneOf('CREATE', 'UPDATE', 'DELETE'),
      patchedResource: text,
      patchedResources: text,
      generatedResource: text,
      generatedResources: texts,
      cloneSourceResource: text,
      failOnMissingResources: boolean,
      isValidatingAdmissionPolicy: boolean,
      isValidatingPolicy: boolean,
      isImageValidatingPolicy: boolean,
      isMutatingAdmissionPolicy: boolean,
      isMutatingPolicy: boolean,
      isGeneratingPolicy: boolean,
      isDeletingPolicy: boolean,
    }),
  ),
});

export const valuesSchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  globalValues: any,
  policies: list(
    object({
      name: required(text),
      resources: list(object({ name: required(text), values: any })),
      rules: list(object({ name: required(text), values: any, foreachValues: any })),
    }),
  ),
  namespaceSelector: list(object({ name: required(text), labels: textMap })),
  namespaces: list(any),
  subresources: list(any),
});

export const userInfoSchema: Schema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  roles: texts,
  clusterRoles: texts,
  userInfo: object({ username: text, groups: texts, uid: text, extra: any }),
});

import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { JsonObject, JsonValue } from '../../foundations/kube/index.ts';
import { nameOf } from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import { checkSchema, foldCase } from '../../languages/schema/index.ts';
import type { Expectation } from './expectation.ts';
import type { GlobalContextMock } from './mock-facts.ts';
import { fromOldFields, oldSchemaWarnings } from './old-schema.ts';
import { testSchema } from './schema.ts';

/** A kyverno-test.yaml document. File names are relative to it. */
export interface Suite {
  readonly name: string;
  readonly policies: readonly string[];
  readonly resources: readonly string[];
  readonly targetResources: readonly string[];
  readonly clusterResources: readonly string[];
  readonly exceptions: readonly string[];
  readonly variables?: string;
  readonly context?: string;
  readonly values?: JsonValue;
  readonly userinfo?: string;
  readonly apiCallResponses: readonly JsonObject[];
  readonly globalContextEntries: readonly (GlobalContextMock & { readonly resourceFiles?: readonly string[] })[];
  readonly results: readonly Expectation[];
  readonly document: ManifestDocument;
}

/** Reads a test document; unknown and duplicate fields are errors, as in the reference. */
export function loadSuite(document: ManifestDocument): { suite?: Suite; diagnostics: readonly Diagnostic[] } {
  const diagnostics = [
    ...checkSchema({ document, kind: 'Test', foldsCase: true }, document.value, testSchema),
    ...document.duplicateKeys().map(
      ({ key, location }): Diagnostic => ({
        code: 'FIELD_DUPLICATE',
        severity: 'error',
        message: `\`${key}\` is written twice`,
        location,
        help: 'keep one of them',
      }),
    ),
  ];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const value = foldCase(document.value, testSchema) as unknown as Partial<Suite> & JsonObject;
  return {
    diagnostics: [...diagnostics, ...oldSchemaWarnings(document)],
    suite: {
      ...(value as Partial<Suite>),
      name: nameOf(value) || String(value['name'] ?? 'test'),
      policies: value.policies ?? [],
      resources: value.resources ?? [],
      targetResources: value.targetResources ?? [],
      clusterResources: value.clusterResources ?? [],
      exceptions: value.exceptions ?? [],
      apiCallResponses: value.apiCallResponses ?? [],
      globalContextEntries: value.globalContextEntries ?? [],
      results: (value.results ?? []).map((result, index) => ({
        ...fromOldFields(result),
        location: document.locate(['results', index]),
      })),
      document,
    },
  };
}

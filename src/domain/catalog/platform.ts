import { type Diagnostic, nearestName } from '../../foundations/diagnostics/index.ts';
import { isResource, type JsonObject, nameOf } from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import {
  any,
  boolean,
  checkSchema,
  integer,
  list,
  object,
  oneOf,
  required,
  type Schema,
  showPath,
  text,
} from '../../languages/schema/index.ts';

/** A policy source: a folder (usually a Git checkout) with charts and the values of each environment. */
export interface SourceRef {
  readonly name: string;
  /** Relative to the folder of bylaw.yaml. */
  readonly path: string;
  readonly team: string;
}

/** A cluster as a folder of manifests. */
export interface ClusterRef {
  readonly name: string;
  readonly environment: string;
  readonly path: string;
}

/** When a policy may go from Audit to Enforce. */
export interface RolloutSettings {
  /** Days in Audit without a change of the policy before Enforce. */
  readonly soakDays: number;
  /** Failing resources that still let a policy go to Enforce. */
  readonly maxViolations: number;
}

/** What bylaw.yaml says: the sources, the environments in promotion order, the clusters, the gates. */
export interface Platform {
  readonly name: string;
  /** The data is made up, and is labelled so wherever it is shown. */
  readonly sample: boolean;
  readonly sources: readonly SourceRef[];
  readonly environments: readonly string[];
  readonly clusters: readonly ClusterRef[];
  readonly exceptions: readonly string[];
  readonly rollout: RolloutSettings;
  readonly document: ManifestDocument;
}

const platformSchema: Schema = object({
  apiVersion: required(oneOf('bylaw.dev/v1alpha1')),
  kind: required(oneOf('Platform')),
  metadata: required(object({ name: required(text), labels: any, annotations: any })),
  spec: required(
    object({
      sample: boolean,
      sources: required(list(object({ name: required(text), path: required(text), team: text }))),
      environments: required(list(object({ name: required(text) }))),
      clusters: list(object({ name: required(text), environment: required(text), path: required(text) })),
      exceptions: list(object({ path: required(text) })),
      rollout: object({ soakDays: integer, maxViolations: integer }),
    }),
  ),
});

export const defaultRollout: RolloutSettings = { soakDays: 7, maxViolations: 0 };

interface PlatformSpec {
  readonly sample?: boolean;
  readonly sources: readonly { readonly name: string; readonly path: string; readonly team?: string }[];
  readonly environments: readonly { readonly name: string }[];
  readonly clusters?: readonly ClusterRef[];
  readonly exceptions?: readonly { readonly path: string }[];
  readonly rollout?: Partial<RolloutSettings>;
}

/** Reads bylaw.yaml. Without a platform the diagnostics hold an error that says why. */
export function loadPlatform(document: ManifestDocument): { platform?: Platform; diagnostics: readonly Diagnostic[] } {
  const value = document.value;
  const diagnostics = checkSchema({ document, kind: 'Platform' }, value, platformSchema);
  if (diagnostics.some((found) => found.severity === 'error') || !isResource(value)) return { diagnostics };
  const spec = value['spec'] as unknown as PlatformSpec;
  const problems = [
    ...duplicates(document, 'sources', spec.sources),
    ...duplicates(document, 'environments', spec.environments),
    ...duplicates(document, 'clusters', spec.clusters ?? []),
    ...unknownEnvironments(document, spec),
  ];
  if (problems.length > 0) return { diagnostics: [...diagnostics, ...problems] };
  return {
    diagnostics,
    platform: {
      name: nameOf(value as JsonObject),
      sample: spec.sample ?? false,
      sources: spec.sources.map((source) => ({ ...source, team: source.team ?? '' })),
      environments: spec.environments.map(({ name }) => name),
      clusters: spec.clusters ?? [],
      exceptions: (spec.exceptions ?? []).map(({ path }) => path),
      rollout: { ...defaultRollout, ...spec.rollout },
      document,
    },
  };
}

function duplicates(document: ManifestDocument, field: string, items: readonly { name: string }[]): Diagnostic[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const path = ['spec', field, index, 'name'];
    return [
      {
        code: 'PLATFORM_DUPLICATE_NAME',
        severity: 'error' as const,
        message: `\`${name}\` is named twice in \`spec.${field}\``,
        location: document.locate(path),
        subject: { path: showPath(path) },
        help: 'give each its own name',
      },
    ];
  });
}

function unknownEnvironments(document: ManifestDocument, spec: PlatformSpec): Diagnostic[] {
  const known = spec.environments.map(({ name }) => name);
  return (spec.clusters ?? []).flatMap(({ name, environment }, index) => {
    if (known.includes(environment)) return [];
    const path = ['spec', 'clusters', index, 'environment'];
    return [unknownEnvironment(environment, known, `cluster \`${name}\` is in`, document.locate(path))];
  });
}

/** The one message for an environment that bylaw.yaml does not have. */
export function unknownEnvironment(
  environment: string,
  known: readonly string[],
  who: string,
  location?: Diagnostic['location'],
): Diagnostic {
  const near = nearestName(environment, known);
  return {
    code: 'PLATFORM_UNKNOWN_ENVIRONMENT',
    severity: 'error',
    message: `${who} environment \`${environment}\`, which does not exist`,
    ...(location ? { location } : {}),
    help: near ? `did you mean \`${near}\`?` : `environments: ${known.join(', ')}`,
  };
}

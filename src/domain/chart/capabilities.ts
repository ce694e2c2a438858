import {
  fn,
  GoList,
  type GoMap,
  GoStruct,
  type GoValue,
  map,
  parseVersion,
  printValue,
  printVersion,
} from '../../languages/gotemplate/index.ts';
import { defaultApiVersions } from './api-versions.ts';
import { ChartError } from './errors.ts';

/** What the cluster can do, as the templates see it. */
export interface Capabilities {
  /** The whole version as given, with a leading v. */
  readonly gitVersion: string;
  /** The version without suffixes. */
  readonly version: string;
  readonly major: string;
  readonly minor: string;
  readonly apiVersions: readonly string[];
}

/** The cluster of a rendering without a cluster: Helm 4.1.4's own client library. */
const defaultKubeVersion = 'v1.35.0';

interface CapabilityOptions {
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly serverApiVersions?: readonly string[];
}

/** Reads a cluster version, as `--kube-version` takes it, and puts the API versions together. */
export function readCapabilities(options: CapabilityOptions): Capabilities {
  const { kubeVersion = defaultKubeVersion, apiVersions = [], serverApiVersions } = options;
  const parsed = parseVersion(kubeVersion);
  if (typeof parsed === 'string') {
    throw new ChartError(
      'CHART_KUBE_VERSION',
      `invalid kube version '${kubeVersion}': could not parse ${JSON.stringify(kubeVersion)} as version`,
    );
  }
  return {
    gitVersion: `v${printVersion(parsed)}`,
    version: `v${parsed.major}.${parsed.minor}.${parsed.patch}`,
    major: String(parsed.major),
    minor: String(parsed.minor),
    apiVersions: serverApiVersions ?? [...defaultApiVersions, ...apiVersions],
  };
}

/** `.Capabilities`: pointers to structs with methods. */
export function capabilitiesValue(capabilities: Capabilities): GoStruct {
  const kubeVersion = kubeVersionValue(capabilities);
  const known = new Set(capabilities.apiVersions);
  const apiVersions = new GoList(capabilities.apiVersions, 'common.VersionSet', {
    Has: fn(['string'], (version) => known.has(version)),
  });
  const helmVersion = helmVersionValue();
  return new GoStruct({
    type: '*common.Capabilities',
    fields: { KubeVersion: kubeVersion, APIVersions: apiVersions, HelmVersion: helmVersion },
    print: () => `&{${[kubeVersion, apiVersions, helmVersion].map((value) => printValue(value)).join(' ')}}`,
    json: () => ordered({ KubeVersion: kubeVersion, APIVersions: apiVersions, HelmVersion: helmVersion }),
  });
}

function kubeVersionValue({ gitVersion, version, major, minor }: Capabilities): GoStruct {
  return new GoStruct({
    type: 'common.KubeVersion',
    fields: { Version: gitVersion, Major: major, Minor: minor },
    methods: { String: fn([], () => version), GitVersion: fn([], () => gitVersion) },
    shown: () => version,
    print: () => `{${gitVersion} ${version} ${major} ${minor}}`,
    parts: () => ({ Version: gitVersion, normalizedVersion: version, Major: major, Minor: minor }),
    json: () => ordered({ Version: gitVersion, Major: major, Minor: minor }),
  });
}

const helm = {
  version: 'v4.1.4',
  gitCommit: '05fa37973dc9e42b76e1d2883494c87174b6074f',
  gitTreeState: 'clean',
  goVersion: 'go1.25.9',
  kubeClientVersion: 'v1.35',
};

function helmVersionValue(): GoStruct {
  const { version, gitCommit, gitTreeState, goVersion, kubeClientVersion } = helm;
  return new GoStruct({
    type: 'version.BuildInfo',
    fields: {
      Version: version,
      GitCommit: gitCommit,
      GitTreeState: gitTreeState,
      GoVersion: goVersion,
      KubeClientVersion: kubeClientVersion,
    },
    print: () => `{${Object.values(helm).join(' ')}}`,
    json: () =>
      ordered({
        version,
        git_commit: gitCommit,
        git_tree_state: gitTreeState,
        go_version: goVersion,
        kube_client_version: kubeClientVersion,
      }),
  });
}

function ordered(fields: Readonly<Record<string, GoValue>>): GoMap {
  return map(Object.entries(fields));
}

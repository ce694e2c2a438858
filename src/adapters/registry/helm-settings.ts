import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { getKey, isObject } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';
import { credentialsIn, dockerConfigPath, type RegistryCredentials } from '../oci/index.ts';

/** Where Helm keeps what it knows of repositories and registries. */
export interface HelmSettings {
  readonly repositoryConfig: string;
  readonly repositoryCache: string;
  readonly registryConfig: string;
}

/** Helm's own places: its variables, then those of the desktop, then the home folder. */
export function helmSettings(given: Partial<HelmSettings>, environment: Readonly<NodeJS.ProcessEnv>): HelmSettings {
  const config =
    environment['HELM_CONFIG_HOME'] ?? join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'helm');
  const cache =
    environment['HELM_CACHE_HOME'] ?? join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'helm');
  return {
    repositoryConfig:
      given.repositoryConfig ?? environment['HELM_REPOSITORY_CONFIG'] ?? join(config, 'repositories.yaml'),
    repositoryCache: given.repositoryCache ?? environment['HELM_REPOSITORY_CACHE'] ?? join(cache, 'repository'),
    registryConfig:
      given.registryConfig ?? environment['HELM_REGISTRY_CONFIG'] ?? join(config, 'registry', 'config.json'),
  };
}

/** A repository that was added by `helm repo add`. */
export interface KnownRepository {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly passCredentials: boolean;
}

/** The repository of a name, or nothing. */
export function knownRepository(settings: HelmSettings, name: string): KnownRepository | undefined {
  const file = readOptional(settings.repositoryConfig);
  const listed = getKey(parseManifests(file, settings.repositoryConfig).documents[0]?.value, 'repositories');
  const entry = Array.isArray(listed) ? listed.find((one) => getKey(one, 'name') === name) : undefined;
  if (!isObject(entry)) return undefined;
  const text = (key: string): string => String(getKey(entry, key) ?? '');
  return {
    url: text('url'),
    username: text('username'),
    password: text('password'),
    caFile: text('caFile'),
    certFile: text('certFile'),
    keyFile: text('keyFile'),
    insecureSkipTlsVerify: getKey(entry, 'insecure_skip_tls_verify') === true,
    passCredentials: getKey(entry, 'pass_credentials_all') === true,
  };
}

/** What `helm registry login` wrote for a host, else what `docker login` did. */
export async function registryCredentials(
  settings: HelmSettings,
  host: string,
): Promise<RegistryCredentials | undefined> {
  return (await credentialsIn(settings.registryConfig, host)) ?? credentialsIn(dockerConfigPath(process.env), host);
}

function readOptional(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

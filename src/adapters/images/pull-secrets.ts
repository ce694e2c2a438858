import type { FactSource } from '../../domain/engine/index.ts';
import { isObject } from '../../foundations/kube/index.ts';
import { credentialsIn, credentialsOf, dockerConfigPath, objectIn, type RegistryCredentials } from '../oci/index.ts';

/** Who to be at a registry, by the pull secrets that a rule names, then by Docker's own configuration. */
export async function credentialsFor(
  host: string,
  secrets: readonly string[],
  source: FactSource,
): Promise<RegistryCredentials | undefined> {
  for (const secret of secrets) {
    const { auths } = objectIn(await configIn(secret, source));
    const found = isObject(auths) ? credentialsOf(auths, host) : undefined;
    if (found) return found;
  }
  return credentialsIn(dockerConfigPath(process.env), host);
}

async function configIn(secret: string, source: FactSource): Promise<string> {
  const [namespace, name] = secret.includes('/') ? secret.split('/', 2) : ['', secret];
  const fact = await source.fetch({ kind: 'objects', selects: 'v1/Secret', namespace: namespace!, name: name! });
  const found = fact.kind === 'value' && Array.isArray(fact.value) ? fact.value[0] : undefined;
  const data = isObject(found) && isObject(found['data']) ? found['data']['.dockerconfigjson'] : undefined;
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : '';
}

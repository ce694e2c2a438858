import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FactSource } from '../../domain/engine/index.ts';
import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The name under which Docker keeps its own registry. */
const hubKey = 'https://index.docker.io/v1/';

/** Who to be at a registry, by the pull secrets that a rule names, then by Docker's own configuration. */
export async function credentialsFor(
  host: string,
  secrets: readonly string[],
  source: FactSource,
): Promise<Credentials | undefined> {
  for (const secret of secrets) {
    const found = entryFor(await secretConfig(secret, source), host);
    if (found) return found;
  }
  return dockerCredentials(host);
}

async function secretConfig(secret: string, source: FactSource): Promise<JsonObject> {
  const [namespace, name] = secret.includes('/') ? secret.split('/', 2) : ['', secret];
  const fact = await source.fetch({ kind: 'objects', selects: 'v1/Secret', namespace: namespace!, name: name! });
  const found = fact.kind === 'value' && Array.isArray(fact.value) ? fact.value[0] : undefined;
  const data = isObject(found) && isObject(found['data']) ? found['data']['.dockerconfigjson'] : undefined;
  return typeof data === 'string' ? asConfig(Buffer.from(data, 'base64').toString('utf8')) : {};
}

async function dockerCredentials(host: string): Promise<Credentials | undefined> {
  const folder = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');
  const config = asConfig(await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}'));
  const helpers = config['credHelpers'];
  const helper = (isObject(helpers) ? helpers[host] : undefined) ?? config['credsStore'];
  return entryFor(config, host) ?? (typeof helper === 'string' ? askHelper(helper, keysOf(host)[0]!) : undefined);
}

function keysOf(host: string): readonly string[] {
  return host === 'index.docker.io' ? [hubKey, host, 'docker.io'] : [host, `https://${host}`, `http://${host}`];
}

function entryFor(config: JsonObject, host: string): Credentials | undefined {
  const { auths } = config;
  if (!isObject(auths)) return undefined;
  const entry = keysOf(host)
    .map((key) => auths[key])
    .find(isObject);
  if (!entry) return undefined;
  const { auth, username, password } = entry;
  if (typeof auth === 'string' && auth !== '') {
    const text = Buffer.from(auth, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
}

function asConfig(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Docker's protocol for programs that keep passwords: the registry on standard input, JSON on standard output. */
function askHelper(helper: string, key: string): Promise<Credentials | undefined> {
  if (!/^[\w-]+$/.test(helper)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ['get'], { timeout: 10_000 }, (error, stdout) => {
      const { Username, Secret } = error ? {} : asConfig(stdout);
      const known = typeof Username === 'string' && typeof Secret === 'string';
      resolve(known ? { username: Username, password: Secret } : undefined);
    });
    child.on('error', () => resolve(undefined));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(key);
  });
}

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { askCredentialHelper } from './credential-helper.ts';
import { CredentialError, type RegistryCredentials } from './credentials.ts';
import { textOf } from './json.ts';
import { platformHelper } from './platform-helper.ts';
import { hub } from './reference.ts';

/** The name under which Docker keeps its own registry. */
const hubKey = 'https://index.docker.io/v1/';

/** Where Docker keeps what `docker login` wrote. */
export function dockerConfigPath(environment: Readonly<NodeJS.ProcessEnv>): string {
  return join(environment['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
}

/**
 * Who to be at a host, by a configuration of Docker. A program that keeps passwords is asked first, the one for the host
 * before the general one; then nothing else is looked at, as in Docker.
 */
export async function credentialsIn(path: string, host: string): Promise<RegistryCredentials | undefined> {
  const config = readConfig(path);
  const [credHelpers, auths] = [mapIn(config, 'credHelpers', 'cred helpers'), mapIn(config, 'auths', 'auths')];
  const stated = config['credsStore'] ?? '';
  if (typeof stated !== 'string') throw invalid('failed to unmarshal creds store field', 'it is no text');
  const configured = stated !== '' || Object.keys(credHelpers).length > 0 || Object.keys(auths).length > 0;
  const own = keysOf(host).map((key) => credHelpers[key]);
  const helper =
    own.find((name) => typeof name === 'string' && name !== '') ?? (configured ? stated : platformHelper());
  if (typeof helper === 'string' && helper !== '') return askCredentialHelper(helper, keysOf(host)[0]!);
  return credentialsOf(auths, host);
}

/** Who to be at a host, by the entries of a configuration alone. */
export function credentialsOf(auths: JsonObject, host: string): RegistryCredentials | undefined {
  const keys = keysOf(host);
  const key =
    keys.find((name) => Object.hasOwn(auths, name)) ?? Object.keys(auths).find((name) => keys.includes(hostIn(name)));
  if (key === undefined) return undefined;
  const entry = auths[key] ?? {};
  if (!isObject(entry)) throw invalid('failed to unmarshal auth field', 'it is no map');
  const auth = textOf(entry, 'auth');
  const [username, password] = auth === '' ? [textOf(entry, 'username'), textOf(entry, 'password')] : decode(auth);
  const [identityToken, registryToken] = [textOf(entry, 'identitytoken'), textOf(entry, 'registrytoken')];
  const known = [username, password, identityToken, registryToken].some((text) => text !== '');
  return known ? { username, password, identityToken, registryToken } : undefined;
}

function readConfig(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CredentialError(`failed to open config file at ${path}: ${(error as Error).message}`);
  }
  try {
    const config = JSON.parse(text) as JsonValue;
    if (isObject(config)) return config;
  } catch (error) {
    throw invalid(`failed to decode config file at ${path}`, (error as Error).message);
  }
  throw invalid(`failed to decode config file at ${path}`, 'it is no map');
}

function mapIn(config: JsonObject, field: string, name: string): JsonObject {
  const value = config[field] ?? {};
  if (!isObject(value)) throw invalid(`failed to unmarshal ${name} field`, 'it is no map');
  return value;
}

function invalid(what: string, why: string): CredentialError {
  return new CredentialError(`${what}: invalid config format: ${why}`);
}

/** Docker Hub has several names, and is written down under an address. */
function keysOf(host: string): readonly string[] {
  const isHub = [hub, 'docker.io', 'registry-1.docker.io'].includes(host);
  return isHub ? [hubKey, hub, 'docker.io'] : [host];
}

/** Old configurations write hosts as addresses. */
function hostIn(address: string): string {
  return address
    .replace(/^http:\/\//, '')
    .replace(/^https:\/\//, '')
    .split('/')[0]!;
}

/** The messages are Go's, as the reference says them. */
function decode(auth: string): readonly [string, string] {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(auth)) {
    const at = Math.max(auth.search(/[^A-Za-z0-9+/]/), 0);
    throw invalid('failed to decode auth field', `illegal base64 data at input byte ${at}`);
  }
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) {
    const why = `auth '${text}' does not conform the base64(username:password) format`;
    throw invalid('failed to decode auth field', why);
  }
  return [text.slice(0, colon), text.slice(colon + 1)];
}

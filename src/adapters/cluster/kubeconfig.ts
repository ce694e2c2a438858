import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { getKey, type JsonValue } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';

/** What overrides a kubeconfig: Helm's global flags. */
export interface ConnectionFlags {
  readonly kubeconfig?: string;
  readonly kubeContext?: string;
  readonly kubeApiserver?: string;
  readonly kubeAsUser?: string;
  readonly kubeAsGroup?: readonly string[];
  readonly kubeCaFile?: string;
  readonly kubeInsecureSkipTlsVerify?: boolean;
  readonly kubeTlsServerName?: string;
  readonly kubeToken?: string;
}

/** How an API server is reached, and as whom. */
export interface Connection {
  readonly server: string;
  readonly namespace: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: TlsOptions;
}

export interface TlsOptions {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
  readonly minVersion?: 'TLSv1.2';
}

/**
 * Reads a kubeconfig and what overrides it: the flag, `KUBECONFIG` or `~/.kube/config`. Without a file the server of
 * `--kube-apiserver` is asked, else the one of the local machine, as by kubectl.
 */
export function readConnection(flags: ConnectionFlags, environment: Readonly<NodeJS.ProcessEnv>): Connection {
  const { file, value } = readFirst(flags.kubeconfig, environment);
  const context = named(value, 'contexts', flags.kubeContext ?? text(value, 'current-context'), 'context');
  if (flags.kubeContext !== undefined && context === undefined) {
    throw new Error(`context ${JSON.stringify(flags.kubeContext)} does not exist`);
  }
  const cluster = named(value, 'clusters', text(context, 'cluster'), 'cluster');
  const user = named(value, 'users', text(context, 'user'), 'user');
  const read = (owner: JsonValue | undefined, name: string): Buffer | undefined => {
    const data = text(owner, `${name}-data`);
    if (data !== '') return Buffer.from(data, 'base64');
    const path = text(owner, name);
    return path === '' ? undefined : readFileSync(resolve(dirname(file), path));
  };
  const skips = flags.kubeInsecureSkipTlsVerify || getKey(cluster, 'insecure-skip-tls-verify') === true;
  const plugin = credentialsOf(user);
  const servername = flags.kubeTlsServerName ?? text(cluster, 'tls-server-name');
  return {
    server: (flags.kubeApiserver ?? text(cluster, 'server')) || 'http://localhost:8080',
    namespace: text(context, 'namespace') || 'default',
    headers: { ...authorization(flags, user, plugin, file), ...impersonation(flags) },
    tls: {
      ca: flags.kubeCaFile ? readFileSync(flags.kubeCaFile) : read(cluster, 'certificate-authority'),
      cert: plugin.cert ?? read(user, 'client-certificate'),
      key: plugin.key ?? read(user, 'client-key'),
      ...(servername !== '' && { servername }),
      ...(skips && { rejectUnauthorized: false }),
    },
  };
}

function readFirst(
  given: string | undefined,
  environment: Readonly<NodeJS.ProcessEnv>,
): { file: string; value: JsonValue | undefined } {
  const file = given ?? environment['KUBECONFIG']?.split(':').find(Boolean) ?? join(homedir(), '.kube', 'config');
  try {
    return { file, value: parseManifests(readFileSync(file, 'utf8'), file).documents[0]?.value };
  } catch (error) {
    if (given !== undefined) throw error;
    return { file, value: undefined };
  }
}

function named(config: JsonValue | undefined, list: string, name: string, kind: string): JsonValue | undefined {
  const entries = getKey(config, list);
  return Array.isArray(entries)
    ? getKey(
        entries.find((entry) => getKey(entry, 'name') === name),
        kind,
      )
    : undefined;
}

function text(value: JsonValue | undefined, key: string): string {
  const found = getKey(value, key);
  return typeof found === 'string' ? found : '';
}

interface PluginCredentials {
  readonly token: string;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Runs the program that a user of a kubeconfig names for credentials, as kubectl does. */
function credentialsOf(user: JsonValue | undefined): PluginCredentials {
  const plugin = getKey(user, 'exec');
  const command = text(plugin, 'command');
  if (command === '') return { token: '' };
  const args = getKey(plugin, 'args');
  const variables = getKey(plugin, 'env');
  const info = { apiVersion: text(plugin, 'apiVersion'), kind: 'ExecCredential', spec: { interactive: false } };
  const added = Array.isArray(variables) ? variables.map((one) => [text(one, 'name'), text(one, 'value')]) : [];
  const output = execFileSync(command, Array.isArray(args) ? args.map(String) : [], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...Object.fromEntries(added), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
  });
  const status = getKey(JSON.parse(output) as JsonValue, 'status');
  const pem = (key: string): Buffer | undefined =>
    text(status, key) === '' ? undefined : Buffer.from(text(status, key));
  return { token: text(status, 'token'), cert: pem('clientCertificateData'), key: pem('clientKeyData') };
}

function authorization(
  flags: ConnectionFlags,
  user: JsonValue | undefined,
  plugin: PluginCredentials,
  file: string,
): Readonly<Record<string, string>> {
  const tokenFile = text(user, 'tokenFile');
  const stored = tokenFile === '' ? '' : readFileSync(resolve(dirname(file), tokenFile), 'utf8').trim();
  const token = flags.kubeToken || text(user, 'token') || stored || plugin.token;
  if (token !== '') return { authorization: `Bearer ${token}` };
  const name = text(user, 'username');
  if (name === '') return {};
  return { authorization: `Basic ${Buffer.from(`${name}:${text(user, 'password')}`).toString('base64')}` };
}

function impersonation({
  kubeAsUser,
  kubeAsGroup,
}: ConnectionFlags): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...(kubeAsUser && { 'impersonate-user': kubeAsUser }),
    ...(kubeAsGroup?.length && { 'impersonate-group': [...kubeAsGroup] }),
  };
}

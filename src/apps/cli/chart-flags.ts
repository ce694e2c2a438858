import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { unreadable } from '../../adapters/files/index.ts';
import type { ChartSourceOptions } from '../../adapters/registry/index.ts';
import type { ValueSources } from '../../domain/chart/index.ts';
import { CommandFailure } from './failure.ts';
import { repeat, repeatList } from './flag-values.ts';

export interface ValueFlags {
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setFile?: readonly string[];
  readonly setJson?: readonly string[];
  readonly setLiteral?: readonly string[];
}

/** Values, as Helm's commands take them. */
export function addValueFlags(command: Command): Command {
  return command
    .option(
      '-f, --values <path>',
      'a values file or its address; may be repeated, the later is the stronger',
      repeatList,
    )
    .option('--set <values>', 'values as path=value,...', repeat)
    .option('--set-string <values>', 'the same, always as text', repeat)
    .option('--set-file <values>', 'values from files or addresses, as path=file,...', repeat)
    .option('--set-json <values>', 'values as JSON', repeat)
    .option('--set-literal <value>', 'one value, taken as it stands', repeat);
}

export interface SourceFlags extends ChartSourceOptions {
  readonly insecureSkipTlsVerify?: boolean;
  readonly devel?: boolean;
}

/** Where charts come from, as Helm's commands take it. */
export function addSourceFlags(command: Command): Command {
  return command
    .option('--repo <url>', 'the address of the repository that the chart is looked up in')
    .option('--version <constraint>', 'a version of the chart, or a range; without it the newest')
    .option('--devel', 'take pre-releases too, when --version is not given')
    .option('--username <name>', 'who asks the repository or registry')
    .option('--password <password>', 'the password of --username')
    .option('--pass-credentials', 'give the credentials to other hosts too')
    .option('--ca-file <path>', 'the authorities that the server is checked by')
    .option('--cert-file <path>', 'the certificate that the client shows')
    .option('--key-file <path>', 'the key of --cert-file')
    .option('--insecure-skip-tls-verify', 'do not check the certificate of the server')
    .option('--plain-http', 'ask registries over HTTP')
    .option('--verify', 'take only a packed chart that is signed, by the .prov file beside it')
    .option('--keyring <path>', 'the keys that are trusted, as `gpg --export` writes them')
    .option('--registry-config <path>', 'what `helm registry login` wrote')
    .option('--repository-config <path>', 'the repositories that `helm repo add` made known')
    .option('--repository-cache <path>', 'the indexes that `helm repo update` fetched');
}

/** Helm takes pre-releases by a constraint of its own. */
export function chartSource(flags: SourceFlags): ChartSourceOptions {
  return flags.devel && !flags.version ? { ...flags, version: '>0.0.0-0' } : flags;
}

/** Flags that mean something only when a release is installed. They are taken, and change nothing. */
export function addFlagsWithoutEffect(command: Command, flags: readonly string[]): void {
  for (const flag of flags) command.addOption(new Option(flag).hideHelp());
}

/** Reads what the flags of values name. A file that cannot be read ends the command. */
export async function readValueSources(flags: ValueFlags): Promise<ValueSources> {
  const { set, setString, setFile, setJson, setLiteral } = flags;
  const files: { name: string; text: string }[] = [];
  for (const path of flags.values ?? []) files.push({ name: path, text: await readValues(path) });
  const fetched = new Map<string, string>();
  for (const [address] of (setFile ?? []).join('\n').matchAll(/(?<==)https?:\/\/[^,\n]+/g)) {
    fetched.set(address, await readValues(address));
  }
  const readFile = (path: string): string => fetched.get(path) ?? readText(path);
  return { files, set, setString, setFile, setJson, setLiteral, readFile };
}

/** In Go's words: they become part of the message about `--set-file`. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `open ${path}: no such file or directory` : message);
  }
}

async function readValues(path: string): Promise<string> {
  try {
    if (/^https?:\/\//i.test(path)) return await download(path);
    return readFileSync(path.trim() === '-' ? 0 : path, 'utf8');
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure([unreadable(path, error)]);
  }
}

/** Past this a server's answer is no values file. */
const maxValues = 32 * 1024 * 1024;

async function download(address: string): Promise<string> {
  let problem: string;
  try {
    // Loaded when values come from a server: most lie in a file.
    const { HttpClient } = await import('../../adapters/http/index.ts');
    const { status, statusText, body } = await new HttpClient().send(address, { limit: maxValues });
    if (status === 200) return body.toString('utf8');
    problem = `failed to fetch ${address} : ${statusText}`;
  } catch (error) {
    problem = (error as Error).message;
  }
  throw new CommandFailure([{ code: 'CHART_FETCH', severity: 'error', message: problem }], 1);
}

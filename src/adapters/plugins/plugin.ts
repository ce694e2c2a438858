import { getKey, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';

/** A program for a system; without `os` or `arch` for every one. */
export interface PlatformCommand {
  readonly os: string;
  readonly arch: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** A plugin of Helm, as its `plugin.yaml` describes it. */
export interface Plugin {
  readonly name: string;
  readonly type: string;
  readonly runtime: string;
  readonly folder: string;
  readonly commands: readonly PlatformCommand[];
}

const fields = new Set(['apiVersion', 'name', 'type', 'runtime', 'version', 'sourceURL', 'config', 'runtimeConfig']);
const semver = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads a `plugin.yaml`. @throws Error with what is wrong about it: Helm passes over such a plugin. */
export function readPlugin(text: string, folder: string): Plugin {
  const { documents, diagnostics } = parseManifests(text, 'plugin.yaml');
  if (diagnostics[0]) throw new Error(diagnostics[0].message);
  const value = documents[0]?.value ?? null;
  const name = textAt(value, 'name');
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new Error('invalid plugin `name`');
  const version = textAt(value, 'apiVersion');
  // Those of Helm 3 have no apiVersion, and are commands or fetch charts.
  if (version === '') return { name, type: 'legacy', runtime: 'subprocess', folder, commands: [] };
  if (version !== 'v1') throw new Error(`invalid plugin apiVersion: ${JSON.stringify(version)}`);
  const unknown = Object.keys(isObject(value) ? value : {}).find((key) => !fields.has(key));
  if (unknown !== undefined) throw new Error(`field ${unknown} not found`);
  if (!semver.test(textAt(value, 'version'))) throw new Error('invalid plugin `version`: must be valid semver');
  const commands = getKey(getKey(value, 'runtimeConfig'), 'platformCommand');
  return {
    name,
    type: textAt(value, 'type'),
    runtime: textAt(value, 'runtime'),
    folder,
    commands: Array.isArray(commands) ? commands.map(readCommand) : [],
  };
}

function readCommand(value: JsonValue): PlatformCommand {
  const args = getKey(value, 'args');
  return {
    os: textAt(value, 'os'),
    arch: textAt(value, 'arch'),
    command: textAt(value, 'command'),
    args: Array.isArray(args) ? args.map(String) : [],
  };
}

function textAt(value: JsonValue, key: string): string {
  const found = getKey(value, key);
  return found === undefined || found === null ? '' : String(found);
}

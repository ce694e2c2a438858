// Reads the golden data: charts, cases and their arguments, and expression probes.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ChartFile, RenderOptions } from '../../src/domain/chart/index.ts';

export const goldenFolder = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'helm-golden');

export interface GoldenCase {
  readonly id: string;
  readonly group: string;
  readonly chartFolder: string;
  readonly folder: string;
  readonly truncatedError: boolean;
}

export function hasGolden(): boolean {
  return existsSync(join(goldenFolder, 'index.json'));
}

interface IndexItem {
  readonly id: string;
  readonly group: string;
  readonly cases: Readonly<Record<string, { errorTruncated?: boolean }>>;
}

export function goldenCases(only: readonly string[] = []): GoldenCase[] {
  const index = JSON.parse(readFileSync(join(goldenFolder, 'index.json'), 'utf8')) as { items: IndexItem[] };
  return index.items.flatMap((item) =>
    Object.entries(item.cases).flatMap(([name, facts]) => {
      const id = `${item.id}/${name}`;
      if (only.length > 0 && !only.some((wanted) => id === wanted || item.id === wanted)) return [];
      return [
        {
          id,
          group: item.group,
          chartFolder: join(goldenFolder, item.id, 'chart'),
          folder: join(goldenFolder, item.id, 'cases', name),
          truncatedError: facts.errorTruncated ?? false,
        },
      ];
    }),
  );
}

const loaded = new Map<string, ChartFile[]>();

/** Every file below a folder, in path order, links followed. */
export function readFolder(folder: string): ChartFile[] {
  let files = loaded.get(folder);
  if (!files) {
    files = walk(folder).map((path) => ({ path: relative(folder, path), data: readFileSync(path) }));
    loaded.set(folder, files);
  }
  return files;
}

function walk(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? walk(path) : [path];
    });
}

/** The files of a packed chart, below its one folder. */
export function unpackChart(archive: Uint8Array): ChartFile[] {
  const bytes = gunzipSync(archive);
  const files: ChartFile[] = [];
  for (let at = 0; at + 512 <= bytes.length; ) {
    const field = (start: number, size: number): string =>
      bytes.toString('utf8', at + start, at + start + size).replace(/\0.*$/s, '');
    const name = [field(345, 155), field(0, 100)].filter(Boolean).join('/');
    if (name === '') break;
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    const type = field(156, 1);
    if (type === '0' || type === '') {
      files.push({ path: name.split('/').slice(1).join('/'), data: bytes.subarray(at + 512, at + 512 + size) });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** A command line of `helm template`, as options. A file that is not there is an error in the words of Go. */
export function readArguments(folder: string): RenderOptions {
  const path = join(folder, 'args');
  const args = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const options: Record<string, unknown> = {};
  const values: Record<string, unknown[]> = {};
  const readFile = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      throw new Error(`open ${name}: no such file or directory`);
    }
  };
  const add = (key: string, value: unknown): void => {
    values[key] = [...(values[key] ?? []), value];
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    switch (arg) {
      case '--kube-version':
        options['kubeVersion'] = args[++i];
        break;
      case '--namespace':
        options['namespace'] = args[++i];
        break;
      case '--api-versions':
      case '-a':
        options['apiVersions'] = [...((options['apiVersions'] as string[]) ?? []), args[++i]];
        break;
      case '-f':
      case '--values': {
        const name = args[++i]!;
        add('files', { name, text: readFile(name) });
        break;
      }
      case '--set':
        add('set', args[++i]);
        break;
      case '--set-string':
        add('setString', args[++i]);
        break;
      case '--set-json':
        add('setJson', args[++i]);
        break;
      case '--set-file':
        add('setFile', args[++i]);
        break;
      case '--set-literal':
        add('setLiteral', args[++i]);
        break;
      case '--show-only':
      case '-s':
        options['showOnly'] = [...((options['showOnly'] as string[]) ?? []), args[++i]];
        break;
      case '--include-crds':
        options['includeCrds'] = true;
        break;
      case '--no-hooks':
        options['noHooks'] = true;
        break;
      case '--skip-tests':
        options['skipTests'] = true;
        break;
      case '--skip-schema-validation':
        options['skipSchemaValidation'] = true;
        break;
      case '--hide-secret':
        throw new Error(`unknown flag: ${arg}`);
      case '--is-upgrade':
        options['isUpgrade'] = true;
        break;
      case '--dry-run=client':
        break;
      default:
        throw new Error(`unknown argument ${arg} in ${path}`);
    }
  }
  return { ...options, values: { ...values, readFile } };
}

import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readTree, unreadable } from '../../adapters/files/index.ts';
import { loadSuite, type Suite } from '../../domain/suite/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';

export interface FoundSuite {
  readonly path: string;
  /** Undefined when the file is broken: the diagnostics say how. */
  readonly suite?: Suite;
  readonly diagnostics: readonly Diagnostic[];
}

/** The suites in files of a name (`kyverno-test.yaml`) below paths, in order of path. A file may hold several. */
export async function findSuites(paths: readonly string[], fileName: string): Promise<readonly FoundSuite[]> {
  const found: FoundSuite[] = [];
  for (const path of paths) {
    try {
      const files = (await stat(path)).isDirectory()
        ? [...(await readTree(path, (name) => basename(name) === fileName)).keys()]
            .sort()
            .map((name) => join(path, name))
        : [path];
      for (const file of files) found.push(...(await readSuites(file)));
    } catch (error) {
      found.push({ path, diagnostics: [unreadable(path, error)] });
    }
  }
  return found;
}

async function readSuites(path: string): Promise<FoundSuite[]> {
  const { documents, diagnostics } = parseManifests(await readFile(path, 'utf8'), path);
  const suites = documents.map((document) => ({ path, ...loadSuite(document) }));
  return diagnostics.length > 0 ? [{ path, diagnostics }, ...suites] : suites;
}

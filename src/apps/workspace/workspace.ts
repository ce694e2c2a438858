import { dirname, join, relative, resolve } from 'node:path';
import { readManifests } from '../../adapters/files/index.ts';
import { loadPlatform, type Platform, type SourceRef, unknownEnvironment } from '../../domain/catalog/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { type LoadedResources, readResources } from './load-resources.ts';

/** The platform as it lies on disk: bylaw.yaml and what it names. Reading is lazy and never throws for wrong input. */
export class Workspace {
  readonly platform: Platform;
  /** The folder of bylaw.yaml. */
  readonly root: string;
  /** Where a source lies, when it is not below the root (a cloned or sample repository). */
  readonly #sourceFolders: ReadonlyMap<string, string>;

  constructor(platform: Platform, root: string, sourceFolders: ReadonlyMap<string, string> = new Map()) {
    this.platform = platform;
    this.root = root;
    this.#sourceFolders = sourceFolders;
  }

  /** A path of bylaw.yaml, as the file system knows it. */
  pathOf(path: string): string {
    return resolve(this.root, path);
  }

  sourceFolder(source: SourceRef): string {
    return this.#sourceFolders.get(source.name) ?? this.pathOf(source.path);
  }

  /** A diagnostic when bylaw.yaml has no such environment. */
  checkEnvironment(environment: string): Diagnostic | undefined {
    const { environments } = this.platform;
    return environments.includes(environment) ? undefined : unknownEnvironment(environment, environments, 'asked for');
  }

  async inventory(cluster: string): Promise<LoadedResources> {
    const found = this.platform.clusters.find(({ name }) => name === cluster);
    return found ? readResources([this.show(this.pathOf(found.path))]) : { resources: [], diagnostics: [] };
  }

  /** A path as people see it: relative to where they stand, when that is shorter. */
  show(path: string): string {
    const shown = relative('.', path) || '.';
    return shown.length < path.length ? shown : path;
  }

  /** Shows paths of a source. */
  shownFile(source: SourceRef): (path: string) => string {
    const folder = this.sourceFolder(source);
    return (path) => this.show(join(folder, path));
  }
}

/** Reads bylaw.yaml (a file, or the folder that holds it). */
export async function openWorkspace(
  path: string,
  sourceFolders?: ReadonlyMap<string, string>,
): Promise<{ workspace?: Workspace; diagnostics: readonly Diagnostic[] }> {
  const file = path.endsWith('.yaml') || path.endsWith('.yml') ? path : join(path, 'bylaw.yaml');
  const { documents, diagnostics } = await readManifests(file);
  const document = documents[0];
  if (!document) {
    const help = 'name the platform file with --config, or run where bylaw.yaml lies';
    return {
      diagnostics: diagnostics.length > 0 ? diagnostics.map((found) => ({ ...found, help })) : [emptyPlatform(file)],
    };
  }
  const loaded = loadPlatform(document);
  if (!loaded.platform) return { diagnostics: [...diagnostics, ...loaded.diagnostics] };
  return {
    workspace: new Workspace(loaded.platform, dirname(resolve(file)), sourceFolders),
    diagnostics: [...diagnostics, ...loaded.diagnostics],
  };
}

function emptyPlatform(file: string): Diagnostic {
  return {
    code: 'PLATFORM_EMPTY',
    severity: 'error',
    message: `\`${file}\` holds nothing`,
    help: 'see examples/acme/bylaw.yaml for what it may hold',
  };
}

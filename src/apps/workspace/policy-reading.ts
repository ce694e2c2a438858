import { readTree, unreadable } from '../../adapters/files/index.ts';
import { chartUnpacker } from '../../adapters/registry/index.ts';
import { type Catalog, renderSource, type SourceRef, type SourceTree } from '../../domain/catalog/index.ts';
import type { LoadedPolicies } from '../../domain/policy/index.ts';
import { readPolicies } from './load-policies.ts';
import type { Workspace } from './workspace.ts';

/**
 * Sources, policies and exceptions at one moment. Each is read when it is first asked for and then stays as it was
 * read, so that all clusters of a scan and the rollout table are about the same files, read and rendered once.
 */
export class PolicyReading {
  readonly workspace: Workspace;
  readonly #trees = new Map<string, Promise<SourceTree>>();
  readonly #catalogs = new Map<string, Promise<Catalog>>();
  #exceptions: Promise<LoadedPolicies> | undefined;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** The files of a source. Rejects when they cannot be read. */
  tree(source: SourceRef): Promise<SourceTree> {
    return once(this.#trees, source.name, async () => ({
      source: source.name,
      files: await readTree(this.workspace.sourceFolder(source)),
      unpacker: chartUnpacker,
    }));
  }

  /** The policies of an environment, from all sources. */
  catalog(environment: string): Promise<Catalog> {
    return once(this.#catalogs, environment, () => this.#render(environment));
  }

  exceptions(): Promise<LoadedPolicies> {
    const { platform } = this.workspace;
    this.#exceptions ??= readPolicies(
      platform.exceptions.map((path) => this.workspace.show(this.workspace.pathOf(path))),
    );
    return this.#exceptions;
  }

  async #render(environment: string): Promise<Catalog> {
    const problem = this.workspace.checkEnvironment(environment);
    if (problem) return { environment, policies: [], diagnostics: [problem] };
    const policies: Catalog['policies'][number][] = [];
    const diagnostics: Catalog['diagnostics'][number][] = [];
    for (const source of this.workspace.platform.sources) {
      try {
        const rendered = renderSource(await this.tree(source), environment, this.workspace.shownFile(source));
        policies.push(...rendered.policies);
        diagnostics.push(...rendered.diagnostics);
      } catch (error) {
        diagnostics.push(unreadable(this.workspace.sourceFolder(source), error));
      }
    }
    return { environment, policies, diagnostics };
  }
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let found = made.get(key);
  if (!found) {
    found = make();
    made.set(key, found);
  }
  return found;
}

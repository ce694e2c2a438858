import { readManifests } from '../../adapters/files/index.ts';
import { type LoadedPolicies, loadPolicies } from '../../domain/policy/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';

/** Reads policies and exceptions from files and folders. `show` gives the name that messages call a path by. */
export async function readPolicies(
  paths: readonly string[],
  show: (path: string) => string = (path) => path,
): Promise<LoadedPolicies> {
  const documents: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const read = await readManifests(path, show);
    documents.push(...read.documents);
    diagnostics.push(...read.diagnostics);
  }
  const loaded = loadPolicies(documents);
  return { ...loaded, diagnostics: [...diagnostics, ...loaded.diagnostics] };
}

import { readManifests } from '../../adapters/files/index.ts';
import type { ContextMocks } from '../../domain/suite/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { isResource, type JsonObject, type Resource } from '../../foundations/kube/index.ts';
import { any, checkSchema, list, object, required, text } from '../../languages/schema/index.ts';

/** A Context file of the reference's command line: what stands in for a cluster and for registries. */
const contextSchema = object({
  apiVersion: text,
  kind: text,
  metadata: any,
  spec: object({
    resources: list(any),
    images: list(
      object({
        image: required(text),
        resolvedImage: text,
        registry: text,
        repository: text,
        tag: text,
        digest: text,
        imageIndex: any,
        manifest: any,
        config: any,
      }),
    ),
  }),
});

export interface ContextFile extends ContextMocks {
  readonly diagnostics: readonly Diagnostic[];
}

export async function readContextFile(path: string): Promise<ContextFile> {
  const { documents, diagnostics } = await readManifests(path);
  const found: Diagnostic[] = [...diagnostics];
  const resources: Resource[] = [];
  const images: JsonObject[] = [];
  for (const document of documents) {
    const problems = checkSchema({ document, kind: 'Context' }, document.value, contextSchema);
    found.push(...problems);
    if (problems.some(({ severity }) => severity === 'error')) continue;
    const { spec } = document.value as { spec?: { resources?: Resource[]; images?: JsonObject[] } };
    resources.push(...(spec?.resources ?? []).filter(isResource));
    images.push(...(spec?.images ?? []));
  }
  return { resources, images, diagnostics: found };
}

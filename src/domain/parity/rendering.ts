import { gvkOf, isResource, jsonEqual, nameOf, namespaceOf } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';

/** How two renderings of a chart differ, in a sentence; nothing when their bytes are equal. */
export interface RenderingDifference {
  /** `bytes`: the same objects, written otherwise. */
  readonly kind: 'objects' | 'bytes';
  readonly message: string;
}

/** Compares what the two render, object by object; where all objects are equal, the first line that differs. */
export function compareRendering(reference: string, ours: string): RenderingDifference | undefined {
  if (reference === ours) return undefined;
  const [theirs, own] = [objectsOf(reference), objectsOf(ours)];
  const names = [...new Set([...theirs.keys(), ...own.keys()])];
  const different = names.filter((name) => !sameObjects(theirs.get(name), own.get(name)));
  if (different.length > 0) {
    const [first] = different;
    const more = different.length > 1 ? `, and ${different.length - 1} more objects` : '';
    const what = !theirs.has(first!) ? 'is not in helm' : !own.has(first!) ? 'is only in helm' : 'differs';
    return { kind: 'objects', message: `${first} ${what}${more}` };
  }
  const [a, b] = [reference.split('\n'), ours.split('\n')];
  const line = a.findIndex((text, index) => text !== b[index]);
  const at = line < 0 ? a.length : line;
  return {
    kind: 'bytes',
    message: `line ${at + 1}: helm \`${a[at] ?? ''}\`, bylaw \`${b[at] ?? ''}\``,
  };
}

function objectsOf(text: string): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const { value } of parseManifests(text, 'rendered').documents) {
    if (value === null) continue;
    const name = isResource(value)
      ? [gvkOf(value).group, value.kind, namespaceOf(value), nameOf(value)].filter(Boolean).join('/')
      : 'a document that is no object';
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

function sameObjects(a: unknown[] | undefined, b: unknown[] | undefined): boolean {
  return a !== undefined && b !== undefined && jsonEqual(a as never, b as never);
}

import type { TextEdit } from '../../../foundations/diagnostics/index.ts';
import { getPath, isObject } from '../../../foundations/kube/index.ts';
import { deleteAtPath, type ManifestDocument, setAtPath } from '../../../languages/manifest/index.ts';
import { type Fix, repair } from './fix-document.ts';

const version = 'cli.kyverno.io/v1alpha1';

/** Gives a file of the reference's command line the `apiVersion` and `kind` that it lacks. */
export function headerFixes(kind: string): readonly Fix[] {
  const missing = (document: ManifestDocument, field: string) => !getPath(document.value, [field]);
  return [
    (document) =>
      missing(document, 'apiVersion')
        ? repair(`api version is not set, setting \`${version}\``, addHead(document, `apiVersion: ${version}`))
        : undefined,
    (document) =>
      missing(document, 'kind')
        ? repair(`kind is not set, setting \`${kind}\``, addBelowVersion(document, `kind: ${kind}`))
        : undefined,
  ];
}

/** Moves a `name` into `metadata`; a test without any gets the name of its file. */
export function nameFixes(fileName: string): readonly [Fix, Fix] {
  return [
    (document) =>
      getPath(document.value, ['metadata', 'name']) || getPath(document.value, ['name'])
        ? undefined
        : repair('name is not set', setAtPath(document, ['metadata', 'name'], fileName)),
    (document) => {
      const name = getPath(document.value, ['name']);
      if (typeof name !== 'string') return undefined;
      const message = 'name is deprecated, moving it into `metadata.name`';
      return repair(message, ...moveName(document, name));
    },
  ];
}

function moveName(document: ManifestDocument, name: string): (TextEdit | undefined)[] {
  const { file, text } = document.source;
  const start = document.range(['name'], 'key')?.start;
  const isBlock = start !== undefined && (start === 0 || text[start - 1] === '\n');
  if (isBlock && !isObject(getPath(document.value, ['metadata'])))
    return [{ file, start, end: start, text: 'metadata:\n  ' }];
  return [setAtPath(document, ['metadata', 'name'], name), deleteAtPath(document, ['name'])];
}

function addBelowVersion(document: ManifestDocument, line: string): TextEdit | undefined {
  const { file, text } = document.source;
  const version = document.range(['apiVersion']);
  const end = version && text.indexOf('\n', version.end);
  if (end === undefined || end < 0 || text[document.range([])?.start ?? 0] === '{') return addHead(document, line);
  return { file, start: end + 1, end: end + 1, text: `${line}\n` };
}

/** A line above the first key and the comments that belong to it: those with no empty line between. */
function addHead(document: ManifestDocument, line: string): TextEdit | undefined {
  const { file, text } = document.source;
  const root = document.range([]);
  if (!root) return undefined;
  if (text[root.start] === '{')
    return { file, start: root.start + 1, end: root.start + 1, text: `${line}${isEmpty(document) ? '' : ', '}` };
  let start = text.lastIndexOf('\n', root.start - 1) + 1;
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || above < document.start || !text.slice(above, start).trim().startsWith('#')) break;
    start = above;
  }
  return { file, start, end: start, text: `${line}\n` };
}

function isEmpty({ value }: ManifestDocument): boolean {
  return !isObject(value) || Object.keys(value).length === 0;
}

import { getPath, type JsonValue, jsonEqual } from '../../../foundations/kube/index.ts';
import { deleteAtPath, type ManifestDocument, renameKey, setAtPath } from '../../../languages/manifest/index.ts';
import { type Fix, type FixedText, fixDocument, type Repair, repair } from './fix-document.ts';
import { headerFixes, nameFixes } from './fix-header.ts';
import { oldResultFields, resultsOf } from './old-result-fields.ts';

/** Brings a test file up to date, as `kyverno fix test` does, and also fields of results that the reference refuses. */
export function fixTestFile(file: string, text: string, index: number, compress: boolean): FixedText {
  const [setName, moveName] = nameFixes(file.split('/').at(-1)!);
  return fixDocument(file, text, index, [
    setName,
    ...headerFixes('Test'),
    moveName,
    (document) => tell(document, 'policies', 'test has no policies'),
    (document) => tell(document, 'resources', 'test has no resources'),
    ...['policies', 'resources'].map(
      (field): Fix =>
        (document) =>
          withoutDuplicates(document, [field]),
    ),
    payloads,
    ...oldResultFields,
    ...['resources', 'generatedResources'].map(
      (field): Fix =>
        (document) =>
          resultDuplicates(document, field),
    ),
    ...(compress ? [mergeResults] : []),
  ]);
}

/** Brings a Values or UserInfo file up to date. */
export function fixHeader(file: string, text: string, kind: 'Values' | 'UserInfo'): FixedText {
  return fixDocument(file, text, 0, headerFixes(kind));
}

function tell(document: ManifestDocument, field: string, message: string): Repair | undefined {
  const value = getPath(document.value, [field]);
  return Array.isArray(value) && value.length > 0 ? undefined : { messages: [message], edits: [] };
}

function withoutDuplicates(
  document: ManifestDocument,
  path: readonly (string | number)[],
  message?: string,
): Repair | undefined {
  const list = getPath(document.value, path);
  if (!Array.isArray(list)) return undefined;
  const index = list.findIndex((item, at) => list.findIndex((other) => jsonEqual(item, other)) < at);
  return index < 0 ? undefined : repair(message, deleteAtPath(document, [...path, index]));
}

function payloads(document: ManifestDocument): Repair | undefined {
  const payload = getPath(document.value, ['jsonPayload']);
  if (typeof payload !== 'string') return undefined;
  if (getPath(document.value, ['jsonPayloads']) !== undefined)
    return repair(undefined, deleteAtPath(document, ['jsonPayload']));
  return repair(
    undefined,
    setAtPath(document, ['jsonPayload'], [payload]),
    renameKey(document, ['jsonPayload'], 'jsonPayloads'),
  );
}

function resultDuplicates(document: ManifestDocument, field: string): Repair | undefined {
  const what = field === 'resources' ? 'resources' : 'generated resources';
  for (const index of resultsOf(document).keys()) {
    const found = withoutDuplicates(document, ['results', index, field], `test results contains duplicate ${what}`);
    if (found) return found;
  }
  return undefined;
}

const duplicateResources = 'test results contains duplicate resources';

function overlaps(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.some((item) => b.some((other) => jsonEqual(item, other)));
}

const lists = ['resources', 'resourceSpecs', 'generatedResources'] as const;

/** Moves what a later result says into an earlier one that expects the same. */
function mergeResults(document: ManifestDocument): Repair | undefined {
  const results = resultsOf(document);
  const bases = results.map((result) =>
    Object.fromEntries(Object.entries(result).filter(([key]) => !(lists as readonly string[]).includes(key))),
  );
  for (const [index, base] of bases.entries()) {
    const first = bases.findIndex((other) => jsonEqual(base, other));
    if (first === index) continue;
    const edits = lists.flatMap((list) => mergeList(document, list, first, index));
    const isTold = overlaps(results[first]!['resources'], results[index]!['resources']);
    return repair(isTold ? duplicateResources : undefined, ...edits, deleteAtPath(document, ['results', index]));
  }
  return undefined;
}

function mergeList(document: ManifestDocument, list: string, first: number, second: number) {
  const [known = [], added = []] = [first, second].map((index) => {
    const value = getPath(document.value, ['results', index, list]);
    return Array.isArray(value) ? value : [];
  });
  const fresh = added.filter((item) => !known.some((other) => jsonEqual(item, other)));
  const path = ['results', first, list];
  if (known.length === 0) return fresh.length === 0 ? [] : [setAtPath(document, path, fresh)];
  return fresh.map((item) => setAtPath(document, [...path, known.length], item));
}

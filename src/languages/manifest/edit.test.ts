import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { applyEdits, deleteAtPath, parseManifests, renameKey, replaceScalar, setAtPath } from './index.ts';

const documentOf = (text: string) => parseManifests(text, 'f.yaml').documents[0]!;

describe('applyEdits', () => {
  it('applies edits in any order and keeps everything else', () => {
    const edits = [
      { start: 6, end: 7, text: 'TWO' },
      { start: 0, end: 1, text: 'ONE' },
      { start: 8, end: 8, text: '!' },
    ];
    expect(applyEdits('a # 1\nb\n', edits)).toBe('ONE # 1\nTWO\n!');
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    expect(() => applyEdits('abc', edits)).toThrow('overlap');
  });
});

describe('replaceScalar', () => {
  it.each([
    ['and keeps comments and spacing', 'a:   Audit   # why\nb: 1', ['a'], 'Enforce', 'a:   Enforce   # why\nb: 1'],
    ['and keeps its quotes', 'a: "Audit"\nb: \'x\'', ['a'], 'it is "so"', 'a: "it is \\"so\\""\nb: \'x\''],
    ['in single quotes', "a: 'x' # c", ['a'], "it's", "a: 'it''s' # c"],
    ['with quotes where they are needed', 'a: x', ['a'], 'yes', 'a: "yes"'],
    ['by a number', 'a: x # c', ['a'], 5, 'a: 5 # c'],
    ['that is not written', 'a:\nb: 1', ['a'], 'x', 'a: x\nb: 1'],
    ['that is not written, with a comment', 'a: # c\nb: 1', ['a'], 'x', 'a: x # c\nb: 1'],
    ['in a flow map', 'a: {b: x, c: 1}', ['a', 'b'], 'y, z', 'a: {b: "y, z", c: 1}'],
    ['in a list', 'a:\n  - x # c\n  - y', ['a', 0], 'z', 'a:\n  - z # c\n  - y'],
    ['of several lines', 'a: |\n  x\n  y\n# c\nb: 1', ['a'], 'z', 'a: z\n# c\nb: 1'],
    ['on the line below its key', 'a:\n  # why\n  x # c\nb: 1', ['a'], 'z', 'a: z # c\n# why\nb: 1'],
    ['behind an anchor and a tag', 'a: &x !!str b\nc: *x', ['a'], 'd', 'a: &x !!str d\nc: *x'],
    ['that is an alias, not its anchor', 'a: &x b\nc: *x', ['c'], 'd', 'a: &x b\nc: d'],
    ['in a file of Windows', 'a: x\r\nb: y\r\n', ['a'], 'z', 'a: z\r\nb: y\r\n'],
  ])('replaces a scalar %s', (_, text, path, value, expected) => {
    expect(applyEdits(text, [replaceScalar(documentOf(text), path, value)!])).toBe(expected);
  });

  it.each([
    ['a map', 'a: {b: 1}', ['a'], 'x'],
    ['an absent path', 'a: 1', ['b'], 'x'],
    ['something shared through an alias', 'a: &x {b: 1}\nc: *x', ['c', 'b'], 'x'],
    ['something merged', 'a: &x {b: 1}\nc: {<<: *x}', ['c', 'b'], 'x'],
  ])('leaves %s alone', (_, text, path, value) => {
    expect(replaceScalar(documentOf(text), path, value)).toBeUndefined();
  });
});

describe('setAtPath', () => {
  it.each([
    ['a scalar by a map', 'a: x # c\nb: 1', ['a'], { c: [1, 'y'] }, 'a: # c\n  c:\n  - 1\n  - "y"\nb: 1'],
    ['a scalar by text of several lines', '  a: x # c\n  b: 1', ['a'], 'y\nz\n', '  a: | # c\n    y\n    z\n  b: 1'],
    ['a map by a scalar', 'a: # c\n  # d\n  b: 1\n  e: 2\nf: 1', ['a'], 'x', 'a: x # c\n# d\nf: 1'],
    ['a map by an empty one', 'a:\n  b: 1\nc: 1', ['a'], {}, 'a: {}\nc: 1'],
    ['a list item', 'a:\n- x\n- y # c', ['a', 0], { b: 1, c: 2 }, 'a:\n- b: 1\n  c: 2\n- y # c'],
    ['a new key behind the others', 'a:\n  b: 1 # c\n\nd: 2', ['a', 'e'], 'f', 'a:\n  b: 1 # c\n  e: f\n\nd: 2'],
    ['a new key in a list item', 'a:\n- b: 1\n- c: 2', ['a', 0, 'd'], true, 'a:\n- b: 1\n  d: true\n- c: 2'],
    ['a new key in a flow map', 'a: {b: 1} # c', ['a', 'd e'], [1], 'a: {b: 1, d e: [1]} # c'],
    ['a new list item', 'a:\n  - b # c\nd: 1', ['a', 1], 'e', 'a:\n  - b # c\n  - e\nd: 1'],
    ['a new item in a flow list', 'a: [b, c]', ['a', 2], 'x: y', 'a: [b, c, "x: y"]'],
    ['maps on the way', 'a: 1', ['b', 'c', 'd'], 'x', 'a: 1\nb:\n  c:\n    d: x'],
    ['keys below a null', 'a: # c\nb: 1', ['a', 'd'], 1, 'a: # c\n  d: 1\nb: 1'],
    ['keys in an empty map', 'a: {}\nb: 1', ['a', 'd'], 1, 'a:\n  d: 1\nb: 1'],
    ['text of several lines at the end of a file without line break', 'a: 1', ['b'], 'x\n', 'a: 1\nb: |\n  x\n'],
    [
      'a key behind a block text that the file ends with',
      'a:\n  b: |\n    x',
      ['a', 'c'],
      1,
      'a:\n  b: |-\n    x\n  c: 1',
    ],
    ['text of several lines above comments', 'a:\n  # c\nb: 1', ['a'], 'x\ny', 'a: "x\\ny"\n  # c\nb: 1'],
    ['the root', '# c\n{}\n', ['a'], 1, '# c\n{a: 1}\n'],
    ['a long text on one line', 'a: x', ['a'], 'word '.repeat(30).trim(), `a: ${'word '.repeat(30).trim()}`],
  ] as [string, string, (string | number)[], JsonValue, string][])('sets %s', (_, text, path, value, expected) => {
    expect(applyEdits(text, [setAtPath(documentOf(text), path, value)!])).toBe(expected);
  });

  it.each([
    ['below a scalar', 'a: 1', ['a', 'b']],
    ['beyond the end of a list', 'a: [1]', ['a', 3]],
    ['by name in a list', 'a: [1]', ['a', 'b']],
  ])('gives nothing %s', (_, text, path) => {
    expect(setAtPath(documentOf(text), path, 1)).toBeUndefined();
  });
});

describe('deleteAtPath', () => {
  it.each([
    ['a key with its line', '# x\na: 1 # c\n# y\nb: 2\n', ['a'], '# x\n# y\nb: 2\n'],
    ['the last key of a file', 'a: |\n  x\nb: 2', ['b'], 'a: |\n  x\n'],
    ['a key with a map', 'a:\n  b: 1\n  c: |\n    x\n  d: 2\n', ['a', 'c'], 'a:\n  b: 1\n  d: 2\n'],
    ['the first key of a list item', 'a:\n- b: 1\n  c: 2\n', ['a', 0, 'b'], 'a:\n- c: 2\n'],
    ['a list item', 'a:\n- b: 1\n  c: 2\n- d\n', ['a', 0], 'a:\n- d\n'],
    ['the only key of a map', 'a:\n  b: 1\nc: 2\n', ['a', 'b'], 'a: {}\nc: 2\n'],
    ['the only item of a list', 'a:\n- b\nc: 2\n', ['a', 0], 'a: []\nc: 2\n'],
    ['a key in a flow map', 'a: {b: 1, c: 2, d: 3}', ['a', 'c'], 'a: {b: 1, d: 3}'],
    ['the last item of a flow list', 'a: [1, 2]', ['a', 1], 'a: [1]'],
    [
      'a key of the second of several documents',
      'a: 1\n---\nb: 1\nc: 2\n---\nd: 1\n',
      ['b'],
      'a: 1\n---\nc: 2\n---\nd: 1\n',
    ],
  ])('removes %s', (_, text, path, expected) => {
    const { documents } = parseManifests(text, 'f.yaml');
    const document = documents.find((candidate) => candidate.range(path))!;
    expect(applyEdits(text, [deleteAtPath(document, path)!])).toBe(expected);
  });
});

describe('renameKey', () => {
  it('keeps quotes, value and comment', () => {
    const text = 'a: 1 # c\n"b": {c: 2}\n';
    const document = documentOf(text);
    const edits = [
      renameKey(document, ['a'], 'x')!,
      renameKey(document, ['b'], 'y')!,
      renameKey(document, ['b', 'c'], 'z, z')!,
    ];
    expect(applyEdits(text, edits)).toBe('x: 1 # c\n"y": {"z, z": 2}\n');
  });
});

describe('edits of generated documents', () => {
  const scalar = fc.constantFrom<JsonValue>(
    'x',
    'a: b',
    '',
    'yes',
    12,
    true,
    null,
    "it's",
    'two\nlines\n',
    '#c',
    'a, b',
  );
  const key = fc.constantFrom('a', 'b', 'c', 'd e', 'yes', '1');
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
    ),
  }));
  const documents = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });

  it('change the value at the path and nothing else', () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), tree, (value, picks, replacement) => {
        const written = parseManifests(yamlWithComments(value), 'f.yaml');
        const document = written.documents[0]!;
        const path = pickPath(document.value, picks);
        for (const [edit, expected] of [
          [setAtPath(document, path, replacement), withValue(document.value, path, replacement)],
          [deleteAtPath(document, path), withValue(document.value, path, undefined)],
        ] as const) {
          const text = applyEdits(document.source.text, [edit!]);
          expect(parseManifests(text, 'f.yaml').documents[0]?.value).toEqual(expected);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** A document of ours with a comment above each of its own keys. */
function yamlWithComments(value: JsonValue): string {
  const text = parseManifests('', 'f.yaml') && applyEdits('x: 0\n', [setAtPath(documentOf('x: 0\n'), ['x'], value)!]);
  return `# head\n${text.replace(/^( *)([a-e1])/gm, (line, margin) => `${margin}# comment\n${line}`)}`;
}

function pickPath(value: JsonValue, picks: Iterable<number>): (string | number)[] {
  const path: (string | number)[] = [];
  let at = value;
  for (const pick of picks) {
    if (typeof at !== 'object' || at === null || Object.keys(at).length === 0) break;
    if (path.length > 0 && pick % 4 === 0) break;
    const keys = Object.keys(at);
    const part = keys[pick % keys.length]!;
    path.push(Array.isArray(at) ? Number(part) : part);
    at = (at as Record<string, JsonValue>)[part]!;
  }
  return path;
}

function withValue(root: JsonValue, path: readonly (string | number)[], value: JsonValue | undefined): JsonValue {
  const copy = structuredClone(root);
  let at = copy as Record<string | number, JsonValue>;
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, JsonValue>;
  const last = path.at(-1)!;
  if (value !== undefined) at[last] = value;
  else if (Array.isArray(at)) at.splice(last as number, 1);
  else delete at[last];
  return copy;
}

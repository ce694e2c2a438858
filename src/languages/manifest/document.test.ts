import { describe, expect, it } from 'vitest';
import { parseManifests } from './index.ts';

const text =
  '# head\n---\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: a\n      image: "x:1"\n---\nkind: Other\nmetadata: {name: b}\nempty:\n';
const [pod, other] = parseManifests(text, 'f.yaml').documents;

describe('ManifestDocument', () => {
  it.each([
    ['a value', ['metadata', 'name'], 'value', { line: 5, column: 9, endLine: 5, endColumn: 12 }],
    ['a key', ['metadata', 'name'], 'key', { line: 5, column: 3, endLine: 5, endColumn: 7 }],
    [
      'a quoted value with its quotes',
      ['spec', 'containers', 0, 'image'],
      'value',
      { line: 9, column: 14, endLine: 9, endColumn: 19 },
    ],
    ['a list item', ['spec', 'containers', 0], 'value', { line: 8, column: 7, endLine: 9, endColumn: 19 }],
    [
      'the nearest part above something absent',
      ['spec', 'containers', 0, 'ports', 1],
      'value',
      { line: 8, column: 7, endLine: 9, endColumn: 19 },
    ],
    [
      'the key above something absent',
      ['metadata', 'labels'],
      'value',
      { line: 4, column: 1, endLine: 4, endColumn: 9 },
    ],
    ['the whole document', [], 'value', { line: 3, column: 1, endLine: 9, endColumn: 19 }],
  ] as const)('locates %s', (_, path, part, place) => {
    expect(pod!.locate(path, part)).toEqual({ file: 'f.yaml', ...place });
  });

  it('counts lines from the start of the whole text in later documents', () => {
    expect(other!.locate(['metadata', 'name'])).toMatchObject({ line: 12, column: 18 });
    const range = other!.range(['metadata', 'name'])!;
    expect(text.slice(range.start, range.end)).toBe('b');
  });

  it('has no range for an absent path', () => {
    expect(pod!.range(['spec', 'nothing'])).toBeUndefined();
  });

  it('points at the key where no value is written', () => {
    expect(other!.locate(['empty'])).toMatchObject({ line: 13, column: 1, endColumn: 6 });
  });

  it('finds what comes through an alias or a merge where it is written', () => {
    const [document] = parseManifests('a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: 2\n', 'f.yaml').documents;
    expect(document!.locate(['c', 'b']).line).toBe(2);
    expect(document!.locate(['d', 'b']).line).toBe(2);
    expect(document!.locate(['d', 'e']).line).toBe(6);
  });

  it('counts columns without the byte order mark of the file', () => {
    const [document] = parseManifests('\uFEFFa: 1\nb: 2\n', 'f.yaml').documents;
    expect(document!.locate(['b'], 'key')).toMatchObject({ line: 2, column: 1 });
    expect(document!.range(['a'], 'key')).toEqual({ start: 1, end: 2 });
  });

  it('lists duplicate keys with their places', () => {
    const [document] = parseManifests('a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n', 'f.yaml').documents;
    expect(document!.duplicateKeys()).toEqual([
      { key: 'c', path: ['b', 0, 'c'], location: { file: 'f.yaml', line: 4, column: 5, endLine: 4, endColumn: 6 } },
      { key: 'a', path: ['a'], location: { file: 'f.yaml', line: 5, column: 1, endLine: 5, endColumn: 2 } },
    ]);
  });
});

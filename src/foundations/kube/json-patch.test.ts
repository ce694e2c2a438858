import { expect, it } from 'vitest';
import { applyJsonPatch, decodePatch, type JsonValue, PatchError } from './index.ts';

const apply = (document: JsonValue, ...operations: JsonValue[]): JsonValue | string => {
  try {
    return applyJsonPatch(document, decodePatch(operations));
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return error.message;
  }
};

it.each<[string, JsonValue, JsonValue[], JsonValue]>([
  ['add sets a key', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
  ['add puts an item before an index', { l: [1, 2] }, [{ op: 'add', path: '/l/1', value: 9 }], { l: [1, 9, 2] }],
  ['add with - appends', { l: [1] }, [{ op: 'add', path: '/l/-', value: 2 }], { l: [1, 2] }],
  ['add counts from the end', { l: [1, 2] }, [{ op: 'add', path: '/l/-1', value: 9 }], { l: [1, 2, 9] }],
  ['add makes the maps above it', {}, [{ op: 'add', path: '/a/b/c', value: 1 }], { a: { b: { c: 1 } } }],
  ['add makes a list for an index', {}, [{ op: 'add', path: '/a/-', value: 1 }], { a: [1] }],
  ['add pads a new list with nulls', {}, [{ op: 'add', path: '/a/2/b', value: 1 }], { a: [null, null, { b: 1 }] }],
  ['~1 is a slash and ~0 a tilde', {}, [{ op: 'add', path: '/a~1b~0', value: 1 }], { 'a/b~': 1 }],
  ['remove takes a key', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
  ['remove of nothing is fine', { a: 1 }, [{ op: 'remove', path: '/x/y/z' }], { a: 1 }],
  [
    'replace needs the key',
    {},
    [{ op: 'replace', path: '/a', value: 1 }],
    'replace operation does not apply: doc is missing key: /a: missing value',
  ],
  ['move renames', { a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
  ['copy copies', { a: [1] }, [{ op: 'copy', from: '/a', path: '/b' }], { a: [1], b: [1] }],
  ['a test that holds changes nothing', { a: 1 }, [{ op: 'test', path: '/a', value: 1 }], { a: 1 }],
  [
    'a test that fails ends the patch',
    { a: 1 },
    [{ op: 'test', path: '/a', value: 2 }],
    'testing value /a failed: test failed',
  ],
  [
    'an index out of range is an error',
    { l: [] },
    [{ op: 'add', path: '/l/3', value: 1 }],
    "error in add for path: '/l/3': Unable to access invalid index: 3: invalid index referenced",
  ],
  [
    'a huge index does not fill the memory',
    {},
    [{ op: 'add', path: '/l/99999999/x', value: 1 }],
    'a patch may not make a list of over 10000 items',
  ],
  [
    'an unknown operation is refused',
    {},
    [{ op: 'set', path: '/a' }],
    'invalid operation {"op":"set","path":"/a"}: unsupported operation',
  ],
])('%s', (_, document, operations, expected) => {
  const before = structuredClone(document);
  expect(apply(document, ...operations)).toEqual(expected);
  expect(document).toEqual(before);
});

it('__proto__ is a key like any other', () => {
  const patched = apply({}, { op: 'add', path: '/__proto__/polluted', value: true });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(patched as object)).toEqual(['__proto__']);
});

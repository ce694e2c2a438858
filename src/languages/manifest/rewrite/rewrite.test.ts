import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRewriting, parseManifests, toYaml } from '../index.ts';

const { RewriteError, readRewritable, writeRewritable } = await loadRewriting();

const rewrite = (text: string): string => writeRewritable(readRewritable(text));

/** Name, text, and what helm 4.1.4 makes of it with a post-renderer that changes nothing. */
const cases: readonly [string, string, string][] = [
  ['a comment below the last entry of a deeper map', 'a:\n  b: 1\n  # c\nd: 2\n', 'a:\n  b: 1\n  # c\nd: 2\n'],
  ['a blank line below it is dropped', 'a:\n  b: 1\n  # c\n\nd: 2\n', 'a:\n  b: 1\n  # c\nd: 2\n'],
  ['a comment above the next entry', 'a:\n  b: 1\n# c\nd: 2\n', 'a:\n  b: 1\n# c\nd: 2\n'],
  ['a blank line above a comment is dropped', 'a:\n  b: 1\n\n# c\nd: 2\n', 'a:\n  b: 1\n# c\nd: 2\n'],
  [
    'a blank line below a comment stays between entries of one map',
    'a:\n  b: 1\n# c\n\nd: 2\n',
    'a:\n  b: 1\n# c\n\nd: 2\n',
  ],
  ['a comment with blank lines around it', 'a:\n  b: 1\n\n# c\n\nd: 2\n', 'a:\n  b: 1\n# c\nd: 2\n'],
  ['two comments, parted by a blank line', 'a: 1\n# c1\n\n# c2\nd: 2\n', 'a: 1\n# c1\n\n# c2\nd: 2\n'],
  [
    'the last of several comments with a blank line below',
    'a: 1\n# c1\n\n# c2\n\nd: 2\n',
    'a: 1\n# c1\n\n# c2\nd: 2\n',
  ],
  ['a comment in a wrong column above the first entry', 'a:\n# c\n  b: 1\n', 'a:\n  # c\n  b: 1\n'],
  ['a blank line above the first entry is dropped', 'a:\n  # c\n\n  b: 1\n', 'a:\n  # c\n  b: 1\n'],
  ['a comment behind a key, and one above the first entry', 'a: # l\n  # h\n  b: 1\n', 'a: # l\n  # h\n  b: 1\n'],
  ['lists are not indented', 'a:\n  - x\n  # c\n  - y\n', 'a:\n- x\n# c\n- y\n'],
  ['a comment below a list', 'a:\n- x\n  # c\nb: 1\n', 'a:\n- x\n# c\nb: 1\n'],
  ['a blank line between items', 'a:\n  - x\n  # c\n\n  - y\n', 'a:\n- x\n# c\n\n- y\n'],
  ['a comment below the map of an item', 'a:\n- b: 1\n  # c\n- d: 2\n', 'a:\n- b: 1\n  # c\n- d: 2\n'],
  ['a comment behind a dash', 'a:\n- # c\n  b: 1\n', 'a:\n- # c\n  b: 1\n'],
  ['two comments above the first item', 'a:\n  # h1\n\n  # h2\n  - x\n', 'a:\n# h1\n\n# h2\n- x\n'],
  ['a comment below a text of several lines', 'a: |\n  x\n  # c\nb: 1\n', 'a: |\n  x\n  # c\nb: 1\n'],
  ['a comment behind the head of a text', 'a: | # l\n  x\nb: 1\n', 'a: | # l\n  x\nb: 1\n'],
  ['a comment at the end, apart', 'a: 1\n\n# c\n', 'a: 1\n\n# c\n'],
  ['a comment at the end of a deeper map', 'a:\n  b: 1\n  # c\n', 'a:\n  b: 1\n  # c\n'],
  ['a comment at the end of a deeper map, apart', 'a:\n  b: 1\n\n  # c\n', 'a:\n  b: 1\n\n# c\n'],
  ['comments at the end, in two columns', 'a:\n  b: 1\n  # c\n  # d\n# e\n', 'a:\n  b: 1\n  # c\n  # d\n# e\n'],
  ['a comment in the place of a value', 'a:\n  # only\nb: 1\n', 'a:\n# only\nb: 1\n'],
  ['a comment at the head, apart', '\n# h\n\n\na: 1\n', '# h\n\na: 1\n'],
  ['a comment that is too deep', 'a:\n  b: 1\n    # deep\n  c: 2\n', 'a:\n  b: 1\n  # deep\n  c: 2\n'],
  [
    'comments in three columns',
    'a:\n  b:\n    c: 1\n    # x\n  # y\n# z\nd: 1\n',
    'a:\n  b:\n    c: 1\n    # x\n  # y\n# z\nd: 1\n',
  ],
  ['a comment in the map of an item', 'a:\n  b:\n  - c: 1\n    # y\n  d: 2\n', 'a:\n  b:\n  - c: 1\n    # y\n  d: 2\n'],
  [
    'a comment below an item, parted from the next map',
    'l:\n- a: 1\n  b: 2\n# c\n\n- d: 1\n  e: 2\n',
    'l:\n- a: 1\n  b: 2\n- d: 1\n  # c\n\n  e: 2\n',
  ],
  ['the same, where that map has one entry', 'l:\n- a: 1\n# c\n\n- d: 1\n', 'l:\n- a: 1\n- d: 1\n  # c\n'],
  [
    'a comment in another column than the next item',
    'l:\n  - a: 1\n# c\n  - d: 1\n    e: 1\n',
    'l:\n- a: 1\n  # c\n- d: 1\n  e: 1\n',
  ],
  ['four blanks a level become two', 'a:\n    b: 1\n  # c\nd: 2\n', 'a:\n  b: 1\n  # c\nd: 2\n'],
  ['a comment below a deeper map, apart', 'a:\n  b:\n    x: 1\n\n  # c\nd: 2\n', 'a:\n  b:\n    x: 1\n    # c\nd: 2\n'],
  ['a literal text that is cut off', 'a: |\n  x', 'a: |-\n  x\n'],
  ['a folded text that is cut off', 'a: >\n  x y', 'a: >-\n  x y\n'],
  [
    'a sign that is no comment in a text',
    'a:\n  b: |\n    x\n\n    # no comment\n  # comment\nc: 1\n',
    'a:\n  b: |\n    x\n\n    # no comment\n  # comment\nc: 1\n',
  ],
  ['lists in lists', 'a:\n- 1 # x\n-   - b\n', 'a:\n- 1 # x\n- - b\n'],
  ['quotes are kept', "a: 'it''s'\nb: \"x\\ny\"\nc: 'x: y'\n", "a: 'it''s'\nb: \"x\\ny\"\nc: 'x: y'\n"],
  ['a text that begins with blanks', 'a: |2\n   x\n  y\n', 'a: |2\n   x\n  y\n'],
  [
    '!!merge is written out, and nothing in brackets is two quotes',
    'x: &a {b: 1}\ny:\n  <<: *a\nv: {w: &x !!str 1}\nz: !!str 12\nw: !foo bar\nq: {a: , "b": \'c\', d: [], e: {}}\n',
    "x: &a {b: 1}\ny:\n  !!merge <<: *a\nv: {w: &x !!str 1}\nz: !!str 12\nw: !foo bar\nq: {a: '', \"b\": 'c', d: [], e: {}}\n",
  ],
  ['lines of one text are joined', 'a: b\n  c\nd: "e\n  f"\n? g\n: 1\n', 'a: b c\nd: "e f"\ng: 1\n'],
  ['escapes that are not needed go', 'a: "a\\tb\\u00e9"\n', 'a: "a\\tbé"\n'],
];

describe('documents are written again with their comments', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(rewrite(text)).toBe(expected);
  });

  it('documents without content are left out, and a list that is alone is taken apart', () => {
    expect(rewrite('# a\n---\n\n---\nkind: A\n--- # b\nkind: B\n')).toBe('kind: A\n---\nkind: B\n');
    expect(rewrite('kind: List\nitems:\n- kind: A\n- kind: B\n')).toBe('kind: A\n---\nkind: B\n');
  });

  it.each([
    ['a: b: c\n', 'MalformedYAMLError: yaml: mapping values are not allowed in this context'],
    ['a: 1\n--- b\nc: 1\n', 'invalid document separator: --- b'],
    ['hello\n', 'wrong node kind: expected MappingNode but got ScalarNode: node contents:\nhello\n\n'],
    ['- a\n', 'wrong node kind: expected MappingNode but got SequenceNode: node contents:\n- a\n\n'],
  ])('refuses %j', (text, message) => {
    expect(() => rewrite(text)).toThrow(new RewriteError(message));
  });

  it('data are the same afterwards, and the second time the text is too', () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.constantFrom('', 'a b', '- a', '# b', 'a: b', "it's", 'x\n', 'x\n\n', ' x\ny', 'true', '1', '{', '\t'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z ]{1,6}$/), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), value, { minKeys: 1, maxKeys: 4 }), (map) => {
        const text = `${toYaml(map as never)}\n`;
        const once = rewrite(text);
        expect(parseManifests(once, '').documents[0]?.value).toEqual(parseManifests(text, '').documents[0]?.value);
        expect(rewrite(once)).toBe(once);
      }),
    );
  });
});

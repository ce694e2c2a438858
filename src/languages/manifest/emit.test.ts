import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { parseManifests, toJson, toYaml, toYamlPretty, toYamlWide } from './index.ts';

const long = `${'word '.repeat(20)}end`;

// Source of the expected texts: sigs.k8s.io/yaml 1.6.0 and its goyaml.v3, asked with the same values.
describe('toYaml', () => {
  it.each([
    ['lists at the indentation of their key', { a: [1, { b: 2 }] }, 'a:\n- 1\n- b: 2'],
    ['lists in lists', [[1, [2]], [{ a: [3] }]], '- - 1\n  - - 2\n- - a:\n    - 3'],
    ['empty collections on the line', { a: [], b: {} }, 'a: []\nb: {}'],
    [
      'keys in natural order',
      { b10: 1, b9: 2, a: 3, _x: 4, 10: 5, 9: 6, B: 7 },
      '_x: 4\n"9": 6\n"10": 5\nB: 7\na: 3\nb9: 2\nb10: 1',
    ],
    [
      'text that would read as something else in double quotes',
      ['true', '1', '', '~', '2001-01-01', '1:30', 'y', '.inf', '0o7', '+1'],
      '- "true"\n- "1"\n- ""\n- "~"\n- "2001-01-01"\n- "1:30"\n- "y"\n- ".inf"\n- "0o7"\n- "+1"',
    ],
    [
      'text that only resembles a number or a time plain',
      ['1.2.3', '2001-13-01', '2001-01-01x', '1e', '0x', '<<', '=', '-'],
      "- 1.2.3\n- 2001-13-01\n- 2001-01-01x\n- 1e\n- 0x\n- <<\n- =\n- '-'",
    ],
    [
      'text with indicators in single quotes',
      ['a: b', '- x', '*a', "it's: so", ' a', 'a ', '---', '#a', 'a #b'],
      "- 'a: b'\n- '- x'\n- '*a'\n- 'it''s: so'\n- ' a'\n- 'a '\n- '---'\n- '#a'\n- 'a #b'",
    ],
    [
      'control characters and emoji escaped',
      ['a\tb', '😀', '\u0000\u001b\r', '\u00ad'],
      '- "a\\tb"\n- "\\U0001F600"\n- "\\0\\e\\r"\n- \u00ad',
    ],
    ['a byte order mark as the reference does, with everything behind it', ['\ufeffa b'], '- "\\uFEFF\\x61\\x20\\x62"'],
    [
      'rare line breaks as they are, the next-line character folded',
      ['a\u2028b', 'a\u0085b', 'a\u0085\u0085b'],
      "- 'a\u2028  b'\n- a b\n- |-\n  a\n  b",
    ],
    [
      'several lines as a literal block',
      { a: 'x\ny\n', b: 'x\ny', c: 'x\n\n', d: ' x\ny\n' },
      'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\nd: |2\n   x\n  y',
    ],
    [
      'several lines with blanks at their ends or a tab in double quotes',
      ['x \ny', 'x\n\ty'],
      '- "x \\ny"\n- "x\\n\\ty"',
    ],
    [
      'keys over several lines and long keys with a question mark',
      { 'a\nb': 1, [`${'x'.repeat(130)}`]: { c: [2] } },
      `? |-\n  a\n  b\n: 1\n? ${'x'.repeat(130)}\n: c:\n  - 2`,
    ],
    [
      'whole numbers in full and fractions in Go form',
      [1000000, 1234567.5, 1e20, 0.000001, -0, 1e19, 2 ** 63, -(2 ** 63)],
      '- 1000000\n- 1.2345675e+06\n- 1e+20\n- 1e-06\n- 0\n- 10000000000000000000\n- 9223372036854776000\n- -9.223372036854776e+18',
    ],
    ['whole numbers wider than a float', [9007199254740993n], '- 9007199254740993'],
    ['long text folded at blanks', { a: long }, `a: ${'word '.repeat(16).trimEnd()}\n  ${'word '.repeat(4)}end`],
    [
      'long quoted text folded at blanks',
      { a: `${long}:` },
      `a: '${'word '.repeat(16).trimEnd()}\n  ${'word '.repeat(4)}end:'`,
    ],
    [
      'long text without single blanks on one line',
      { a: 'word  '.repeat(20).trim() },
      `a: ${'word  '.repeat(20).trim()}`,
    ],
    ['scalars alone', 'a: b', "'a: b'"],
  ])('writes %s', (_, value, text) => {
    expect(toYaml(value)).toBe(text);
  });

  it('is read back as the same value', () => {
    // Line separators other than a line feed are the reference's own exceptions.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .map((s) => s.replace(/[\u007f-\u009f\u2028\u2029\r\ufeff\ufffe\uffff\ud800-\udfff]/gu, ''));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n));
    const scalar = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), number);
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        for (const written of [toYaml({ value }), toJson({ value })]) {
          const { documents, diagnostics } = parseManifests(`a: 0\n---\n${written}\n`, 'f');
          expect(diagnostics).toEqual([]);
          expect(documents[1]!.value).toEqual(JSON.parse(JSON.stringify({ value })));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('toYamlPretty', () => {
  it.each([
    ['lists indented below their key', { a: [1, [2]] }, 'a:\n  - 1\n  - - 2'],
    [
      'every number as a float and wide integers in full',
      [1000000, 5242880, 12, 5242880n],
      '- 1e+06\n- 5.24288e+06\n- 12\n- 5242880',
    ],
    ['long text on one line', { a: long }, `a: ${long}`],
    ['a tab in several lines as it is', ['x\n\ty'], '- |-\n  x\n  \ty'],
    ['words of either version in quotes', ['y', 'on', 'true'], '- "y"\n- "on"\n- "true"'],
    ['letters behind digits first', { '1a': 1, '1_': 2 }, '1a: 1\n"1_": 2'],
  ])('writes %s', (_, value, text) => {
    expect(toYamlPretty(value)).toBe(text);
  });
});

describe('toJson', () => {
  it.each([
    ['keys in byte order', { b: 1, '😀': 2, '\ufffd': 3, a: 4 }, '{"a":4,"b":1,"\ufffd":3,"😀":2}'],
    [
      'characters of HTML and rare line breaks escaped',
      ['<a & b>', '\u2028\u2029'],
      '["\\u003ca \\u0026 b\\u003e","\\u2028\\u2029"]',
    ],
    ['control characters', ['\u0000\u001f\t\n\b\f"\\/'], '["\\u0000\\u001f\\t\\n\\b\\f\\"\\\\/"]'],
    [
      'numbers in their shortest form',
      [1e20, 1e21, 1e-6, 1e-7, 0.1, -0, 5n],
      '[100000000000000000000,1e+21,0.000001,1e-7,0.1,-0,5]',
    ],
    ['half of a surrogate pair as a replacement', ['\ud83d'], '["\ufffd"]'],
  ])('writes %s', (_, value, text) => {
    expect(toJson(value)).toBe(text);
  });

  it('keeps characters of HTML when asked', () => {
    expect(toJson(['<&>', '\u2028'], { escapeHtml: false })).toBe('["<&>","\\u2028"]');
  });
});

describe('toYamlWide', () => {
  // What `kyverno apply` 1.19.1 prints of a resource that a policy changed.
  it('has four blanks a level, and two behind a dash', () => {
    const value = {
      a: [{ b: 1, c: { d: [1, [2, { x: 'm\nn\n' }]] }, e: 'l\nm' }],
      long: 'word '.repeat(40),
      metadata: { labels: { x: 'y' } },
      t: 1000000,
      z: {},
    };
    expect(toYamlWide(value)).toBe(`a:
    - b: 1
      c:
        d:
            - 1
            - - 2
              - x: |
                    m
                    n
      e: |-
        l
        m
long: '${'word '.repeat(40)}'
metadata:
    labels:
        x: "y"
t: 1000000
z: {}`);
  });
});

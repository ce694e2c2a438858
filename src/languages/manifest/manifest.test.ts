import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, parseManifests, toYaml, toYamlPretty } from './index.ts';

const parse = (text: string) => parseManifests(text, 'f.yaml');
const valuesOf = (text: string) => parse(text).documents.map(({ value }) => value);

describe('parseManifests', () => {
  it.each([
    ['booleans of YAML 1.1', 'a: yes\nb: off\nc: Y\nd: "yes"', { a: true, b: false, c: true, d: 'yes' }],
    ['octal numbers', 'a: 0755\nb: 0o755\nc: 0x1f\nd: 0b101\ne: 1_000', { a: 493, b: 493, c: 31, d: 5, e: 1000 }],
    ['digits that are no octal number as a float', 'a: 089\nb: 1e3\nc: .5', { a: 89, b: 1000, c: 0.5 }],
    ['times and sexagesimal numbers as text', 'a: 2024-01-02\nb: 1:30:00', { a: '2024-01-02', b: '1:30:00' }],
    ['every key as text', '1: a\ntrue: b\ny: d', { 1: 'a', true: 'd' }],
    ['the last of duplicate keys', 'a: 1\na: 2', { a: 2 }],
    [
      'merge keys below the own ones',
      'base: &x {a: 1, b: 2}\nown:\n  <<: *x\n  b: 3',
      { base: { a: 1, b: 2 }, own: { b: 3, a: 1 } },
    ],
    ['block scalars with a marker inside', 'a: |\n  x\n   --- y\n', { a: 'x\n --- y\n' }],
    ['JSON', '{"a": [1, true, null]}', { a: [1, true, null] }],
  ])('reads %s', (_, text, value) => {
    expect(valuesOf(text)).toEqual([value]);
  });

  it.each([
    [
      'separators with comments and text behind them',
      '--- # one\na: 1\n--- {b: 2}\n...\n---\nc: 3\n',
      [{ a: 1 }, { b: 2 }, { c: 3 }],
    ],
    ['no separator glued to text', 'a: 1\n---b: 2\n'.replace('---b', 'b'), [{ a: 1, b: 2 }]],
    ['nothing for comments alone', '# nothing\n---\n# still nothing\n', []],
    ['a byte order mark', '\uFEFFa: 1\n', [{ a: 1 }]],
  ])('splits a stream: %s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it('keeps keys that JavaScript treats specially as data', () => {
    const [value] = valuesOf('__proto__: {polluted: true}\nconstructor: 1\ntoString: 2');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('reads the other documents when one is broken, and says where it is', () => {
    const { documents, diagnostics } = parse('a: 1\n---\nb: [1\n---\nc: 3\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'MANIFEST_INVALID_YAML',
      severity: 'error',
      location: { file: 'f.yaml', line: 4 },
    });
  });

  it.each([
    ['a tab as indentation', 'a:\n\tb: 1', 'MANIFEST_INVALID_YAML'],
    ['an alias without anchor', 'a: *b', 'MANIFEST_UNKNOWN_ANCHOR'],
    ['a number that JSON cannot hold', 'a: .inf', 'MANIFEST_INVALID_NUMBER'],
    ['a list as a key', '? [a]\n: 1', 'MANIFEST_INVALID_KEY'],
    ['a merge of something else', 'a:\n  <<: 1', 'MANIFEST_INVALID_MERGE'],
    ['lists twenty thousand deep', '['.repeat(20_000), 'MANIFEST_TOO_DEEP'],
    ['block lists five hundred deep', `${'- '.repeat(500)}a`, 'MANIFEST_TOO_DEEP'],
    [
      'maps five hundred deep',
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'MANIFEST_TOO_DEEP',
    ],
    [
      'aliases that multiply',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'.split('').map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
      ].join('\n'),
      'MANIFEST_TOO_LARGE',
    ],
  ])('refuses %s', (_, text, code) => {
    const { documents, diagnostics } = parse(text);
    expect(documents).toEqual([]);
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
    expect(diagnostics[0]!.location?.file).toBe('f.yaml');
  });
});

describe('positions', () => {
  const text =
    '# head\n---\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: a\n      image: "x:1"\n---\nkind: Other\nmetadata: {name: b}\n';
  const [pod, other] = parse(text).documents;

  it.each([
    ['a value', ['metadata', 'name'], 'value', { line: 5, column: 9, endLine: 5, endColumn: 12 }],
    ['a key', ['metadata', 'name'], 'key', { line: 5, column: 3, endLine: 5, endColumn: 7 }],
    [
      'a quoted value with its quotes',
      ['spec', 'containers', 0, 'image'],
      'value',
      { line: 9, column: 14, endLine: 9, endColumn: 19 },
    ],
    ['the nearest part above something absent', ['spec', 'containers', 0, 'ports', 1], 'value', { line: 8 }],
  ] as const)('locates %s', (_, path, part, place) => {
    expect(pod!.locate(path, part)).toMatchObject({ file: 'f.yaml', ...place });
  });

  it('counts lines from the start of the whole text in later documents', () => {
    expect(other!.locate(['metadata', 'name'])).toMatchObject({ line: 12, column: 18 });
    const range = other!.range(['metadata', 'name'])!;
    expect(text.slice(range.start, range.end)).toBe('b');
  });

  it('has no range for an absent path', () => {
    expect(pod!.range(['spec', 'nothing'])).toBeUndefined();
  });

  it('lists duplicate keys with their places', () => {
    const [document] = parse('a: 1\nb:\n  c: 1\n  c: 2\na: 3\n').documents;
    expect(document!.duplicateKeys().map(({ key, location }) => [key, location.line])).toEqual([
      ['c', 4],
      ['a', 5],
    ]);
  });
});

describe('toYaml', () => {
  it.each([
    ['lists at the indentation of their key', { a: [1, { b: 2 }] }, 'a:\n- 1\n- b: 2'],
    ['empty collections on the line', { a: [], b: {} }, 'a: []\nb: {}'],
    [
      'keys in natural order',
      { b10: 1, b9: 2, a: 3, _x: 4, 10: 5, 9: 6 },
      '_x: 4\n"9": 6\n"10": 5\na: 3\nb9: 2\nb10: 1',
    ],
    [
      'text that would read as something else in double quotes',
      ['true', '1', '', '~', '2001-01-01', '1:30'],
      '- "true"\n- "1"\n- ""\n- "~"\n- "2001-01-01"\n- "1:30"',
    ],
    [
      'text with indicators in single quotes',
      ['a: b', '- x', '*a', "it's: so"],
      "- 'a: b'\n- '- x'\n- '*a'\n- 'it''s: so'",
    ],
    ['control characters and emoji escaped', ['a\tb', '😀'], '- "a\\tb"\n- "\\U0001F600"'],
    [
      'several lines as a literal block',
      { a: 'x\ny\n', b: 'x\ny', c: 'x\n\n', d: ' x\ny\n' },
      'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\nd: |2\n   x\n  y',
    ],
    [
      'whole numbers in full and fractions in Go form',
      [1000000, 1234567.5, 1e20, 0.000001],
      '- 1000000\n- 1.2345675e+06\n- 1e+20\n- 1e-06',
    ],
    ['whole numbers wider than a float', [9007199254740993n], '- 9007199254740993'],
  ])('writes %s', (_, value, text) => {
    expect(toYaml(value)).toBe(text);
  });

  it('folds long text at blanks', () => {
    const text = toYaml({ a: `${'word '.repeat(20)}end` });
    expect(text.split('\n').map((line) => line.length)).toEqual([82, 25]);
  });

  it('indents lists below their key in the pretty form', () => {
    expect(toYamlPretty({ a: [1, [2]] })).toBe('a:\n  - 1\n  - - 2');
  });

  it('is read back as the same value', () => {
    // Line separators other than a line feed are the reference's own exceptions.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .map((s) => s.replace(/[\u0085\u2028\u2029\r\ufeff\ufffe\uffff\ud800-\udfff]/gu, ''));
    const scalar = fc.oneof(
      text,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const { documents, diagnostics } = parse(`value: ${JSON.stringify(0)}\n---\n${toYaml({ value } as never)}\n`);
        expect(diagnostics).toEqual([]);
        expect(documents[1]!.value).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
      { numRuns: 500 },
    );
  });
});

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
    expect(() =>
      applyEdits('abc', [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ]),
    ).toThrow('overlap');
  });
});

import { describe, expect, it } from 'vitest';
import { describeGoYamlError, parseManifests } from './index.ts';

const parse = (text: string) => parseManifests(text, 'f.yaml');
const valuesOf = (text: string) => parse(text).documents.map(({ value }) => value);

// Source of the expected values: sigs.k8s.io/yaml 1.6.0, asked with the same texts.
describe('parseManifests', () => {
  it.each([
    ['booleans of YAML 1.1', 'a: yes\nb: off\nc: Y\nd: "yes"', { a: true, b: false, c: true, d: 'yes' }],
    ['octal, hexadecimal and binary numbers', 'a: 0755\nb: 0o755\nc: 0x1f\nd: 0b101', { a: 493, b: 493, c: 31, d: 5 }],
    ['numbers with underscores', 'a: 1_000\nb: .51_0\nc: ._5\nd: 1__0', { a: 1000, b: 0.51, c: '._5', d: 10 }],
    ['digits that are no octal number as a float', 'a: 089\nb: 1e3\nc: .5\nd: 5.', { a: 89, b: 1000, c: 0.5, d: 5 }],
    ['a minus zero as zero', 'a: -0', { a: 0 }],
    [
      'numbers beyond 64 bits as floats',
      'a: 18446744073709551616\nb: 0x1ffffffffffffffff',
      { a: 2 ** 64, b: '0x1ffffffffffffffff' },
    ],
    ['a number beyond float64 as text', 'a: 1e400', { a: '1e400' }],
    ['times and sexagesimal numbers as text', 'a: 2024-01-02\nb: 1:30:00', { a: '2024-01-02', b: '1:30:00' }],
    [
      'boolean and number keys as text',
      '1: a\ntrue: b\ny: d\n0x10: e\n1.50: f',
      { 1: 'a', true: 'd', 16: 'e', 1.5: 'f' },
    ],
    ['keys of large floats as float32', '1e10: a\n12E79: b', { '1e+10': 'a', '.inf': 'b' }],
    ['the last of duplicate keys', 'a: 1\na: 2', { a: 2 }],
    [
      'merge keys below the own ones that follow',
      'base: &x {a: 1, b: 2}\nown:\n  <<: *x\n  b: 3',
      { base: { a: 1, b: 2 }, own: { b: 3, a: 1 } },
    ],
    ['merge keys above the own ones before them', 'a: &x {b: 2}\nc: {b: 1, <<: *x}', { a: { b: 2 }, c: { b: 2 } }],
    ['the first of several merged maps above the others', 'a: {<<: [{b: 1}, {b: 2, c: 3}]}', { a: { b: 1, c: 3 } }],
    ['a quoted merge key as text', 'a: {"<<": 1}', { a: { '<<': 1 } }],
    ['block scalars with a marker inside', 'a: |\n  x\n   --- y\n', { a: 'x\n --- y\n' }],
    [
      'block scalars with indentation and chomping',
      'a: |2-\n   x\n\nb: |+\n  y\n\nc: >\n  d\n  e\n\n  f\n',
      { a: ' x', b: 'y\n\n', c: 'd e\nf\n' },
    ],
    [
      'text over several lines',
      "a: one\n  two\n\n  three\nb: \"x\n  y\\\n  z\"\nc: 'it''s\n\n  so'",
      { a: 'one two\nthree', b: 'x yz', c: "it's\nso" },
    ],
    ['every escape in double quotes', 'a: "\\x41\\u00e9\\U0001F600\\e\\N\\_"', { a: 'Aé😀\u001b\u0085\u00a0' }],
    [
      'colons and hashes inside text',
      'a: b:c\nd: e#f\ng: h #i\nimage: x:1',
      { a: 'b:c', d: 'e#f', g: 'h', image: 'x:1' },
    ],
    ['blanks before a colon', 'apply : x', { apply: 'x' }],
    [
      'lists at the indentation of their key',
      'a:\n- b\n- c: 1\n  d: 2\n-\ne: []',
      { a: ['b', { c: 1, d: 2 }, null], e: [] },
    ],
    ['lists in lists', '- - a\n  - b\n-   - c', [['a', 'b'], ['c']]],
    ['flow collections', '{a: [1, b c, {d: }], "e":f, g}', { a: [1, 'b c', { d: null }], e: 'f', g: null }],
    ['a pair in a list as a map', '[a: 1, b]', [{ a: 1 }, 'b']],
    ['keys with a question mark', '? a\n: b\n? c\n', { a: 'b', c: null }],
    [
      'tags',
      'a: !!str 1\nb: !!int "2"\nc: !!float 3\nd: !custom 4\ne: !!binary aGk=\nf: ! 5',
      { a: '1', b: 2, c: 3, d: '4', e: 'hi', f: '5' },
    ],
    ['line breaks of Windows', 'a: b\r\nc: |\r\n  d\r\n  e\r\n', { a: 'b', c: 'd\ne\n' }],
    ['JSON', '{"a": [1, true, null], "b": "\\u00e9\\n"}', { a: [1, true, null], b: 'é\n' }],
    ['JSON with tabs', '{\n\t"a": 1\n}', { a: 1 }],
    ['tabs between tokens and before comments', 'a:\t1\t# b', { a: 1 }],
  ])('reads %s', (_, text, value) => {
    expect(parse(text).diagnostics).toEqual([]);
    expect(valuesOf(text)).toEqual([value]);
  });

  it.each([
    [
      'separators with comments and text behind them',
      '--- # one\na: 1\n--- {b: 2}\n...\n---\nc: 3\n',
      [{ a: 1 }, { b: 2 }, { c: 3 }],
    ],
    ['no separator where text is glued to it', 'a: 1\n---b: 2\n', [{ a: 1, '---b': 2 }]],
    ['no separator that is indented', 'a: |\n  x\n  ---\n  y\n', [{ a: 'x\n---\ny\n' }]],
    ['a separator at the end of a block text', 'a: |\n  x\n---\nb: 1\n', [{ a: 'x\n' }, { b: 1 }]],
    ['a separator without line break at the end', 'a: 1\n---', [{ a: 1 }]],
    ['nothing for comments alone', '# nothing\n---\n# still nothing\n', []],
    ['nothing for null', 'null\n---\n~\n---\n', []],
    ['directives with the document that follows', '%YAML 1.1\n%TAG !e! tag:e,2000:\n---\na: !e!x 1\n', [{ a: '1' }]],
    ['a byte order mark', '\uFEFFa: 1\nb: 2\n', [{ a: 1, b: 2 }]],
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
    expect(diagnostics).toEqual([
      {
        code: 'MANIFEST_INVALID_YAML',
        severity: 'error',
        message: 'invalid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
        location: { file: 'f.yaml', line: 4, column: 1 },
        help: 'check the indentation of this line and the one before',
      },
    ]);
  });

  it.each([
    ['a tab as indentation', 'a:\n\tb: 1', 'MANIFEST_INVALID_YAML', 2],
    ['a key in a value', 'a: b: c', 'MANIFEST_INVALID_YAML', 1],
    ['a quote that is not closed', 'a: "b\nc: d', 'MANIFEST_INVALID_YAML', 2],
    ['an indentation between two levels', 'a:\n    b: 1\n  c: 2', 'MANIFEST_INVALID_YAML', 3],
    ['text behind the end of a document', '{a: 1}\nb: 2', 'MANIFEST_INVALID_YAML', 2],
    ['a text that begins with a reserved character', 'a: @b', 'MANIFEST_INVALID_YAML', 1],
    ['control characters', 'a: b\u0001', 'MANIFEST_INVALID_YAML', 1],
    ['an unknown escape', 'a: "\\d"', 'MANIFEST_INVALID_YAML', 1],
    ['half of a surrogate pair', '{"a": "\\ud83d\\ude00"}', 'MANIFEST_INVALID_YAML', 1],
    ['an alias without anchor', 'a: *b', 'MANIFEST_UNKNOWN_ANCHOR', 1],
    ['an anchor inside itself', 'a: &b [*b]', 'MANIFEST_UNKNOWN_ANCHOR', 1],
    ['a number that JSON cannot hold', 'x: 1\na: .inf', 'MANIFEST_INVALID_NUMBER', 2],
    ['a list as a key', '? [a]\n: 1', 'MANIFEST_INVALID_KEY', 1],
    ['null as a key', 'a: 1\n~: b', 'MANIFEST_INVALID_KEY', 2],
    ['a merge of something else', 'a:\n  <<: 1', 'MANIFEST_INVALID_MERGE', 2],
    ['a value that is not of its tag', 'a: !!int b', 'MANIFEST_INVALID_TAG', 1],
    ['lists twenty thousand deep', '['.repeat(20_000), 'MANIFEST_TOO_DEEP', 1],
    ['maps twenty thousand deep in JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'MANIFEST_TOO_DEEP', 1],
    ['block lists twenty thousand deep', `${'- '.repeat(20_000)}a`, 'MANIFEST_TOO_DEEP', 1],
    [
      'maps five hundred deep',
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'MANIFEST_TOO_DEEP',
      200,
    ],
  ])('refuses %s', (_, text, code, line) => {
    const { documents, diagnostics } = parse(text);
    expect(documents).toEqual([]);
    expect(diagnostics.map((found) => [found.code, found.location?.line])).toEqual([[code, line]]);
    expect(diagnostics[0]!.message).toMatch(/^[^A-Z].*[^.]$/);
  });

  it.each([
    [
      'aliases that multiply',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'.split('').map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
      ].join('\n'),
    ],
    [
      'merges that multiply',
      [
        'a: &a {x: 1}',
        ...'bcdefghijklmnopqrstuv'
          .split('')
          .map((k, i) => `${k}: &${k} {y: *${'abcdefghijklmnopqrstu'[i]}, z: *${'abcdefghijklmnopqrstu'[i]}}`),
      ].join('\n'),
    ],
    [
      'merges of empty maps that multiply',
      [
        'a: &a {}',
        ...'bcdefghi'.split('').map((k, i) => `${k}: &${k} {<<: [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]}`),
      ].join('\n'),
    ],
  ])('refuses %s quickly', (_, text) => {
    const start = performance.now();
    expect(parse(text).diagnostics.map(({ code }) => code)).toEqual(['MANIFEST_TOO_LARGE']);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    ['a plain text of five megabytes', `a: ${'x'.repeat(5_000_000)}`],
    ['a quoted text of five megabytes', `a: "${'\\n'.repeat(2_500_000)}"`],
    ['a block text of a million lines', `a: |\n${'  x\n'.repeat(1_000_000)}`],
    ['a list of a hundred thousand items', `a: [${'1,'.repeat(100_000)}]`],
    ['a document of half a million comments', `${'# x\n'.repeat(500_000)}a: 1`],
    ['half a million directives-like lines', `${'%\n'.repeat(500_000)}---\na: 1`],
  ])('reads or refuses %s within seconds', (_, text) => {
    const start = performance.now();
    parse(text);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe('describeGoYamlError', () => {
  it.each([
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['x: 1\na: b: c', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: [1\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a:\n  - b\n  c: d\n', "yaml: line 2: did not find expected '-' indicator"],
    ['a:\n\tb: 1', 'yaml: line 2: found character that cannot start any token'],
    ['a: *b', "yaml: unknown anchor 'b' referenced"],
    ['---\na: .inf', 'json: unsupported value: +Inf'],
    ['a: 1', undefined],
  ])('says of %j what Helm shows', (text, words) => {
    expect(describeGoYamlError(text)).toBe(words);
  });
});

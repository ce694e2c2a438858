import { describe, expect, it } from 'vitest';
import { fromPlain, Run, sprigFunctions, TemplateSet } from './index.ts';

/** Renders one text, or gives the complaint. What is expected was printed by helm 4.1.4. */
function render(text: string): string {
  try {
    const set = new TemplateSet(sprigFunctions);
    set.parse('t', text);
    return set.run('t', new Run(), fromPlain({ float: 42, nothing: null })).text;
  } catch (error) {
    return (error as Error).message.replace(/^.*?(?:>: |t:1: )/s, '');
  }
}

describe('printf keeps flags, width and precision', () => {
  it.each([
    ['in the complaint about an int', 'printf "%10w" 5', '%!w(int=         5)'],
    ['in the complaint about a string', 'printf "%0-4w" "-5"', '%!w(string=-5  )'],
    ['of zero digits', 'printf "%03.0f" "2024-01-02"', '%!f(string=000)'],
    ['with a sign', 'printf "%#+03U" (divf 1 3)', '%!U(float64=+0.3333333333333333)'],
    ['for floats in base two', 'printf "%bé%U" 0.2 .float', '7205759403792794p-55é%!U(float64=42)'],
    ['inside of maps', 'printf "%+#X" (dict "a" 0.0)', 'map[0X61:+0X0.P+00]'],
    ['and rounds half to even', 'printf "%+#03.s" -0.25', '%!s(float64=-0.2)'],
    ['and refuses an index that is none', 'printf "% #[x].1!" 1', '%!!(BADINDEX)'],
    ['and shows what is nil', 'printf "%#v" (rest (list))', '[]interface {}(nil)'],
    [
      'and walks structs',
      'printf "%#v" (semver "1.2.3+meta")',
      '&semver.Version{major:0x1, minor:0x2, patch:0x3, pre:"", metadata:"meta", original:"1.2.3+meta"}',
    ],
  ])('%s', (_name, call, expected) => {
    expect(render(`{{ ${call} }}`)).toBe(expected);
  });
});

describe('numbers', () => {
  it.each([
    ['complex ones print', 'printf "%v %T" 1-2i 1-2i', '(1-2i) complex128'],
    ['two signs are no number', 'print --1', 'bad number syntax: "--1"'],
    ['too large ones fail where they are used', 'print 18446744073709551615', '18446744073709551615 overflows int'],
    ['the largest power gives no number', 'round 1e-7 1_000', 'NaN'],
    ['infinity is no decimal', 'subf (float64 "+Inf") 0.1', 'error calling subf: Cannot create a Decimal from +Inf'],
    ['the first complaint counts', 'divf 1 0 (float64 "-Inf")', 'error calling divf: decimal division by 0'],
    ['true is no octal', 'toDecimal true', '0'],
  ])('%s', (_name, call, expected) => {
    expect(render(`{{ ${call} }}`)).toBe(expected);
  });
});

describe('times', () => {
  it.each([
    ['have all methods', '(toDate "x" "y").GoString', 'time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)'],
    ['are added to', '(toDate "x" "y").Add 3', '0001-01-01 00:00:00.000000003 +0000 UTC'],
    [
      'refuse methods of two results',
      '(toDate "x" "y").ISOWeek',
      'invalid function signature for ISOWeek: second return value should be error; is int',
    ],
    ['have zones in any year', 'dateInZone "15:04 MST" (int64 13510798882111488) "Europe/Berlin"', '13:24 CEST'],
    [
      'name the unit they do not know',
      'mustDateModify "1d" (toDate "x" "y")',
      'error calling mustDateModify: time: unknown unit "d" in duration "1d"',
    ],
    [
      'show the bytes of a unit',
      String.raw`mustDateModify "\n" (toDate "x" "y")`,
      String.raw`error calling mustDateModify: time: invalid duration "\x0a"`,
    ],
    [
      'show the bytes of what they cannot read',
      'mustToDate "2006" "é"',
      String.raw`error calling mustToDate: parsing time "\xc3\xa9" as "2006": cannot parse "\xc3\xa9" as "2006"`,
    ],
  ])('%s', (_name, call, expected) => {
    expect(render(`{{ ${call} }}`)).toBe(expected);
  });
});

describe('functions', () => {
  it.each([
    ['swapcase goes rune by rune', 'swapcase "äß😀 x"', 'Äß😀 X'],
    ['snakecase keeps signs together', 'snakecase "<=1.2"', '<=1.2'],
    ['snakecase keeps one letter one', 'snakecase "ŉ İ"', 'ŉ_i'],
    ['`^*` fits only 0.0.0', 'semverCompare "^*" "v1.35.0"', 'false'],
    ['a nil list equals nil', 'eq nil (rest (list))', 'true'],
    ['concat of nothing is nil', 'concat | toJson', 'null'],
    ['chunks of a negative size are none', 'chunk -1 (list 1 2)', '[]'],
    [
      'slice of nil',
      'slice .nothing',
      'error calling slice: runtime error: invalid memory address or nil pointer dereference',
    ],
    ['len of a nil field', 'len .nothing', 'error calling len: len of nil pointer'],
    ['index past a string', 'index "" 0', 'error calling index: reflect: string index out of range'],
    [
      'a key of dig that is no string',
      'dig .nothing "a" 1 (dict)',
      'error calling dig: interface conversion: interface {} is nil, not string',
    ],
    [
      'a short encrypted text',
      'decryptAES "x" "YR=="',
      'error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3',
    ],
    [
      'an escape of a URL that is none',
      'urlParse "http://h/%zz"',
      'error calling urlParse: unable to parse url: parse "http://h/%zz": invalid URL escape "%zz"',
    ],
    [
      'JSON with a zero in front',
      String.raw`fromJsonArray "{\"a\":01}"`,
      "[invalid character '1' after object key:value pair]",
    ],
    [
      'JSON of a sign alone',
      'mustFromJson "-"',
      "error calling mustFromJson: invalid character ' ' in numeric literal",
    ],
    [
      'a part of a version that is too large',
      'semver "99999999999999999999.0.0"',
      'error calling semver: error parsing version segment: strconv.ParseUint: parsing "99999999999999999999": value out of range',
    ],
  ])('%s', (_name, call, expected) => {
    expect(render(`{{ ${call} }}`)).toBe(expected);
  });

  it('merge takes a zero for a zero', () => {
    expect(render('{{ merge (dict "a" 0 "b" 0 "c" (list)) (dict "a" "" "b" (list) "c" (dict)) | toJson }}')).toBe(
      '{"a":"","b":[],"c":{}}',
    );
  });

  it('elements of typed lists are named by their type', () => {
    expect(render('{{ range 1 }}{{ .a }}{{ end }}')).toBe("can't evaluate field a in type int");
  });
});

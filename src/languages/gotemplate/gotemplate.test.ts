import { describe, expect, it } from 'vitest';
import { fromPlain, GoMap, type GoValue, LimitError, Run, sprigFunctions, TemplateSet } from './index.ts';

/** Renders one text with the functions of Go and sprig. */
function render(text: string, data: unknown = {}): string {
  const set = new TemplateSet(sprigFunctions);
  set.parse('t', text);
  return set.run('t', new Run(), fromPlain(data)).text;
}

function failure(text: string, data: unknown = {}): string {
  try {
    return `rendered ${render(text, data)}`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a template', () => {
  it.each([
    ['trims blanks only beside a marker with a blank', 'a {{- 1 }} b {{ 2 -}} c', 'a1 b 2c'],
    ['takes a sign without a blank as part of the number', 'a {{-3}}', 'a -3'],
    ['drops comments', 'a{{/* x */}}b {{- /* y */ -}} c', 'abc'],
    ['chooses by truth: an empty list is false', '{{ if .none }}a{{ else if 1 }}b{{ end }}', 'b'],
    ['rebinds dot in with', '{{ with .a }}{{ .b }}{{ end }}', '7'],
    ['walks maps in the order of their keys', '{{ range $k, $v := .m }}{{ $k }}{{ $v }} {{ end }}', 'x1 y2 '],
    ['runs the else of an empty range', '{{ range .none }}a{{ else }}none{{ end }}', 'none'],
    ['ranges over integers', '{{ range 3 }}{{ . }}{{ end }}', '012'],
    [
      'leaves and continues loops',
      '{{ range until 9 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}',
      '02',
    ],
    ['assigns outward and shadows inward', '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}', '2'],
    ['calls templates with their own dollar', '{{ define "d" }}{{ $.b }}{{ end }}{{ template "d" .a }}', '7'],
    ['keeps the last definition', '{{ block "d" . }}first{{ end }}', 'first'],
    ['prints nothing known for a missing key', '{{ .nope }}', '<no value>'],
    ['is silent about a field of nil in parentheses', '{{ (.nope).x.y }}', '<no value>'],
  ])('%s', (_name, text, expected) => {
    expect(render(text, { a: { b: 7 }, m: { y: 2, x: 1 }, none: [] })).toBe(expected);
  });

  it.each([
    ['an unknown function', '\n{{ nofunc }}', 'template: t:2: function "nofunc" not defined'],
    ['an unclosed action', '{{ .a', 'template: t:1: unclosed action'],
    ['an action without end', '{{ if .a }}', 'template: t:1: unexpected EOF'],
    ['a pipeline that goes into a literal', '{{ 1 | 2 }}', 'template: t:1: non executable command in pipeline stage 2'],
    ['a variable that nobody declared', '{{ $x }}', 'template: t:1: undefined variable "$x"'],
    [
      'an int beside a float',
      '{{ eq .n 1 }}',
      'template: t:1:3: executing "t" at <eq .n 1>: error calling eq: incompatible types for comparison: float64 and int',
    ],
    [
      'a field of a nil field',
      'é {{ .a.b.c }}',
      'template: t:1:8: executing "t" at <.a.b.c>: nil pointer evaluating interface {}.c',
    ],
    [
      'an argument of the wrong type',
      '{{ upper .n }}',
      'template: t:1:9: executing "t" at <.n>: wrong type for value; expected string; got float64',
    ],
    [
      'nil where text is needed',
      '{{ .nope | upper }}',
      'template: t:1:11: executing "t" at <upper>: invalid value; expected string',
    ],
    [
      'too few arguments',
      '{{ replace "a" }}',
      'template: t:1:3: executing "t" at <replace>: wrong number of args for replace: want 3 got 1',
    ],
    [
      'a loop over text',
      '{{ range .s }}{{ end }}',
      'template: t:1:9: executing "t" at <.s>: range can\'t iterate over x',
    ],
  ])('refuses %s in the words of Go', (_name, text, expected) => {
    expect(failure(text, { n: 1, a: {}, s: 'x' })).toBe(expected);
  });
});

describe('numbers', () => {
  it.each([
    ['a large float prints with an exponent', '{{ .n }}', '1e+06'],
    ['int repairs it', '{{ .n | int }}', '1000000'],
    ['arithmetic gives int64', '{{ add 1 2 | kindOf }}', 'int64'],
    ['literals are int', '{{ kindOf 1 }}{{ kindOf 1.0 }}', 'intfloat64'],
    [
      'literals have many bases',
      "{{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }} {{ 'a' }}",
      '31 3 15 15 1000 97',
    ],
    ['int64 wraps', '{{ mul 9223372036854775807 2 }}', '-2'],
    ['decimals add up', '{{ addf 0.1 0.2 }}', '0.3'],
  ])('%s', (_name, text, expected) => {
    expect(render(text, { n: 1000000 })).toBe(expected);
  });
});

describe('printf', () => {
  it.each([
    [
      'keeps points and zeros',
      '{{ printf "%#g|%#g|%#.3g|%#.0f|%#G" 1.0 1e21 1.0 2.0 1e-7 }}',
      '1.00000|1.00000e+21|1.00|2.|1.00000E-07',
    ],
    ['pads and signs', '{{ printf "%05d|%-4d|%+d|%x" 42 7 1 255 }}', '00042|7   |+1|ff'],
    ['rounds floats', '{{ printf "%.2f %e %g" 1.005 1500.0 1e10 }}', '1.00 1.500000e+03 1e+10'],
    ['quotes', '{{ printf "%q" "a\\"b" }}', '"a\\"b"'],
    ['names the type of what does not fit', '{{ printf "%d" "x" }}', '%!d(string=x)'],
    [
      'says what is missing and what is too much',
      '{{ printf "%s" }} {{ printf "a" 1 }}',
      '%!s(MISSING) a%!(EXTRA int=1)',
    ],
    ['takes arguments by number', '{{ printf "%[2]v %[1]v" 1 2 }}', '2 1'],
  ])('%s', (_name, text, expected) => {
    expect(render(text)).toBe(expected);
  });
});

describe('times are what helm 4.1.4 prints', () => {
  const layout = '"2006-01-02 15:04:05 -0700 MST"';
  const july = '(int64 1720000000)';
  it.each([
    [
      'a time of another zone is told in UTC',
      `{{ toDate "2006-01-02T15:04:05Z07:00" "2024-07-02T03:04:05+05:30" | date ${layout} }}`,
      '2024-07-01 21:34:05 +0000 UTC',
    ],
    [
      'a zone with a summer name',
      `{{ dateInZone ${layout} ${july} "Europe/Berlin" }}`,
      '2024-07-03 11:46:40 +0200 CEST',
    ],
    [
      'the same in winter',
      `{{ dateInZone ${layout} (int64 1705000000) "Europe/Berlin" }}`,
      '2024-01-11 20:06:40 +0100 CET',
    ],
    ['a zone of half hours', `{{ dateInZone ${layout} ${july} "Asia/Kolkata" }}`, '2024-07-03 15:16:40 +0530 IST'],
    [
      'zones without a name',
      `{{ dateInZone "MST" ${july} "America/Sao_Paulo" }} {{ dateInZone "MST" ${july} "Asia/Kathmandu" }}`,
      '-03 +0545',
    ],
    ['a zone that is none', `{{ dateInZone ${layout} ${july} "Nowhere/X" }}`, '2024-07-03 09:46:40 +0000 UTC'],
    [
      'a duration is cut below its unit',
      '{{ durationRound "1h" }} {{ durationRound "61m" }} {{ durationRound "8760h" }} {{ durationRound "1s" }} {{ durationRound "2400h10m" }}',
      '60m 1h 12mo 0s 3mo',
    ],
  ])('%s', (_, text, expected) => {
    expect(render(text)).toBe(expected);
  });
});

describe('strings are bytes', () => {
  it.each([
    ['len counts bytes', '{{ len "é" }}', '2'],
    ['trunc cuts bytes', '{{ trunc 3 "aéb" }}', 'aé'],
    ['upper maps runes', '{{ upper "é" }}', 'É'],
    ['binary survives decoding and encoding', '{{ "/w==" | b64dec | b64enc }}', '/w=='],
  ])('%s', (_name, text, expected) => {
    expect(render(text)).toBe(expected);
  });
});

describe('dicts', () => {
  it('merge fills zero values in place, mergeOverwrite takes every value', () => {
    const text =
      '{{ $d := dict "a" 0 }}{{ $_ := merge $d (dict "a" 1 "b" 2) }}{{ $d }} {{ mergeOverwrite $d (dict "a" 0) }}';
    expect(render(text)).toBe('map[a:1 b:2] map[a:0 b:2]');
  });

  it('keys that JavaScript treats specially are data like any other', () => {
    const data = new GoMap([
      ['__proto__', 'p' as GoValue],
      ['constructor', 'c'],
      ['10', 'ten'],
      ['9', 'nine'],
    ]);
    const set = new TemplateSet(sprigFunctions);
    set.parse('t', '{{ range $k, $v := . }}{{ $k }}={{ $v }} {{ end }}{{ toJson . }}{{ .toString }}');
    expect(set.run('t', new Run(), data).text).toBe(
      '10=ten 9=nine __proto__=p constructor=c {"10":"ten","9":"nine","__proto__":"p","constructor":"c"}<no value>',
    );
  });
});

describe('limits', () => {
  it.each([
    ['a text of billions', '{{ repeat 1000000000 "abc" }}', 'size'],
    ['a list of billions', '{{ until 2000000000 }}', 'range'],
    ['a loop of billions', '{{ range 2000000000 }}{{ end }}', 'range'],
    ['loops in loops', '{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}', 'steps'],
    ['output without end', '{{ range 100000 }}{{ repeat 100000 "abc" }}{{ end }}', 'output'],
    ['a text that doubles', '{{ $x := "ab" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}', 'size'],
    [
      'a value that doubles when it is printed',
      '{{ $x := list 1 }}{{ range 60 }}{{ $x = list $x $x }}{{ end }}{{ $x }}',
      'values',
    ],
    [
      'a value that doubles when it is written as JSON',
      '{{ $x := list 1 }}{{ range 60 }}{{ $x = list $x $x }}{{ end }}{{ toJson $x }}',
      'steps',
    ],
    ['a value that holds itself', '{{ $x := dict }}{{ $_ := set $x "a" $x }}{{ toJson $x }}', 'recursion'],
    [
      'templates that call each other without end',
      '{{ define "x" }}{{ template "x" }}{{ end }}{{ template "x" }}',
      'recursion',
    ],
    ['a width of billions', '{{ printf "%*d" 1000000 1 | repeat 1000 }}', 'size'],
  ])('stop %s at once', (_name, text, limit) => {
    const start = performance.now();
    let error: unknown;
    try {
      render(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(LimitError);
    expect((error as LimitError).limit).toBe(limit);
    expect((error as LimitError).place?.file).toBe('t');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('a pattern that would take other engines forever is answered', () => {
    expect(render('{{ regexMatch "(a+)+$" (print (repeat 20000 "a") "b") }}')).toBe('false');
  });
});

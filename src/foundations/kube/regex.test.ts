import { describe, expect, it } from 'vitest';
import { compileRegex, type Regex } from './regex.ts';

const regex = (pattern: string): Regex => {
  const compiled = compileRegex(pattern);
  if ('error' in compiled) throw new Error(compiled.error);
  return compiled;
};

describe('compileRegex', () => {
  it.each([
    ['matches anywhere', 'b', 'abc', true],
    ['a dollar is the very end', 'c$', 'abc\n', false],
    ['flags may be set inside', '(?i)B', 'abc', true],
    ['classes have names', '^[[:alpha:]]+$', 'abc', true],
    ['the empty pattern matches all', '', 'x', true],
    ['anchors hold literals', '^abc$', 'abcd', false],
  ])('%s', (_, pattern, text, expected) => {
    expect(regex(pattern).test(text)).toBe(expected);
  });

  it.each([
    ['(', 'error parsing regexp: missing closing ): `(`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ])('`%s` is refused in the words of Go', (pattern, error) => {
    expect(compileRegex(pattern)).toEqual({ error });
  });

  it.each([
    ['groups by number', '(a)(b)?', 'ab a', '[$1|$2]', '[a|b] [a|]'],
    ['groups by name', '(?P<n>.)', 'ab', '${n}${n}', 'aabb'],
    ['names are as long as possible', '(a)', 'a', '$1x', ''],
    ['two dollars are one', 'a', 'a', '$$', '$'],
    ['a dollar before something else stays', 'a', 'a', '$ ${', '$ ${'],
    ['empty matches right after a match do not count', 'a*', 'baaac', 'x', 'xbxcx'],
  ])('replaces %s', (_, pattern, text, template, expected) => {
    expect(regex(pattern).replaceAll(text, template)).toBe(expected);
  });

  it('takes a literal replacement as it is', () => {
    expect(regex('a').replaceAllLiteral('banana', '$1')).toBe('b$1n$1n$1');
  });

  it('answers hostile patterns at once', () => {
    const started = performance.now();
    expect(regex('(a+)+$').test(`${'a'.repeat(2000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

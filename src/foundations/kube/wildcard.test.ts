import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWildcard, containsWildcard, matchWildcard } from './wildcard.ts';

describe('matchWildcard', () => {
  it.each([
    ['an empty pattern matches the empty text', '', '', true],
    ['an empty pattern matches nothing else', '', 'a', false],
    ['a star matches the empty text', '*', '', true],
    ['a question mark needs a character', '?', '', false],
    ['a question mark takes one character outside the basic plane', '?', '😀', true],
    ['two question marks do not split a character', '??', '😀', false],
    ['a star gives back what a later part needs', '*ab*ab', 'xabxabab', true],
    ['a dot is a dot', 'a.c', 'abc', false],
    ['a backslash escapes nothing', '\\*', '\\x', true],
    ['head and tail may not overlap', 'aba*aba', 'aba', false],
    ['stars in a row are one star', 'a**b', 'ab', true],
  ])('%s', (_, pattern, text, expected) => {
    expect(matchWildcard(pattern, text)).toBe(expected);
    expect(compileWildcard(pattern)(text)).toBe(expected);
  });

  it('answers hostile patterns at once', () => {
    const started = performance.now();
    expect(matchWildcard(`${'a*'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('agrees with a plain recursive definition, compiled or not', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '😀'), { maxLength: 7 })
      .map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '😀'), { maxLength: 7 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const expected = plainMatch([...p], [...t]);
        expect(matchWildcard(p, t)).toBe(expected);
        expect(compileWildcard(p)(t)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows which texts hold wildcards', () => {
    expect(['a*', 'a?', 'a.'].map(containsWildcard)).toEqual([true, true, false]);
  });
});

function plainMatch(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return plainMatch(rest, text) || (text.length > 0 && plainMatch(pattern, text.slice(1)));
  return text.length > 0 && (first === '?' || first === text[0]) && plainMatch(rest, text.slice(1));
}

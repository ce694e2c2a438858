import { describe, expect, it } from 'vitest';
import { isShellPattern, matchShellPattern } from './shell-pattern.ts';

// The answers are those of Go's path.Match.
describe('a shell pattern', () => {
  it.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['*', '', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-', false],
    ['*a*/b', 'xay/b', true],
    ['?', '/', false],
    ['?', 'é', true],
    ['[a-c]?', 'bz', true],
    ['[^a-c]', 'b', false],
    ['[^a]', '/', true],
    ['[/]', '/', true],
    ['[\\]]', ']', true],
    ['[\\-a]', '-', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['**', 'ab', true],
  ])('%s on %j: %s', (pattern, path, expected) => {
    expect(matchShellPattern(pattern, path)).toBe(expected);
  });

  it.each(['[', '[]', '[]a]', '[-a]', '[a-]', '[a', 'a\\', '[^]'])('cannot be %s', (pattern) => {
    expect(isShellPattern(pattern)).toBe(false);
    expect(matchShellPattern(pattern, 'a')).toBe(false);
  });

  it('takes no longer for many stars', () => {
    expect(matchShellPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

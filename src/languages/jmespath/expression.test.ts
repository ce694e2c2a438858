import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { compileJmesPath, JmesPathError, type Roots } from './index.ts';

const context = { now: 0 };
const data: JsonValue = {
  a: { b: { c: 'x' }, c: null },
  list: [{ a: 1, b: 'x' }, { a: 2 }, { b: 'z' }, null, 3],
  n: 2,
  deep: [[1, [2]], [3], { a: [4] }],
};

/** The result, or the message of the error. */
function search(expression: string, value: JsonValue = data): JsonValue {
  try {
    return compileJmesPath(expression).search(value, context);
  } catch (error) {
    if (error instanceof JmesPathError) return `error: ${error.message}`;
    throw error;
  }
}

// Every expected value was given by Kyverno 1.19.1.
describe('missing keys', () => {
  it.each<[string, string, JsonValue]>([
    ['end a path with an error', 'a.x', 'error: Unknown key "x" in path'],
    ['in the middle of a path as well', 'x.b.c', 'error: Unknown key "x" in path'],
    ['are no keys of null', 'a.c.x', null],
    ['are no keys of a scalar', 'n.x', null],
    ['are null on the left of or', "x || 'y'", 'y'],
    ['are null on the right of or', 'x || y', null],
    ['are null on the left of and', 'x && n', null],
    ['are an error on the right of and', 'n && x', 'error: Unknown key "x" in path'],
    ['are false', '!x', true],
    ['equal null', 'x == `null`', true],
    ['are null through a pipe', 'x | y', null],
    ['are null as an argument', 'type(x)', 'null'],
    ['are null in a list', '[x, n]', [null, 2]],
    ['are null in a map', '{k: x}', { k: null }],
    ['make no projection', 'x[*]', null],
    ['drop out of a projection', 'list[*].b', ['x', 'z']],
    ['are false in a filter', 'list[?a].a', [1, 2]],
    ['of a filtered list make null', 'x[?a]', null],
    ['are inherited by nothing', 'constructor', 'error: Unknown key "constructor" in path'],
  ])('%s', (_, expression, expected) => {
    expect(search(expression)).toEqual(expected);
  });
});

describe('the dialect', () => {
  it.each<[string, string, JsonValue]>([
    ['not binds stronger than a dot', '!a.b', null],
    ['zero is true', '`0` && n', 2],
    ['order exists between numbers only', "'a' < 'b'", null],
    ['and null has none', 'n > x', null],
    ['equality is deep', "a == {b: {c: 'x'}, c: `null`}", true],
    ['indices beyond the end are null', 'list[9]', null],
    ['negative indices count from the end', 'list[-1]', 3],
    ['slices may run backwards', '`[1,2,3,4]`[::-2]', [4, 2]],
    ['slices are projections', 'list[:2].a', [1, 2]],
    ['a step of zero is an error', 'list[::0]', 'error: Invalid slice, step cannot be 0'],
    ['unless nothing is sliced', 'n[::0]', null],
    ['lists in lists are flattened once', 'deep[]', [1, [2], 3, { a: [4] }]],
    ['a star takes the values by key', '*.c | [0]', null],
    ['and looks at one null for each of them first', '`{"k": 1}`.*.to_string(@)', ['null', '1']],
    ['errors left of a filter are null', 'nope(@)[?a]', null],
    ['errors left of a star too', 'nope(@).*', null],
    ['but not left of a projection', 'nope(@)[*]', 'error: unknown function: nope'],
    ['an unknown function is an error only when reached', 'n || nope(@)', 2],
    ['commas between arguments may be left out', "starts_with('ab' 'a')", true],
    ['whatever has a name may be called', "'length'('abc')", 3],
    ['what has none may not', '[0](@)', 'error: invalid node value type'],
    ['multi-selects of null are null', 'a.c.[x]', null],
    ['a reference is nothing to show', '&a', {}],
    ['raw strings escape quotes only', String.raw`'a\'b\\c'`, String.raw`a'b\\c`],
    ['literals escape back-ticks', '`"a\\`b"`', 'a`b'],
    ['quoted names are JSON', '`{"a b":1}`."a\\u0020b"', 1],
  ])('%s', (_, expression, expected) => {
    expect(search(expression)).toEqual(expected);
  });
});

describe('errors', () => {
  it.each<[string, string, number, string]>([
    ['a.', 'syntax', 2, 'SyntaxError: Expected identifier, lbracket, or lbrace'],
    ['a b', 'syntax', 2, 'SyntaxError: Unexpected token at the end of the expression: tUnquotedIdentifier'],
    ['foo(', 'syntax', 4, 'SyntaxError: Incomplete expression'],
    ['a # b', 'syntax', 2, "SyntaxError: Unknown char: '#'"],
    ["a == 'b", 'syntax', 7, "SyntaxError: Unclosed delimiter: '"],
    ['{a: b,}', 'syntax', 6, 'SyntaxError: Expected tQuotedIdentifier or tUnquotedIdentifier'],
    ['a.b.x', 'missing-key', 4, 'Unknown key "x" in path'],
    [
      'a.b | length(`1`)',
      'evaluation',
      6,
      'Invalid type for: 1, expected: []jmespath.JpType{"string", "array", "object"}',
    ],
    ["n && add('x', n)", 'evaluation', 5, "JMESPath function 'add': invalid operand"],
    ["join(',')", 'evaluation', 0, 'incorrect number of args'],
  ])('`%s` is a %s error at %d', (expression, kind, offset, message) => {
    let found: unknown;
    try {
      compileJmesPath(expression).search(data, context);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(JmesPathError);
    expect(found).toMatchObject({ kind, offset, message });
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(search(`${'('.repeat(5000)}a${')'.repeat(5000)}`)).toMatch(/nested deeper/);
    expect(search(`a${'.b'.repeat(5000)}`)).toMatch(/nested deeper/);
  });

  it('refuses results that would exhaust the memory', () => {
    const long = 'x'.repeat(100_000);
    expect(search(`replace_all(@, 'x', '${long}')`, long)).toBe('error: the result of the expression is too large');
    expect(search(`replace_all(@, 'x', '${long}')[?a]`, long)).toBe('error: the result of the expression is too large');
  });
});

describe('names', () => {
  const roots = (values: Record<string, JsonValue>, asked: string[]): Roots => ({
    get: (name) => {
      asked.push(name);
      return Object.hasOwn(values, name) ? values[name] : undefined;
    },
    names: () => Object.keys(values),
  });

  it.each<[string, string, JsonValue, string[]]>([
    ['are resolved when they are reached', 'a || b', 1, ['a']],
    ['may be null', 'n', null, ['n']],
    ['count also behind `@`', '@.a', 1, ['a']],
    ['are not looked for inside other values', 'm.[a]', [2], ['m']],
    ['are looked for in arguments and multi-selects', 'add([a][0], b)', 3, ['a', 'b']],
    ['are gathered when the whole is asked for', 'keys(@)', ['a', 'b', 'm', 'n'], ['a', 'b', 'm', 'n']],
    ['make no list', '[?a]', null, []],
  ])('%s', (_, expression, expected, wanted) => {
    const asked: string[] = [];
    expect(
      compileJmesPath(expression).searchRoots(roots({ a: 1, b: 2, m: { a: 2 }, n: null }, asked), context),
    ).toEqual(expected);
    expect(asked).toEqual(wanted);
  });

  it('let what their loading throws pass', () => {
    const signal = new Error('not known yet');
    const get = (): never => {
      throw signal;
    };
    expect(() => compileJmesPath('a[?b] || c').searchRoots({ get }, context)).toThrow(signal);
  });

  it('are listed, with functions and mentions', () => {
    const expression = compileJmesPath("request.object.a[?b == other].c || to_upper({k: x, m: 'literal'}.m)");
    expect([...expression.roots]).toEqual(['request', 'x']);
    expect([...expression.functions]).toEqual(['to_upper']);
    expect(['other', 'literal', 'object', 'req', 'upper'].map((name) => expression.mentions(name))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { composeDocument } from './compose.ts';
import { readFast } from './fast.ts';
import { parseManifests, toJson, toYaml } from './index.ts';
import { splitDocuments } from './split.ts';
import { valueOf } from './value.ts';

/** What the full parser gives; undefined where it refuses. */
function readFull(text: string): JsonValue | undefined {
  try {
    return valueOf(composeDocument(text));
  } catch {
    return undefined;
  }
}

function expectAgreement(text: string): boolean {
  const fast = readFast(text);
  if (fast === undefined) return false;
  expect({ text, value: fast }).toEqual({ text, value: readFull(text) });
  return true;
}

describe('readFast', () => {
  it.each([
    ['maps, lists and scalars', 'a: 1\nb:\n- x\n- c: "y"\n  d: \'z\'\ne:\n  f: ~\n'],
    ['comments', '# a\na: b # c\n\n  # d\ne: # f\n  g: h\n'],
    ['block texts', 'a: |\n  x\n\n  y\nb: >-\n  z\n  z\nc: 1'],
    ['text over several lines', 'a: x\n  y\nb: "x\n  y"\nc: 1\n'],
    ['a block text at the end without line break', 'a: |\n  x'],
    ['flow collections on one line', 'a: [1, {b: c}] # d\ne: {}\nf:\n  []\n'],
    ['quoted keys', '"a": 1\n\'b\' : 2\n'],
    ['keys that read as booleans', 'y: 1\nno: 2\n'],
    ['a marker line', '--- # a\na: 1\n'],
    ['line breaks of Windows', 'a: |\r\n  x\r\nb: y\r\n'],
    ['JSON', '{"a": [1, "x", {"b": null}]}'],
  ])('reads %s', (_, text) => {
    expect(expectAgreement(text)).toBe(true);
  });

  it.each([
    ['anchors and aliases', 'a: &x 1\nb: *x'],
    ['tags', 'a: !!str 1'],
    ['merge keys', 'a:\n  <<: {b: 1}'],
    ['tabs', 'a:\tb'],
    ['a list behind a key', 'a: - b'],
    ['a colon in a value', 'a: b: c'],
    ['keys that are numbers', '1: a'],
    ['null as a key', '~: a'],
    ['an indentation between two levels', 'a:\n    b: 1\n  c: 2'],
    ['an item in a map', 'a: 1\n- b: 2'],
    ['content on the marker line', '--- a: b'],
    ['a scalar alone', 'a'],
    ['flow collections over several lines', 'a: [1,\n  2]'],
    ['numbers that JSON cannot hold', 'a: .inf'],
    ['JSON that YAML reads otherwise', '{"a": "x\\/y"}'],
    ['minus zero in JSON', '[-0]'],
    ['more levels than are allowed', `${'['.repeat(300)}${']'.repeat(300)}`],
  ])('leaves %s to the full parser', (_, text) => {
    expect(readFast(text)).toBeUndefined();
  });

  it('agrees with the full parser on what toYaml and toJson write', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('a: b', '- x', 'y', '1', 'x\ny\n', ' x', "it's", 'word '.repeat(30)),
    );
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expectAgreement(`${toYaml(value)}\n`);
        expectAgreement(toJson(value));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with the full parser on texts put together from pieces of YAML', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        for (const { start, end } of splitDocuments(text)) expectAgreement(text.slice(start, end));
      }),
      { numRuns: runs },
    );
  });
});

/** More with `FAST_CHECK_RUNS` when the parsers change. */
const runs = Number(process.env['FAST_CHECK_RUNS'] ?? 5000);

const pieces = [
  ' ',
  '  ',
  '\n',
  '\n',
  '\n  ',
  '\n- ',
  '\n  - ',
  '\n    ',
  '\t',
  '- ',
  '-',
  ': ',
  ':',
  'a: ',
  'a',
  'b',
  'key: ',
  '# c',
  ' # c',
  '"',
  "'",
  '"x"',
  "'y'",
  '{',
  '}',
  '[',
  ']',
  ', ',
  '[a, b]',
  '{a: b}',
  '&a ',
  '*a',
  '!!str ',
  '|\n',
  '>-\n',
  '|2\n',
  '?',
  '? ',
  '%',
  '@',
  '`',
  '\\',
  '<<: ',
  '~',
  'null',
  'yes',
  '0x1F',
  '1_0',
  '1e3',
  '.inf',
  'é',
  '---',
  '--- ',
  '\n...\n',
  '\r\n',
];

const shared = resolve(import.meta.dirname, '../../../../shared');
const folders = ['conformance', 'helm-golden'].map((name) => join(shared, name));
const isThere = folders.every(existsSync);

describe.skipIf(!isThere)(
  isThere ? 'manifests of the world' : 'skipped: needs ../shared/conformance, see CONTRIBUTING.md',
  () => {
    const documents = folders
      .flatMap(textsBelow)
      .flatMap((text) => splitDocuments(text).map(({ start, end }) => text.slice(start, end)));

    it('are read by the fast and the full parser alike, nearly all of them fast', () => {
      const readable = documents.filter((text) => readFull(text) !== undefined);
      const fast = readable.filter(expectAgreement);
      expect(fast.length / readable.length).toBeGreaterThan(0.97);
    });

    it('are read alike when they are damaged', () => {
      const short = documents.filter((text) => text.length < 1500);
      const damage = fc.tuple(fc.nat({ max: 1500 }), fc.constantFrom(...pieces), fc.nat({ max: 4 }));
      fc.assert(
        fc.property(fc.constantFrom(...short), fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) => {
          let damaged = text;
          for (const [at, piece, cut] of damages) damaged = damaged.slice(0, at) + piece + damaged.slice(at + cut);
          for (const { start, end } of splitDocuments(damaged)) expectAgreement(damaged.slice(start, end));
        }),
        { numRuns: runs },
      );
    });

    it('come back from positions as the values that they are', () => {
      for (const text of documents.filter((_, index) => index % 20 === 0)) {
        for (const document of parseManifests(text, 'f').documents) {
          for (const [path, value] of leavesOf(document.value, [])) {
            const range = document.range(path);
            expect(range, path.join('.')).toBeDefined();
            if (typeof value === 'number') expect(text.slice(range!.start, range!.end)).toMatch(/^[*\d+\-.]/);
          }
        }
      }
    });
  },
);

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function* leavesOf(value: JsonValue, path: (string | number)[]): Generator<[(string | number)[], JsonValue]> {
  if (typeof value !== 'object' || value === null) yield [path, value];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* leavesOf(item, [...path, index]);
  else for (const [key, item] of Object.entries(value)) yield* leavesOf(item, [...path, key]);
}

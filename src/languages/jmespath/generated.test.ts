import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonValue, jsonEqual, toGoJson } from '../../foundations/kube/index.ts';
import { compileJmesPath, JmesPathError } from './index.ts';

const name = fc.constantFrom('a', 'b', 'c', 'list', 'name', 'none', '"a b"');
const literal = fc.constantFrom(
  '`1`',
  '`null`',
  '`[1,2,3]`',
  '`{"a":1}`',
  "'abc'",
  "''",
  "'1Gi'",
  "'2023-01-02T03:04:05Z'",
  '@',
);
const step = fc.constantFrom('[0]', '[-1]', '[*]', '[]', '[1:]', '[::-1]', '[?a]', '.a', '.b', '.name', '.*');
const unary = fc.constantFrom(
  'length',
  'type',
  'to_string',
  'to_number',
  'to_array',
  'reverse',
  'sort',
  'sum',
  'max',
  'to_upper',
  'nope',
);
const binary = fc.constantFrom(
  'contains',
  'join',
  'add',
  'multiply',
  'divide',
  'split',
  'truncate',
  'lookup',
  'not_null',
  'merge',
);

const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    name,
    name,
    literal,
    tie('expression').map((inner) => `(${inner})`),
    tie('expression').map((inner) => `!${inner}`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}]`),
    fc.tuple(name, tie('expression')).map(([key, value]) => `{${key}: ${value}}`),
    fc.tuple(unary, tie('expression')).map(([f, a]) => `${f}(${a})`),
    fc.tuple(binary, tie('expression'), tie('expression')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `sort_by(${a}, &${b})`),
  ),
  expression: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    tie('atom'),
    fc.tuple(tie('atom'), step).map((parts) => parts.join('')),
    fc.tuple(tie('atom'), step, step).map((parts) => parts.join('')),
    fc
      .tuple(tie('atom'), fc.constantFrom('||', '&&', '|', '==', '!=', '<', '>='), tie('expression'))
      .map((parts) => parts.join(' ')),
  ),
}));

const documents: readonly JsonValue[] = [
  {
    a: { b: { c: 'x' }, name: 'n' },
    b: null,
    c: 2,
    list: [{ a: 1, name: 'p' }, { a: 2 }, null, [3]],
    name: 'abc',
    'a b': 's',
  },
  { a: [3, 1, 2], b: ['b', 'é', '😀', '\uffee'], c: '500m', list: [[1, [2]], [], { a: { a: true } }], name: '1Gi' },
];
const document = fc.constantFrom(...documents);

type Outcome = { readonly value: JsonValue } | { readonly error: string };

function evaluate(text: string, data: JsonValue): Outcome {
  try {
    return { value: JSON.parse(toGoJson(compileJmesPath(text).search(data, { now: 0 }))) as JsonValue };
  } catch (error) {
    if (error instanceof JmesPathError) return { error: error.message };
    throw error;
  }
}

describe('laws', () => {
  const runs = { numRuns: 400 };

  it('an evaluation changes no input, and is the same each time', () => {
    fc.assert(
      fc.property(expression, document, (text, data) => {
        const before = structuredClone(data);
        const first = evaluate(text, data);
        expect(data).toEqual(before);
        expect(evaluate(text, data)).toEqual(first);
      }),
      runs,
    );
  });

  it('parentheses change nothing', () => {
    fc.assert(
      fc.property(expression, document, (text, data) => {
        expect(evaluate(`(${text})`, data)).toEqual(evaluate(text, data));
      }),
      runs,
    );
  });

  it('names resolved one by one give what the whole value gives', () => {
    fc.assert(
      fc.property(expression, document, (text, data) => {
        const map = data as Record<string, JsonValue>;
        const roots = { get: (key: string) => map[key], names: () => Object.keys(map) };
        const whole = evaluate(text, data);
        let byName: Outcome;
        try {
          byName = { value: JSON.parse(toGoJson(compileJmesPath(text).searchRoots(roots, { now: 0 }))) as JsonValue };
        } catch (error) {
          byName = { error: (error as Error).message };
        }
        expect(byName).toEqual(whole);
      }),
      runs,
    );
  });

  it('a default makes a missing key no error', () => {
    fc.assert(
      fc.property(expression, document, (text, data) => {
        const outcome = evaluate(`(${text}) || 'default'`, data);
        if ('error' in outcome) expect(outcome.error).not.toMatch(/^Unknown key/);
      }),
      runs,
    );
  });

  it('any text compiles or fails with a place inside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          expression.map((text) => text.slice(1)),
          expression.map((text) => text.slice(0, -1)),
        ),
        (text) => {
          try {
            compileJmesPath(text);
          } catch (error) {
            expect(error).toBeInstanceOf(JmesPathError);
            expect((error as JmesPathError).offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const kyverno = join(
  process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'),
  'kyverno',
);

describe('the real program', () => {
  it.skipIf(!existsSync(kyverno))(
    `agrees${existsSync(kyverno) ? '' : ' (skipped: needs kyverno, see CONTRIBUTING.md)'}`,
    { timeout: 120_000 },
    () => {
      const texts = [...new Set(fc.sample(expression, { numRuns: 250, seed: 7 }))].filter(
        (text) => !text.includes('*'),
      );
      for (const data of documents) {
        const found = askKyverno(texts, data);
        const differences = texts.flatMap((text, index) => {
          const wanted = found[index];
          const ours = evaluate(text, data);
          return wanted === undefined || isSame(wanted, ours) ? [] : [{ text, wanted, ours }];
        });
        expect(differences).toEqual([]);
        expect(found.filter((outcome) => outcome !== undefined).length).toBeGreaterThan(texts.length * 0.9);
      }
    },
  );
});

function isSame(a: Outcome, b: Outcome): boolean {
  if ('error' in a || 'error' in b) return 'error' in a && 'error' in b && a.error === b.error;
  return jsonEqual(a.value, b.value);
}

/** The answer of the real program to each expression; `undefined` where it crashes. It stops at the first error. */
function askKyverno(texts: readonly string[], data: JsonValue): readonly (Outcome | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-jmespath-'));
  try {
    const input = join(folder, 'input.json');
    writeFileSync(input, JSON.stringify(data));
    const outcomes: (Outcome | undefined)[] = [];
    while (outcomes.length < texts.length) {
      const rest = texts.slice(outcomes.length);
      const files = rest.map((text, index) => {
        const file = join(folder, `${index}`);
        writeFileSync(file, text);
        return ['-q', file];
      });
      const { stdout, stderr } = spawnSync(kyverno, ['jp', 'query', '-c', '-i', input, ...files.flat()], {
        encoding: 'utf8',
      });
      const lines = stdout.trimEnd().split('\n');
      for (let i = 1; i < lines.length; i += 2) outcomes.push({ value: JSON.parse(lines[i]!) as JsonValue });
      if (outcomes.length === texts.length) break;
      outcomes.push(readError(stderr));
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readError(stderr: string): Outcome | undefined {
  const message =
    /^Error: (?:error evaluating JMESPath expression: |failed to compile JMESPath: [\s\S]*, error: )?(.*)$/m.exec(
      stderr,
    )?.[1];
  return message === undefined || message.startsWith('error marshalling') ? undefined : { error: message };
}

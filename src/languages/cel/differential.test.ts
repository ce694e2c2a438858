import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';
import { describe, expect, it } from 'vitest';
import { CelError, compileCel, toPlain } from './index.ts';
import { differentialCases, resource } from './testing/differential-cases.ts';
import type { Suite } from './testing/suite.ts';
import { typeName } from './value/value.ts';

// Every expression goes through Kubernetes' own CEL too: the same outcome, the same value, the same error.

const binary = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache/bylaw-reference/bin'), 'cel');
const names = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables', 'authorizer'];
const env = { variables: Object.fromEntries(names.map((name) => [name, 'dyn' as const])) };

interface Outcome {
  readonly stage: 'value' | 'compile' | 'evaluate';
  readonly type?: string;
  readonly value?: unknown;
  readonly error?: string;
}

interface Answer {
  readonly id: number;
  readonly type?: string;
  readonly value?: unknown;
  readonly stage?: 'compile' | 'evaluate';
  readonly error?: string;
}

function askReference(expressions: readonly string[]): Answer[] {
  const lines = expressions.map((expression, id) => JSON.stringify({ id, expression, variables: resource }));
  const { stdout } = spawnSync(binary, { input: `${lines.join('\n')}\n`, maxBuffer: 1 << 28, encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answer);
}

/** Errors of evaluation have a text that must agree, errors of compilation only must be there. */
function theirs({ type, value, stage, error }: Answer): Outcome {
  if (stage === 'evaluate') return { stage, error };
  return stage
    ? { stage }
    : { stage: 'value', type: type === 'optional' ? 'optional_type' : type, value: sortKeys(value) };
}

function ours(expression: string): Outcome {
  const compiled = compileCel(expression, env);
  if ('errors' in compiled) return { stage: 'compile' };
  const result = compiled.program.evaluate({
    get: (name) => (resource as Readonly<Record<string, unknown>>)[name] ?? null,
  });
  if (result instanceof CelError) return { stage: 'evaluate', error: result.message };
  return { stage: 'value', type: typeName(result), value: sortKeys(toPlain(result)) };
}

/** Of values that JSON does not have the reference prints Go's text: there only the types can be compared. */
function isSame(a: Outcome, b: Outcome): boolean {
  const isText = a.stage === 'value' && a.type !== 'string' && typeof a.value === 'string';
  return isText ? a.type === b.type : JSON.stringify(a) === JSON.stringify(b);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

function differences(expressions: readonly string[]): string[] {
  return askReference(expressions).flatMap((answer) => {
    const expression = expressions[answer.id]!;
    const [a, b] = [theirs(answer), ours(expression)];
    return isSame(a, b)
      ? []
      : [
          `${expression}
  theirs ${JSON.stringify(a)}
  ours   ${JSON.stringify(b)}`,
        ];
  });
}

function expressionsOf(suite: Suite): string[] {
  return [...(suite.tests ?? []).map(({ original }) => original.expr), ...(suite.suites ?? []).flatMap(expressionsOf)];
}

/** What the reference's environment lacks: messages, and libraries that only Kyverno adds. */
const beyond =
  /Test|google\.protobuf|Value\{|cel\.|math\.|base64\.|proto\.|strings\.|regex\.|reverse|`|optional_chaining|orValue/;
/** Known and harmless: see the words of the errors, and types of empty lists within each other. */
const tolerated =
  /null (<|>)|9999-12-31T23:59:59Z'\) -|0001-01-01T00:00:00Z'\) - timestamp|\{null:|"%d"\.format\(\[double|\[\[\[\[\[\]|0000-01-01/;

describe.skipIf(!existsSync(binary))(
  `Kubernetes' CEL${existsSync(binary) ? '' : ' (skipped: needs cel, see CONTRIBUTING.md)'}`,
  () => {
    it(`agrees on ${differentialCases.length} expressions over a resource`, () => {
      expect(differences(differentialCases)).toEqual([]);
    });

    it('agrees on the expressions of the conformance suite', () => {
      const all = [...new Set(expressionsOf(tests as unknown as Suite))];
      const shared = all.filter((expression) => !beyond.test(expression) && !tolerated.test(expression));
      expect(shared.length).toBeGreaterThan(1000);
      expect(differences(shared)).toEqual([]);
    });
  },
);

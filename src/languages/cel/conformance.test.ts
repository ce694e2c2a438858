import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';
import { describe, expect, it } from 'vitest';
import { CelError, type CelType, compileCel } from './index.ts';
import gaps from './testing/known-gaps.json' with { type: 'json' };
import { fromSuite, type Suite, type SuiteTest } from './testing/suite.ts';
import { equal } from './value/compare.ts';
import { approximate } from './value/number.ts';
import { toPlain } from './value/plain.ts';
import { type CelValue, isNumber, typeName } from './value/value.ts';

// CEL's own conformance suite. What Bylaw does not do is listed in known-gaps.json with the reason; the test fails when
// a listed case passes, so the list can only shrink.

/** Suites about protobuf messages, which resources are not. */
const protobufSuites = ['block_ext', 'dynamic', 'enums', 'proto2', 'proto2_ext', 'proto3', 'wrappers'];
const protobuf = /TestAll|google\.protobuf\.(?!Timestamp\b|Duration\b)|Int32Value|tuple\(|\bmsg\b/;

interface Case {
  readonly name: string;
  readonly test: SuiteTest['original'];
}

function casesOf(suite: Suite, path: string): Case[] {
  const own = (suite.tests ?? []).map(({ original }) => ({ name: `${path}/${original.name ?? ''}`, test: original }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => casesOf(inner, `${path}/${inner.name}`))];
}

const kinds: Readonly<Record<string, CelType>> = {
  BOOL: 'bool',
  INT64: 'int',
  UINT64: 'uint',
  DOUBLE: 'double',
  STRING: 'string',
  BYTES: 'bytes',
};

function kindOf(declaration: unknown): CelType {
  const type = (declaration as { ident?: { type?: { primitive?: string; listType?: unknown; mapType?: unknown } } })
    .ident?.type;
  if (type?.primitive) return kinds[type.primitive] ?? 'dyn';
  return type?.listType ? 'list' : type?.mapType ? 'map' : 'dyn';
}

/** What is wrong with the answer; `undefined` when it is as the suite wants it. */
function judge(test: SuiteTest['original']): string | undefined {
  const variables: Record<string, CelType> = {};
  for (const name of Object.keys(test.bindings ?? {})) variables[name] = 'dyn';
  for (const declaration of test.typeEnv ?? []) variables[declaration.name] = kindOf(declaration);
  const wantsError = Boolean(test.evalError ?? test.anyEvalErrors ?? test.unknown);
  const compiled = compileCel(test.expr, { variables, mixedLiterals: true });
  if ('errors' in compiled) return wantsError ? undefined : compiled.errors.map(({ message }) => message).join('; ');
  if (test.checkOnly) return undefined;
  const values = Object.entries(test.bindings ?? {}).map(
    ([name, { value }]) => [name, value && fromSuite(value)] as const,
  );
  const bindings = new Map<string, CelValue | undefined>(values);
  const result = compiled.program.evaluate({ get: (name) => bindings.get(name) });
  if (result instanceof CelError) return wantsError ? undefined : result.message;
  const wanted = test.value ?? test.typedResult?.result;
  const value = wanted ? fromSuite(wanted) : wantsError ? undefined : true;
  const same =
    value !== undefined &&
    typeName(value) === typeName(result) &&
    (equal(value, result, { spend() {} }) || bothNaN(value, result));
  return same ? undefined : `gave ${typeName(result)} ${JSON.stringify(toPlain(result))}`;
}

function bothNaN(a: CelValue, b: CelValue): boolean {
  return isNumber(a) && isNumber(b) && Number.isNaN(approximate(a)) && Number.isNaN(approximate(b));
}

const cases = (tests as unknown as Suite)
  .suites!.filter(({ name }) => !protobufSuites.includes(name))
  .flatMap((suite) => casesOf(suite, suite.name))
  .filter(({ test }) => !protobuf.test(test.expr));
const known = new Map(
  Object.entries(gaps as Readonly<Record<string, readonly string[]>>).flatMap(([reason, names]) =>
    names.map((name) => [name, reason] as const),
  ),
);

describe('CEL conformance suite', () => {
  it(`answers ${cases.length} cases as wanted, but for ${known.size} known gaps`, () => {
    const failed = new Map(
      cases.map(({ name, test }) => [name, judge(test)] as const).filter(([, problem]) => problem),
    );
    const unexpected = [...failed].filter(([name]) => !known.has(name)).map(([name, problem]) => `${name}: ${problem}`);
    const closed = [...known.keys()].filter((name) => !failed.has(name));
    expect({ unexpected, closed }).toEqual({ unexpected: [], closed: [] });
  });
});

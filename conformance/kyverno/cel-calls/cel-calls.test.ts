import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { haveKyverno, kyverno, needsKyverno } from '../reference.ts';
import { clusterCases, contextCases, namespacedCases } from './cases.ts';
import { askBylaw, askReference, type Setting, writeSuite } from './suite.ts';

const root = mkdtempSync(join(tmpdir(), 'bylaw-calls-'));
afterAll(() => rmSync(root, { recursive: true }));

describe.each<[string, Setting]>([
  ['a Context file', { cases: contextCases, policyKind: 'ValidatingPolicy', cluster: false }],
  ['clusterResources', { cases: clusterCases, policyKind: 'ValidatingPolicy', cluster: true }],
  [
    'a Context file, to a policy of one namespace',
    { cases: namespacedCases, policyKind: 'NamespacedValidatingPolicy', cluster: false },
  ],
])('calls from CEL that are answered by %s', (name, setting) => {
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  writeSuite(folder, setting);
  const told = (says: readonly string[]) => setting.cases.map(({ expression }, index) => [expression, says[index]]);

  it('say what they should', async () => {
    expect(told(await askBylaw(folder))).toEqual(told(setting.cases.map(({ says }) => says)));
  });

  it.skipIf(!haveKyverno)(`say what the real program says${needsKyverno}`, { timeout: 120_000 }, () => {
    const expected = setting.cases.map(({ says, reference }) => reference ?? says);
    expect(told(askReference(kyverno, folder))).toEqual(told(expected));
  });
});

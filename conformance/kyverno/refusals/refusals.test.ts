import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { haveKyverno, needsKyverno } from '../reference.ts';
import { haveSuites } from '../runner.ts';
import { documentOf, type RefusalCase, refusalCases } from './cases.ts';
import { crash, decideByReference } from './decide.ts';
import { compareDecisions, mistakenPolicies, policiesOfSuites } from './differential.ts';

function findingsIn(one: RefusalCase): string[] {
  const { policies, diagnostics } = loadPolicies(parseManifests(documentOf(one, 'p'), 'p.yaml').documents);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // Refused is what has an error, and only that; each error has a place and says what to do.
  expect(policies.length).toBe(errors.length === 0 ? 1 : 0);
  for (const { location } of errors) expect(location).toBeDefined();
  return errors.map(({ code, subject }) => `${code} ${subject?.path}`);
}

describe('a policy', () => {
  it.each(refusalCases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(findingsIn(one)).toEqual(one.found);
  });
});

describe('the real program', () => {
  it.skipIf(!haveKyverno)(`refuses the same cases${needsKyverno}`, { timeout: 120_000 }, () => {
    const texts = refusalCases.map((one, index) => documentOf(one, `p${index}`));
    const decisions = decideByReference(texts, (index) => `p${index}`);
    const different = refusalCases.filter(({ found }, index) => decisions[index]!.accepted !== (found.length === 0));
    expect(different.map(({ name }) => name)).toEqual([]);
    expect(decisions.filter(({ reason }) => reason === crash)).toEqual([]);
  });

  const ready = haveKyverno && haveSuites();
  const needs = ready ? '' : ' (skipped: needs kyverno and ../shared/conformance, see CONTRIBUTING.md)';

  it.skipIf(!ready)(`refuses the same policies of its own suites${needs}`, { timeout: 120_000 }, () => {
    const { accepted, differences } = compareDecisions(policiesOfSuites());
    expect(differences).toEqual([]);
    expect(accepted).toBeGreaterThan(200);
  });

  it.skipIf(!ready)(`refuses the same policies with mistakes made at random${needs}`, { timeout: 120_000 }, () => {
    const { accepted, refused, differences } = compareDecisions(mistakenPolicies(3, 200));
    expect(differences).toEqual([]);
    expect(Math.min(accepted, refused)).toBeGreaterThan(50);
  });
});

import { describe, expect, it } from 'vitest';
import { haveKyverno, needsKyverno } from '../reference.ts';
import { runDifferential } from './differential.ts';

describe('podSecurity rules on pods made at random', () => {
  it.skipIf(!haveKyverno)(`give what the real program gives${needsKyverno}`, { timeout: 120_000 }, () => {
    const { counts, differences } = runDifferential({ seed: 5, pods: 150, policies: 12 });
    expect(differences).toEqual([]);
    // All kinds of result must be among them, or the comparison says little.
    expect(Object.keys(counts).sort()).toEqual(['error', 'fail', 'pass', 'skip']);
    expect(counts['pass']).toBeGreaterThan(100);
  });
});

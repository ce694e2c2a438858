import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../src/adapters/reference/index.ts';
import { compareImages } from './images.ts';
import { compareMutations } from './mutate.ts';
import { compareValidations } from './validate.ts';

const kyverno = findProgram('kyverno');
const skipped = kyverno ? '' : ' (skipped: needs the real kyverno, see CONTRIBUTING.md)';

describe.skipIf(!kyverno)(`generated cases, compared with the real kyverno${skipped}`, () => {
  it('mutate rules leave the same resource', { timeout: 120_000 }, () => {
    const { differences, compared, effective } = compareMutations(kyverno!, 11, 80);
    expect(differences).toEqual([]);
    expect(effective).toBeGreaterThan(compared / 4);
  });

  it('rules about images and signed manifests say the same, over one registry', { timeout: 120_000 }, async () => {
    const { differences, cases } = await compareImages(kyverno!, findProgram('cosign'));
    expect(differences).toEqual([]);
    expect(cases).toBeGreaterThan(45);
  });

  it('validate rules say the same, word for word', { timeout: 120_000 }, () => {
    const { differences, compared } = compareValidations(kyverno!, 3, 4);
    expect(differences).toEqual([]);
    for (const status of ['pass', 'fail', 'skip', 'error', 'warn']) expect(compared[status]).toBeGreaterThan(0);
  });
});

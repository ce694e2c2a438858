import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeInventory, openWorkspace, PolicyReading } from '../src/apps/workspace/index.ts';

const acme = join(import.meta.dirname, 'acme');

describe('the sample organisation', () => {
  // The expected counts were written by the real Kyverno; an exception's date is a placeholder there, so it never ends.
  it.each(['dev-1', 'qac-1', 'stg-1', 'prd-1'])('gives the reference verdicts on cluster %s', async (cluster) => {
    const { workspace } = await openWorkspace(acme);
    const { environment } = workspace!.platform.clusters.find(({ name }) => name === cluster)!;
    const reading = new PolicyReading(workspace!);
    const catalog = await reading.catalog(environment);
    const { exceptions } = await reading.exceptions();
    const { resources } = await workspace!.inventory(cluster);
    const running = exceptions.map((exception) => (exception.kind === 'cel' ? { ...exception, spec: { ...exception.spec, expiresAt: '2999-01-01T00:00:00Z' } } : exception));
    const { responses } = await judgeInventory(catalog.policies, running, resources, Date.now());
    const counts: Record<string, Record<string, number>> = {};
    for (const { policy, results } of responses.map(({ response }) => response)) {
      for (const { rule, status, exceptions: by } of results) {
        const key = `${policy.name}/${rule || (by?.length ? 'exception' : '')}`;
        counts[key] ??= { pass: 0, fail: 0, skip: 0, error: 0 };
        counts[key][status] = (counts[key][status] ?? 0) + 1;
      }
    }
    const expected = JSON.parse(readFileSync(join(acme, 'expected', `${cluster}.json`), 'utf8'));
    expect(counts).toEqual(expected);
  });
});

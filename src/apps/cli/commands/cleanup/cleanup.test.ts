import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Console } from '../../console.ts';
import { runCleanup } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bylaw-cleanup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const policy = (schedule: string) => `apiVersion: kyverno.io/v2
kind: ClusterCleanupPolicy
metadata: {name: old}
spec:
  schedule: "${schedule}"
  match: {any: [{resources: {kinds: [Pod]}}]}
  conditions: {all: [{key: "{{ target.metadata.labels.keep || 'no' }}", operator: Equals, value: "no"}]}
`;

const manifests = `apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: b, namespace: shop, labels: {keep: "yes"}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop, labels: {cleanup.kyverno.io/ttl: 2026-01-01}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: d, namespace: shop, labels: {cleanup.kyverno.io/ttl: soon}}
`;

async function run(schedule: string, output = 'json') {
  const [policies, resources] = [join(folder, 'policy.yaml'), join(folder, 'resources.yaml')];
  writeFileSync(policies, policy(schedule));
  writeFileSync(resources, manifests);
  const printed = { out: '', notes: '' };
  const stream = (key: 'out' | 'notes') =>
    ({
      isTTY: false,
      write: (text: string) => {
        printed[key] += text;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await runCleanup(
    [policies],
    { resource: [resources], at: '2026-11-24T12:00:00Z', output },
    new Console(stream('out'), stream('notes')),
  );
  return { code, ...printed, resources };
}

it('tells what goes, by what, when, and where it is written', async () => {
  const { code, out, notes, resources } = await run('0 3 * * *');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([
    { resource: 'shop/Pod/a', place: `${resources}:2`, by: 'ClusterCleanupPolicy old', at: '2026-11-25T03:00:00Z' },
    { resource: 'shop/ConfigMap/c', place: `${resources}:10`, by: 'its label', at: '2026-01-01T00:00:00Z' },
  ]);
  expect(notes).toContain('warning CLEANUP_NOT_JUDGED: label `cleanup.kyverno.io/ttl` of shop/ConfigMap/d');
});

it('a schedule that is wrong is an error at its line, and labels are judged all the same', async () => {
  const { code, out, notes } = await run('never', 'text');
  expect(code).toBe(2);
  expect(notes).toMatch(
    /policy\.yaml:5:13: error ENGINE_RULE_INVALID: cleanup policy `old`: a schedule has five fields/,
  );
  expect(out).toContain('shop/ConfigMap/c');
  expect(out).not.toContain('shop/Pod/a');
});

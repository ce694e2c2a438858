import { describe, expect, it } from 'vitest';
import type { Fact, Lookup } from '../../domain/engine/index.ts';
import type { JsonObject, Resource } from '../../foundations/kube/index.ts';
import { FolderCluster } from './folder-cluster.ts';
import { GlobalContext } from './global-context.ts';

const deployment = (name: string): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: name === 'x' ? 'other' : 'shop' },
});
const entry = (name: string, spec: JsonObject, version = 'v2'): Resource => ({
  apiVersion: `kyverno.io/${version}`,
  kind: 'GlobalContextEntry',
  metadata: { name },
  spec,
});
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const projections = [
  { name: 'names', jmesPath: '[].metadata.name' },
  { name: 'broken', jmesPath: 'nope(' },
];
const objects = [deployment('a'), deployment('b'), deployment('x')];
const ask = (facts: GlobalContext, name: string) => facts.fetch({ kind: 'globalContext', name });

describe('an entry of the global context', () => {
  const facts = new GlobalContext(
    [
      entry('all', { kubernetesResource: deployments, projections }),
      entry('shop', { kubernetesResource: { ...deployments, namespace: 'shop' }, projections }),
      entry('empty', {}),
    ],
    new FolderCluster([...objects, entry('found', { kubernetesResource: deployments, projections }, 'v2alpha1')]),
  );

  it.each([
    ['all', { kind: 'value', value: objects }],
    ['all.names', { kind: 'value', value: ['a', 'b', 'x'] }],
    ['shop.names', { kind: 'value', value: ['a', 'b'] }],
    ['found.names', { kind: 'value', value: ['a', 'b', 'x'] }],
    ['all.none', { kind: 'error', message: 'failed to read a GlobalContextEntry: projection "none" not found' }],
    ['all.broken', { kind: 'error', message: expect.stringContaining('projection "broken": ') }],
    ['empty', { kind: 'error', message: 'failed to read a GlobalContextEntry: empty says no place to load from' }],
    ['missing', { kind: 'unavailable' }],
  ])('%s', async (name, expected) => {
    expect(await ask(facts, name)).toEqual(expected);
  });

  it('is read once, and a call that fails is tried as often as the entry says', async () => {
    let calls = 0;
    const source = {
      fetch: (lookup: Lookup): Promise<Fact> => {
        if (lookup.kind !== 'apiCall') return Promise.resolve({ kind: 'unavailable' });
        calls++;
        return Promise.resolve(calls > 2 ? { kind: 'value', value: { a: 1 } } : { kind: 'error', message: 'no' });
      },
    };
    const entries = (retryLimit: number) => [
      entry('call', { apiCall: { urlPath: '/version', retryLimit }, projections: [{ name: 'a', jmesPath: 'a' }] }),
    ];
    expect(await ask(new GlobalContext(entries(1), source), 'call')).toEqual({ kind: 'error', message: 'no' });
    expect(calls).toBe(2);
    const patient = new GlobalContext(entries(5), source);
    expect(await Promise.all([ask(patient, 'call.a'), ask(patient, 'call')])).toEqual([
      { kind: 'value', value: 1 },
      { kind: 'value', value: { a: 1 } },
    ]);
    expect(calls).toBe(3);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../../src/adapters/reference/index.ts';
import { findSuites, runSuite } from '../../../src/apps/workspace/index.ts';
import type { JsonValue } from '../../../src/foundations/kube/index.ts';
import { type CallCase, images, mocks, objects } from './cases.ts';

export interface Setting {
  readonly cases: readonly CallCase[];
  readonly policyKind: 'ValidatingPolicy' | 'NamespacedValidatingPolicy';
  /** Whether the objects lie in a cluster or in a Context file. */
  readonly cluster: boolean;
}

/** Writes a test whose every policy fails with what its expression gives. */
export function writeSuite(folder: string, { cases, policyKind, cluster }: Setting): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, ...documents: JsonValue[]) =>
    writeFileSync(join(folder, name), documents.map((one) => `${JSON.stringify(one)}\n`).join('---\n'));
  const namespaced = policyKind === 'NamespacedValidatingPolicy';
  const policies = cases.map(({ expression }, index) => policyOf(expression, index, policyKind));
  write('policies.yaml', ...policies);
  write('pod.yaml', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  });
  const spec = { resources: [...objects], ...(cluster ? {} : { images: [...images] }) };
  write('surroundings.yaml', {
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: cluster ? 'ClusterResource' : 'Context',
    metadata: { name: 'surroundings' },
    spec,
  });
  write('kyverno-test.yaml', {
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Test',
    metadata: { name: 'calls' },
    policies: ['policies.yaml'],
    resources: ['pod.yaml'],
    ...(cluster ? { clusterResources: ['surroundings.yaml'] } : { context: 'surroundings.yaml' }),
    ...mocks,
    results: policies.map(({ metadata: { name } }) => ({
      policy: namespaced ? `default/${name}` : name,
      isValidatingPolicy: true,
      kind: 'Pod',
      resources: ['p'],
      result: 'pass',
    })),
  });
}

function policyOf(expression: string, index: number, kind: Setting['policyKind']) {
  const namespaced = kind === 'NamespacedValidatingPolicy';
  return {
    apiVersion: 'policies.kyverno.io/v1beta1',
    kind,
    metadata: { name: `p${index}`, ...(namespaced ? { namespace: 'default' } : {}) },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      variables: [{ name: 'text', expression: `string(${expression})` }],
      validations: [{ expression: 'variables.text == "never"', messageExpression: 'variables.text' }],
    },
  };
}

/** What each policy says, by Bylaw. */
export async function askBylaw(folder: string): Promise<readonly string[]> {
  const [found] = await findSuites([folder], 'kyverno-test.yaml');
  const { rows } = await runSuite(found!.suite!, found!.path, 0);
  return rows.map(({ message }) => message);
}

/** What each policy says, by the real program. */
export function askReference(kyverno: string, folder: string): readonly string[] {
  const { stdout } = runProgram(kyverno, ['test', folder, '--detailed-results', '--remove-color', '-o', 'json']);
  const from = stdout.indexOf('\n[');
  if (from < 0) throw new Error(`no results in what the real program printed: ${stdout}`);
  const rows = JSON.parse(stdout.slice(from, stdout.lastIndexOf('\n]') + 2)) as { Message: string }[];
  return rows.map(({ Message }) => Message);
}

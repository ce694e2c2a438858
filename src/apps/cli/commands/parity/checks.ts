import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCharts, valuesFiles } from '../../../../domain/catalog/index.ts';
import type { ManifestDocument } from '../../../../languages/manifest/index.ts';
import { PolicyReading, type Workspace } from '../../../workspace/index.ts';

/** One thing to compare: the arguments that both programs get. */
export interface Check {
  readonly kind: 'rendering' | 'verdicts' | 'tests';
  /** What it is about, for people. */
  readonly title: string;
  readonly args: readonly string[];
}

export interface CheckFlags {
  readonly chart?: readonly string[];
  readonly values?: readonly string[];
  readonly policy?: readonly string[];
  readonly resource?: readonly string[];
  readonly test?: readonly string[];
}

const reportFlags = ['--policy-report', '--output-format', 'json'];

/** The checks that flags ask for; empty when they ask for none. */
export function checksOfFlags(flags: CheckFlags): Check[] {
  const { chart = [], values = [], policy = [], resource = [], test = [] } = flags;
  return [
    ...chart.map((folder) => renderingCheck(folder, values)),
    ...(policy.length > 0 ? [verdictCheck(policy, resource)] : []),
    ...test.map(testCheck),
  ];
}

function renderingCheck(folder: string, values: readonly string[], title = folder): Check {
  return {
    kind: 'rendering',
    title,
    args: ['template', 'parity', folder, ...values.flatMap((file) => ['--values', file])],
  };
}

function verdictCheck(policies: readonly string[], resources: readonly string[], title = policies.join(', ')): Check {
  const named = resources.flatMap((path) => ['--resource', path]);
  return { kind: 'verdicts', title, args: ['apply', ...policies, ...named, ...reportFlags] };
}

function testCheck(folder: string): Check {
  return { kind: 'tests', title: folder, args: ['test', folder] };
}

/**
 * The checks of a platform: each chart in each environment, the rendered policies on each cluster's manifests, and the
 * tests of each source. `work` receives the rendered policies, so that a difference can be reproduced.
 */
export async function checksOfPlatform(workspace: Workspace, work: string): Promise<Check[]> {
  const reading = new PolicyReading(workspace);
  const { sources, environments, clusters } = workspace.platform;
  const checks: Check[] = [];
  for (const source of sources) {
    const tree = await reading.tree(source);
    const folder = workspace.sourceFolder(source);
    for (const environment of environments) {
      const values = valuesFiles(tree, environment).map((path) => join(folder, path));
      for (const { name, root } of findCharts(tree))
        checks.push(renderingCheck(join(folder, root), values, `chart ${name} in ${environment}`));
    }
    if ([...tree.files.keys()].some((path) => path.endsWith('/kyverno-test.yaml'))) checks.push(testCheck(folder));
  }
  const { exceptions } = await reading.exceptions();
  const documents = exceptions.map(({ document }) => document);
  const excepted =
    exceptions.length > 0 ? ['--exception', writeDocuments(join(work, 'exceptions.yaml'), documents)] : [];
  for (const { name, environment, path } of clusters) {
    const { policies } = await reading.catalog(environment);
    const file = writeDocuments(
      join(work, `policies-${environment}.yaml`),
      policies.map(({ policy }) => policy.document),
    );
    const check = verdictCheck([file], [workspace.pathOf(path)], `cluster ${name}`);
    checks.push({ ...check, args: [...check.args, ...excepted] });
  }
  return checks;
}

/** JSON is YAML, and both programs read it the same way. Returns the path. */
function writeDocuments(file: string, documents: readonly ManifestDocument[]): string {
  writeFileSync(file, documents.map(({ value }) => `${JSON.stringify(value, null, 2)}\n`).join('---\n'));
  return file;
}

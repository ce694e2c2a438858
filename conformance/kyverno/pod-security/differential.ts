// Judges pods made at random by podSecurity rules made at random, here and with the real `kyverno apply`, and prints every
// result that differs in status, message or properties.
//   node conformance/kyverno/pod-security/differential.ts [--seed 1] [--pods 500] [--policies 12]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compilePolicies, evaluate } from '../../../src/domain/engine/index.ts';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import { isResource, type JsonObject, nameOf } from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { haveKyverno, kyverno } from '../reference.ts';
import { generateExceptions, generatePolicies, generateResources } from './generate.ts';

export interface DifferentialRun {
  readonly seed: number;
  readonly pods: number;
  readonly policies: number;
}

export interface Difference {
  readonly result: string;
  readonly reference: Verdict | undefined;
  readonly ours: Verdict | undefined;
}

interface Verdict {
  readonly status: string;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface DifferentialOutcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}

/** The same policies, exceptions and resources through both engines; every result of either is compared. */
export function runDifferential({ seed, pods, policies }: DifferentialRun): DifferentialOutcome {
  const files = {
    policies: printAll(generatePolicies(seed, policies)),
    exceptions: printAll(generateExceptions(seed, policies)),
    resources: printAll(generateResources(seed, pods)),
  };
  const reference = askReference(files);
  const ours = judge(files);
  const counts: Record<string, number> = {};
  for (const { status } of reference.values()) counts[status] = (counts[status] ?? 0) + 1;
  const differences = [...new Set([...reference.keys(), ...ours.keys()])]
    .filter((key) => JSON.stringify(reference.get(key)) !== JSON.stringify(ours.get(key)))
    .map((result) => ({ result, reference: reference.get(result), ours: ours.get(result) }));
  return { counts, differences };
}

interface Files {
  readonly policies: string;
  readonly exceptions: string;
  readonly resources: string;
}

function printAll(documents: readonly JsonObject[]): string {
  return documents.map((document) => `---\n${JSON.stringify(document)}\n`).join('');
}

interface ReportResult {
  readonly policy: string;
  readonly rule: string;
  readonly result: string;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly resources: readonly { readonly kind: string; readonly name: string }[];
}

function askReference(files: Files): ReadonlyMap<string, Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-pod-security-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.yaml`), text);
    const { stdout } = spawnSync(
      kyverno,
      ['apply', 'policies.yaml', '-r', 'resources.yaml', '-e', 'exceptions.yaml', '-p', '--output-format', 'json'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 },
    );
    const report = stdout.slice(stdout.indexOf('{'));
    const { results } = JSON.parse(report) as { results: readonly ReportResult[] };
    return new Map(
      results.map(
        ({ policy, rule, result, message, properties, resources: [{ kind, name } = { kind: '', name: '' }] }) => {
          const { process: _, exceptions: __, ...rest } = properties;
          return [`${policy}/${rule} ${kind}/${name}`, normalise({ status: result, message, properties: rest })];
        },
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function judge(files: Files): ReadonlyMap<string, Verdict> {
  const documents = parseManifests(`${files.policies}${files.exceptions}`, 'policies.yaml').documents;
  const { policies, exceptions } = loadPolicies(documents);
  const compiled = compilePolicies(policies, exceptions);
  const verdicts = new Map<string, Verdict>();
  for (const { value: resource } of parseManifests(files.resources, 'resources.yaml').documents) {
    if (!isResource(resource)) continue;
    for (const { policy, results } of evaluate(compiled, { resource, operation: 'CREATE', now: 0 }, new Map())
      .responses) {
      for (const { rule, status, message, properties = {} } of results) {
        const key = `${policy.name}/${rule} ${resource.kind}/${nameOf(resource)}`;
        verdicts.set(key, normalise({ status, message, properties }));
      }
    }
  }
  return verdicts;
}

/** The reference lists controls and annotations in the random order of a Go map: here both are sorted. */
function normalise({ status, message, properties }: Verdict): Verdict {
  const [head = '', ...controls] = message.split(/(?=\(Forbidden reason: )/);
  const sorted = controls.map((control) => {
    const [reason = '', fields = ''] = control.split(/(?<=field error list: \[)(.*)\]\)$/s);
    const pieces = fields.split(/, (?=spec\.)/);
    return reason + (reason.includes('AppArmor') ? pieces.sort() : pieces).join(', ');
  });
  const { controls: ids, controlsJSON, ...rest } = properties;
  return {
    status,
    message: head + sorted.sort().join('; '),
    properties: {
      ...sortKeys(rest),
      ...(ids === undefined ? {} : { controls: ids.split(',').sort().join() }),
      ...(controlsJSON === undefined
        ? {}
        : {
            controlsJSON: controlsJSON
              .slice(1, -1)
              .split(/,(?=\{"ID")/)
              .sort()
              .join(),
          }),
    },
  };
}

function sortKeys(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      pods: { type: 'string', default: '500' },
      policies: { type: 'string', default: '12' },
    },
  });
  if (!haveKyverno) {
    console.log('skipped: needs kyverno, see CONTRIBUTING.md');
  } else {
    const { counts, differences } = runDifferential({
      seed: Number(values.seed),
      pods: Number(values.pods),
      policies: Number(values.policies),
    });
    for (const difference of differences.slice(0, 20)) console.log(JSON.stringify(difference, null, 2));
    console.log(`${differences.length} differences in results of the reference: ${JSON.stringify(counts)}`);
    process.exitCode = differences.length > 0 ? 1 : 0;
  }
}

// Compares rules about images and signed manifests with the real kyverno, over one registry on this machine.
//   node conformance/kyverno/differential/images.ts
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManifestFacts, RegistryFacts } from '../../../src/adapters/images/index.ts';
import { LoopbackRegistry } from '../../../src/adapters/oci/testing/loopback-registry.ts';
import { findProgram } from '../../../src/adapters/reference/index.ts';
import { compilePolicies, evaluateWith, noFacts } from '../../../src/domain/engine/index.ts';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import type { JsonObject, Resource } from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { signWithCosign } from './cosign-images.ts';
import { type ImageCase, imageCases, otherWords, storeImages } from './image-cases.ts';

export interface ImageComparison {
  readonly differences: readonly {
    readonly name: string;
    readonly reference: readonly string[];
    readonly ours: readonly string[];
  }[];
  readonly cases: number;
}

/** Judges every case in both engines: the same results in number, status and message. */
export async function compareImages(kyverno: string, cosign: string | undefined): Promise<ImageComparison> {
  const registry = new LoopbackRegistry();
  await registry.start();
  try {
    storeImages(registry);
    const cosignKey = cosign && (await signWithCosign(cosign, registry));
    const cases = imageCases(registry.host, cosignKey);
    const reference = await referenceResults(kyverno, cases);
    const differences = [];
    for (const [index, one] of cases.entries()) {
      const asReported = otherWords.has(one.name) ? statusOnly : (text: string) => text;
      const own = (await ownResults(one, index)).map(asReported).sort();
      const other = (reference.get(`p${index}`) ?? []).map(asReported).sort();
      if (JSON.stringify(own) !== JSON.stringify(other))
        differences.push({ name: one.name, reference: other, ours: own });
    }
    return { differences, cases: cases.length };
  } finally {
    await registry.stop();
  }
}

function statusOnly(text: string): string {
  return text.split(':')[0]!;
}

function policyOf({ rule, resource }: ImageCase, index: number): JsonObject {
  const { name } = resource['metadata'] as JsonObject;
  const resources = { kinds: [resource['kind']!], names: [name!] };
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: `p${index}`, annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'none' } },
    spec: {
      background: false,
      webhookTimeoutSeconds: 30,
      rules: [{ name: 'r', match: { any: [{ resources }] }, ...rule }],
    },
  };
}

async function ownResults(one: ImageCase, index: number): Promise<string[]> {
  const { documents } = parseManifests(JSON.stringify(policyOf(one, index)), 'policy.yaml');
  const facts = new RegistryFacts({ others: new ManifestFacts(noFacts), context: true, now: Date.now() });
  const input = { resource: one.resource as Resource, operation: 'CREATE', now: Date.now() } as const;
  const responses = await evaluateWith(facts, compilePolicies(loadPolicies(documents).policies), input, new Map());
  return responses.flatMap(({ results }) => results.map(({ status, message }) => `${status}: ${message}`));
}

/** One run for all cases: each policy names one object. */
async function referenceResults(kyverno: string, cases: readonly ImageCase[]): Promise<Map<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-images-'));
  try {
    const yamlOf = (objects: readonly JsonObject[]) => objects.map((object) => JSON.stringify(object)).join('\n---\n');
    writeFileSync(join(folder, 'policies.yaml'), yamlOf(cases.map(policyOf)));
    writeFileSync(join(folder, 'resources.yaml'), yamlOf(cases.map(({ resource }) => resource)));
    const flags = ['apply', 'policies.yaml', '-r', 'resources.yaml', '--registry', '-p', '--output-format', 'json'];
    // Not synchronous: the registry that it asks lives in this process.
    const printed = await new Promise<string>((resolve) => {
      execFile(kyverno, flags, { cwd: folder, maxBuffer: 1 << 28, timeout: 100_000 }, (_, stdout) => resolve(stdout));
    });
    const line = printed.split('\n').find((text) => text.startsWith('{"kind":"ClusterReport"'));
    const report = (line ? JSON.parse(line) : {}) as JsonObject;
    const found = new Map<string, string[]>();
    for (const result of (report['results'] ?? []) as JsonObject[]) {
      const policy = String(result['policy']);
      const text = `${result['result']}: ${result['message'] ?? result['description'] ?? ''}`;
      found.set(policy, [...(found.get(policy) ?? []), text]);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const kyverno = findProgram('kyverno');
  if (!kyverno) console.log('skipped: needs the real kyverno, see CONTRIBUTING.md');
  else {
    const { differences, cases } = await compareImages(kyverno, findProgram('cosign'));
    for (const difference of differences) console.log(JSON.stringify(difference, null, 1));
    console.log(`${cases} cases, ${differences.length} differences`);
  }
}

// `npm run bench`, or `npm run bench -- charts start` for parts of it: figures as ratios within this run, against a reference in the same process or the same minute.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { judgeByModel } from '../conformance/model/pattern-model.ts';
import { renderSource } from '../src/domain/catalog/index.ts';
import { compilePolicies, evaluate } from '../src/domain/engine/index.ts';
import { loadPolicies } from '../src/domain/policy/index.ts';
import { getPath, isObject, type Resource } from '../src/foundations/kube/index.ts';
import { parseManifests } from '../src/languages/manifest/index.ts';
import { benchCharts } from './charts.ts';
import { alternating, perSecond } from './measure.ts';

const root = resolve(import.meta.dirname, '..');
const acme = join(root, 'examples', 'acme');

function report(name: string, text: string): void {
  console.log(`${name.padEnd(34)} ${text}`);
}

function filesBelow(folder: string): Map<string, Uint8Array> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

const policy = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-privileged}
spec:
  rules:
    - name: check
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: privileged containers are not allowed
        pattern: {spec: {containers: [{"=(securityContext)": {"=(privileged)": false}}]}}
`;

const pod: Resource = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'a', image: 'x:1', securityContext: { privileged: false } },
      { name: 'b', image: 'y:1' },
    ],
  },
};

/** The same check written by hand. */
function handWritten(resource: Resource): boolean {
  if (resource.kind !== 'Pod') return true;
  const containers = getPath(resource, ['spec', 'containers']);
  return (
    Array.isArray(containers) &&
    containers.every(
      (container) => isObject(container) && (getPath(container, ['securityContext', 'privileged']) ?? false) === false,
    )
  );
}

function benchEngine(): void {
  const compiled = compilePolicies(loadPolicies(parseManifests(policy, 'p.yaml').documents).policies);
  const input = { resource: pod, operation: 'CREATE' as const, now: 0 };
  const facts = new Map();
  const ours = perSecond(() => evaluate(compiled, input, facts));
  const hand = perSecond(() => handWritten(pod));
  const compiling = perSecond(() =>
    evaluate(compilePolicies(loadPolicies(parseManifests(policy, 'p.yaml').documents).policies), input, facts),
  );
  const pattern = getPath(parseManifests(policy, 'p.yaml').documents[0]!.value, patternPath)!;
  const naive = perSecond(() => judgeByModel(pod, pattern));
  report(
    'engine, one rule on one Pod',
    `${Math.round(ours)} a second; ${(hand / ours).toFixed(1)} times the work of a hand-written check, ${(ours / naive).toFixed(1)} times as fast as a plain interpreter of the pattern alone, ${Math.round(ours / compiling)} times as fast as compiling for each`,
  );
}

const patternPath = ['spec', 'rules', 0, 'validate', 'pattern'];

/** A million resources, one after the other: what stays in memory after the first hundred thousand and after all. */
function benchMemory(): void {
  const compiled = compilePolicies(loadPolicies(parseManifests(policy, 'p.yaml').documents).policies);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept: number[] = [];
  for (let count = 1; count <= 1_000_000; count++) {
    const metadata = { name: `web-${count}`, namespace: `ns-${count % 1000}` };
    const input = { resource: { ...structuredClone(pod), metadata }, operation: 'CREATE' as const, now: 0 };
    evaluate(compiled, input, new Map());
    if (count === 100_000 || count === 1_000_000) {
      collect();
      kept.push(process.memoryUsage().heapUsed / 1e6);
    }
  }
  report(
    'engine, a million resources',
    `${kept[0]!.toFixed(1)} MB in use after 100,000, ${kept[1]!.toFixed(1)} MB after 1,000,000`,
  );
}

function benchSample(): void {
  const folder = join(acme, 'sources', 'security-policy');
  const tree = { source: 'security-policy', files: filesBelow(folder) };
  const sample = perSecond(() => renderSource(tree, 'prd'));
  report('chart, sample source for prd', `${Math.round(sample)} renders a second, policies loaded and checked`);
}

function benchManifests(): void {
  const text = readdirSync(join(acme, 'clusters/dev-1'))
    .map((name) => readFileSync(join(acme, 'clusters/dev-1', name), 'utf8'))
    .join('---\n');
  const ours = perSecond(() => parseManifests(text, 'all.yaml'));
  const documents = parseManifests(text, 'all.yaml').documents.map(({ value }) => JSON.stringify(value));
  const json = perSecond(() => documents.map((document) => JSON.parse(document) as unknown));
  report(
    'manifests, cluster dev-1',
    `${((ours * text.length) / 1e6).toFixed(1)} MB a second; ${(json / ours).toFixed(1)} times the time of JSON.parse on the same objects`,
  );
}

function benchStart(): void {
  const bylaw = (...args: string[]) => {
    return () => execFileSync(join(root, 'bin', 'bylaw'), args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  };
  const times = alternating(
    {
      bare: () => execFileSync(process.execPath, ['-e', '0']),
      help: bylaw('--help'),
      rollout: bylaw('rollout', '--config', 'examples/acme'),
    },
    15,
  );
  const ratio = (time: number): string => `${(time / times.bare).toFixed(1)} times the start of Node alone`;
  report('start, `bylaw --help`', ratio(times.help));
  report('start, `bylaw rollout` on the sample', ratio(times.rollout));
}

const parts = {
  engine: benchEngine,
  memory: benchMemory,
  manifests: benchManifests,
  sample: benchSample,
  charts: () => benchCharts(report),
  start: benchStart,
};
const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await bench();

import { expect, it } from 'vitest';
import { annotationsOf, type JsonObject, type JsonValue, type Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import {
  compilePolicies,
  type EvaluationInput,
  evaluateWith,
  type Fact,
  type FactSource,
  type SignatureCheck,
} from '../index.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

/** Images by the keys that signed them; `scanned` has a statement too, and `gone` cannot be reached. */
const signers: Readonly<Record<string, readonly string[]>> = {
  'ghcr.io/shop/app:1': ['A'],
  [`ghcr.io/shop/app@${digest}`]: ['A'],
  'ghcr.io/shop/both:1': ['A', 'B'],
  'ghcr.io/shop/scanned:1': ['A'],
  'docker.io/tool:latest': ['B'],
};

const statement = { type: 'https://scan.example/v1', predicate: { level: 5 } };

function keyOf({ key }: SignatureCheck): string {
  return key?.kind === 'pem' ? (/KEY-----(\w)-----/.exec(key.text)?.[1] ?? '') : '';
}

const registry: FactSource = {
  fetch: async (lookup): Promise<Fact> => {
    if (lookup.kind === 'imageDigest')
      return lookup.reference.includes('gone')
        ? { kind: 'error', message: 'refused' }
        : { kind: 'value', value: digest };
    if (lookup.kind !== 'imageSignatures') return { kind: 'unavailable' };
    const { reference, check } = lookup;
    const verdict = (message: string, unreachable = false): JsonValue => ({ verified: false, message, unreachable });
    if (reference.includes('gone')) return { kind: 'value', value: verdict('refused', true) };
    if (!signers[reference]?.includes(keyOf(check))) return { kind: 'value', value: verdict('no signatures found') };
    return check.attestationType
      ? { kind: 'value', value: { verified: true, digest: '', statements: [statement] } }
      : { kind: 'value', value: { verified: true, digest } };
  },
};

const pem = (name: string) => `-----BEGIN PUBLIC KEY-----${name}-----END PUBLIC KEY-----`;
const key = (...names: string[]): JsonObject => ({ keys: { publicKeys: names.map(pem).join('\n') } });
const signedBy = (entries: JsonObject[], count?: number): JsonObject => ({
  attestors: [{ entries, ...(count === undefined ? {} : { count }) }],
});
const scan = (entry: JsonObject, conditions?: JsonValue): JsonObject => ({
  attestations: [
    { name: 'scan', type: statement.type, attestors: [{ entries: [entry] }], ...(conditions ? { conditions } : {}) },
  ],
});
const atLeast = (level: number, message = '') => [
  { all: [{ key: '{{ level }}', operator: 'GreaterThanOrEquals', value: level, message }] },
];

function pod(...images: string[]): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) },
  };
}

function policyOf(entries: readonly JsonObject[], rule: JsonObject = {}, name = 'p'): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name, annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'none' } },
    spec: {
      rules: [
        {
          name: 'r',
          match: { any: [{ resources: { kinds: ['Pod', 'DataVolume'] } }] },
          verifyImages: entries.map((entry) => ({ imageReferences: ['*'], failureAction: 'Enforce', ...entry })),
          ...rule,
        },
      ],
    },
  };
}

async function run(
  policies: readonly JsonObject[],
  input: Partial<EvaluationInput>,
  source = registry,
): Promise<{ said: string[]; left: Resource | undefined }> {
  const text = policies.map((each) => JSON.stringify(each)).join('\n---\n');
  const loaded = loadPolicies(parseManifests(text, 'policies.yaml').documents);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const compiled = compilePolicies(loaded.policies);
  const responses = await evaluateWith(source, compiled, { operation: 'CREATE', now: 0, ...input }, new Map());
  return {
    said: responses.flatMap(({ results }) => results.map(({ status, message }) => `${status}: ${message}`)),
    left: responses.filter(({ patchedResource }) => patchedResource).at(-1)?.patchedResource,
  };
}

const at = `@${digest}`;

it.each<[string, JsonObject[], string[], string[]]>([
  [
    'a signed image passes, and its check too',
    [signedBy([key('A')])],
    ['ghcr.io/shop/app:1'],
    ['pass: verified image signatures for ghcr.io/shop/app:1', 'pass: image verified'],
  ],
  [
    'an image that others signed fails twice: not verified, and so not recorded',
    [signedBy([key('B')])],
    ['ghcr.io/shop/app:1'],
    [
      'fail: failed to verify image ghcr.io/shop/app:1: .attestors[0].entries[0].keys: no signatures found',
      `fail: unverified image ghcr.io/shop/app${at}`,
    ],
  ],
  [
    'an image with a digest needs no change',
    [signedBy([key('A')])],
    [`ghcr.io/shop/app:1${at}`],
    [`pass: verified image signatures for ghcr.io/shop/app${at}`, 'pass: image verified'],
  ],
  [
    'a registry that cannot be reached is an error, and the digest stays unknown',
    [signedBy([key('A')])],
    ['ghcr.io/shop/gone:1'],
    [
      'error: failed to update digest: refused',
      'error: failed to verify image ghcr.io/shop/gone:1: .attestors[0].entries[0].keys: refused',
      'fail: missing digest for ghcr.io/shop/gone:1',
    ],
  ],
  [
    'one of two is enough with a count of one',
    [signedBy([key('A'), key('B')], 1)],
    ['ghcr.io/shop/app:1'],
    ['pass: verified image signatures for ghcr.io/shop/app:1', 'pass: image verified'],
  ],
  [
    'all must have signed without a count',
    [signedBy([key('A'), key('B')])],
    ['ghcr.io/shop/both:1'],
    ['pass: verified image signatures for ghcr.io/shop/both:1', 'pass: image verified'],
  ],
  [
    'two keys in one text are two entries',
    [signedBy([key('A', 'B')])],
    ['ghcr.io/shop/app:1'],
    [
      'fail: failed to verify image ghcr.io/shop/app:1: .attestors[0].entries[1].keys: no signatures found',
      `fail: unverified image ghcr.io/shop/app${at}`,
    ],
  ],
  [
    'a set in a set is one entry, and is named in the reason',
    [signedBy([{ attestor: { count: 1, entries: [key('B'), key('C')] } }])],
    ['ghcr.io/shop/app:1'],
    [
      'fail: failed to verify image ghcr.io/shop/app:1: .attestors[0].entries[0].attestor.entries[0].keys: no signatures found; .attestors[0].entries[0].attestor.entries[1].keys: no signatures found',
      `fail: unverified image ghcr.io/shop/app${at}`,
    ],
  ],
  [
    'images of others are no matter, and a rule without images says nothing',
    [{ ...signedBy([key('A')]), imageReferences: ['quay.io/*'] }],
    ['ghcr.io/shop/app:1'],
    [],
  ],
  [
    'references are whole ones; one with a tag does not name the image any more once it has its digest',
    [{ ...signedBy([key('B')]), imageReferences: ['docker.io/tool:latest'] }],
    ['tool'],
    ['pass: verified image signatures for docker.io/tool:latest'],
  ],
  [
    'an image to skip is skipped in both passes',
    [{ ...signedBy([key('A')]), skipImageReferences: ['*/both:*'] }],
    ['ghcr.io/shop/both:1'],
    [
      'skip: skipping image reference image ghcr.io/shop/both:1, policy p ruleName r',
      `skip: image skipped, skipped images: ghcr.io/shop/both${at}`,
    ],
  ],
  [
    'without attestors only the digest is set, which is no verification',
    [{}],
    ['ghcr.io/shop/app:1'],
    ['pass: mutated image digest', `fail: unverified image ghcr.io/shop/app${at}`],
  ],
  [
    'a tag is no digest',
    [{ mutateDigest: false, required: false }],
    ['ghcr.io/shop/app:1'],
    ['fail: missing digest for ghcr.io/shop/app:1'],
  ],
  [
    'a predicate that meets its conditions',
    [scan(key('A'), atLeast(5))],
    ['ghcr.io/shop/scanned:1'],
    ['pass: verified image attestations for ghcr.io/shop/scanned:1', 'pass: image verified'],
  ],
  [
    'a predicate that does not',
    [scan(key('A'), atLeast(6, 'low'))],
    ['ghcr.io/shop/scanned:1'],
    [
      `fail: image attestations verification failed, verifiedCount: 0, requiredCount: 1, error: .attestations[0].attestors[0].entries[0].keys: attestation checks failed for ghcr.io/shop/scanned:1 and predicate https://scan.example/v1: low`,
      `fail: unverified image ghcr.io/shop/scanned${at}`,
    ],
  ],
  [
    'what was attested is known by name to the denial',
    [
      {
        ...scan(key('A')),
        validate: {
          message: 'too low',
          deny: { conditions: { all: [{ key: '{{ scan.level }}', operator: 'LessThan', value: 7 }] } },
        },
      },
    ],
    ['ghcr.io/shop/scanned:1'],
    ['fail: validation in verifyImages failed: too low', `fail: unverified image ghcr.io/shop/scanned${at}`],
  ],
  [
    'the old form of a key',
    [{ imageReferences: [], image: 'ghcr.io/*', key: pem('A') }],
    ['ghcr.io/shop/app:1'],
    ['pass: verified image signatures for ghcr.io/shop/app:1', 'pass: image verified'],
  ],
])('%s', async (_, entries, images, said) => {
  expect((await run([policyOf(entries)], { resource: pod(...images) })).said).toEqual(said);
});

it('writes the digest beside the tag and records what was verified, for each policy', async () => {
  const policies = [policyOf([signedBy([key('A')])]), policyOf([signedBy([key('B')])], {}, 'q')];
  const { left, said } = await run(policies, { resource: pod('ghcr.io/shop/both:1') });
  const image = `ghcr.io/shop/both${at}`;
  expect(left?.['spec']).toEqual({ containers: [{ name: 'c0', image: `ghcr.io/shop/both:1${at}` }] });
  expect(Object.entries(annotationsOf(left!)).map(([name, text]) => [name, JSON.parse(text)])).toEqual([
    ['kyverno.io/verify-images', { [image]: 'fail' }],
    [
      'kyverno.io/verify-images-scoped',
      { version: 1, policies: { '/p': { r: { [image]: 'pass' } }, '/q': { r: { [image]: 'fail' } } } },
    ],
  ]);
  // The second policy finds the digest, which the table of signatures does not know.
  expect(said.map((line) => line.split(':')[0])).toEqual(['pass', 'fail', 'pass', 'fail']);
});

it('finds the images of other kinds by extractors', async () => {
  const rule = {
    imageExtractors: { DataVolume: [{ path: '/spec/sources/*/url', jmesPath: "trim_prefix(@, 'docker://')" }] },
  };
  const resource: Resource = {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataVolume',
    metadata: { name: 'v' },
    spec: { sources: [{ url: 'docker://ghcr.io/shop/app:1' }] },
  };
  const policy = policyOf([{ ...signedBy([key('A')]), mutateDigest: false, verifyDigest: false }], rule);
  expect((await run([policy], { resource })).said).toEqual([
    'pass: verified image signatures for ghcr.io/shop/app:1',
    'pass: image verified',
  ]);
  const broken = { ...resource, spec: { sources: ['text'] } };
  expect((await run([policy], { resource: broken })).said).toEqual([]);
});

it('a record that somebody wrote into the object proves nothing', async () => {
  const image = `ghcr.io/shop/app${at}`;
  const forged = {
    ...pod(`ghcr.io/shop/app:1${at}`),
    metadata: {
      name: 'web',
      annotations: {
        'kyverno.io/verify-images-scoped': JSON.stringify({
          version: 1,
          policies: { '/p': { r: { [image]: 'pass' } } },
        }),
      },
    },
  };
  const { said } = await run([policyOf([signedBy([key('B')])])], { resource: forged });
  expect(said.at(-1)).toBe(`fail: unverified image ${image}`);
});

it('does not verify again what an update leaves as it was verified', async () => {
  const policy = policyOf([signedBy([key('A')])]);
  const { left } = await run([policy], { resource: pod('ghcr.io/shop/app:1') });
  const nobody: FactSource = { fetch: () => Promise.resolve({ kind: 'error', message: 'asked' }) };
  const update = { operation: 'UPDATE', resource: left!, oldResource: left! } as const;
  expect((await run([policy], update, nobody)).said).toEqual(['pass: image verified']);
  const lost = { ...update, oldResource: pod('ghcr.io/shop/app:1') };
  expect((await run([policy], lost, nobody)).said[0]).toContain('asked');
});

it('where no registry can be asked an image is neither verified nor refused', async () => {
  const nowhere: FactSource = { fetch: () => Promise.resolve({ kind: 'unavailable' }) };
  const { said } = await run([policyOf([signedBy([key('A')])])], { resource: pod('ghcr.io/shop/app:1') }, nowhere);
  expect(said).toEqual([
    'skip: image ghcr.io/shop/app:1 is not verified here: there is no registry to ask',
    'skip: image skipped, skipped images: ghcr.io/shop/app:1',
  ]);
});

it('says nothing about what is deleted', async () => {
  const input = { operation: 'DELETE', oldResource: pod('ghcr.io/shop/app:1') } as const;
  expect((await run([policyOf([signedBy([key('A')])])], input)).said).toEqual([]);
});

it('a name that is no image reference is an error', async () => {
  const { said } = await run([policyOf([signedBy([key('A')])])], { resource: pod('Not/An image') });
  expect(said[0]).toMatch(/^error: failed to instantiate handler: invalid image 'Not\/An image'/);
});

it('asks for the images of an object together, however many sign', async () => {
  let rounds = 0;
  let open = 0;
  const counting: FactSource = {
    fetch: async (lookup) => {
      if (open++ === 0) rounds++;
      await Promise.resolve();
      open--;
      return registry.fetch(lookup);
    },
  };
  const images = Array.from({ length: 30 }, (_, index) => `ghcr.io/shop/other:${index}`);
  const keys = Array.from({ length: 15 }, (_, index) => key(String.fromCharCode(66 + index)));
  const { said } = await run(
    [policyOf([signedBy(keys, 1)])],
    { resource: pod(...images, 'ghcr.io/shop/app:1') },
    counting,
  );
  expect(said.filter((line) => line.includes('no signatures found'))).toHaveLength(31);
  expect(rounds).toBeLessThan(20);
});

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignatureCheck, SignatureVerdict } from '../../domain/engine/index.ts';
import { noFacts } from '../../domain/engine/index.ts';
import { LoopbackRegistry } from '../oci/testing/loopback-registry.ts';
import { RegistryFacts } from './index.ts';
import { makeCertificate } from './testing/certificate.ts';
import { manifestType, putBeside, putImage, putManifest } from './testing/put-image.ts';
import {
  attestImage,
  bundleOf,
  certificateSigner,
  keySigner,
  type Signer,
  type SigningOptions,
  signImage,
  TestLog,
} from './testing/signer.ts';

const registry = new LoopbackRegistry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());

const a = keySigner();
const b = keySigner();
const hour = 3600 * 1000;

const root = makeCertificate({ name: 'root', authority: true });
const between = makeCertificate({ name: 'between', authority: true, issuer: root });
const identity = {
  uri: 'https://github.com/shop/app/.github/workflows/release.yaml@refs/tags/v1',
  fulcio: { 1: 'https://token.example', 3: 'c0ffee' },
};
const keyless = certificateSigner(makeCertificate({ name: '', issuer: between, ...identity }), [between, root]);
const stranger = makeCertificate({ name: 'root', authority: true });
const direct = certificateSigner(makeCertificate({ name: '', issuer: root, ...identity }));
const forged = certificateSigner(makeCertificate({ name: '', issuer: stranger, ...identity }), [stranger, stranger]);

const offline = { format: 'Cosign', ignoreTlog: true, ignoreSct: true, rekorUrl: '' } as const;
const byKey = (signer: Signer, more: Partial<SignatureCheck> = {}): SignatureCheck => ({
  ...offline,
  key: { kind: 'pem', text: signer.pem },
  ...more,
});
const byRoot = (more: Partial<SignatureCheck> = {}): SignatureCheck => ({ ...offline, roots: root.pem, ...more });

let images = 0;

async function verdict(
  check: SignatureCheck,
  store: (digest: string, repository: string) => void,
  now = Date.now(),
  more: { readonly trustedRoot?: string } = {},
): Promise<SignatureVerdict> {
  const repository = `shop/app${images++}`;
  const digest = putImage(registry, repository, 'v1');
  store(digest, repository);
  const facts = new RegistryFacts({ others: noFacts, context: false, now, timeout: 2000, ...more });
  const reference = `${registry.host}/${repository}:v1`;
  const fact = await facts.fetch({ kind: 'imageSignatures', reference, check, access: {} });
  return fact.kind === 'value'
    ? (fact.value as unknown as SignatureVerdict)
    : { verified: false, message: `${fact.kind}: ${'message' in fact ? fact.message : ''}`, unreachable: true };
}

const signed =
  (signers: readonly Signer[], options: SigningOptions = {}) =>
  (digest: string, repository: string) =>
    putBeside(
      registry,
      repository,
      digest,
      'sig',
      signers.map((signer) => signImage(digest, signer, options)),
    );

const bad = 'no matching signatures: invalid signature when validating ASN.1 encoded signature';

it.each<[string, SignatureCheck, Parameters<typeof verdict>[1], true | string]>([
  ['an image signed by the key', byKey(a), signed([a]), true],
  ['an image that nobody signed', byKey(a), () => undefined, 'no signatures found'],
  ['an image that another key signed', byKey(a), signed([b]), bad],
  ['one of two signatures is by the key', byKey(b), signed([a, b]), true],
  [
    'a signature that was made for another image',
    byKey(a),
    (digest, repository) => putBeside(registry, repository, digest, 'sig', [signImage(`sha256:${'0'.repeat(64)}`, a)]),
    `no matching signatures: invalid or missing digest in claim: sha256:${'0'.repeat(64)}`,
  ],
  [
    'a payload that was changed after it was signed',
    byKey(a),
    (digest, repository) => {
      const { bytes, annotations } = signImage(digest, a);
      putBeside(registry, repository, digest, 'sig', [
        { bytes: Buffer.concat([bytes, Buffer.from(' ')]), annotations },
      ]);
    },
    bad,
  ],
  [
    'a payload that is no JSON',
    byKey(a),
    (digest, repository) =>
      putBeside(registry, repository, digest, 'sig', [{ bytes: Buffer.from('{'), annotations: {} }]),
    expect.stringMatching(/^no matching signatures: the payload is no JSON/) as unknown as string,
  ],
  [
    'the hash that the policy names',
    byKey(a, { signatureAlgorithm: 'sha512' }),
    signed([a], { algorithm: 'sha512' }),
    true,
  ],
  ['another hash than the policy names', byKey(a, { signatureAlgorithm: 'sha512' }), signed([a]), bad],
  [
    'a hash that is none',
    byKey(a, { signatureAlgorithm: 'md5' }),
    signed([a]),
    'invalid signature algorithm provided md5',
  ],
  [
    'annotations that were signed',
    byKey(a, { annotations: { env: 'prod' } }),
    signed([a], { annotations: { env: 'prod', team: 'x' } }),
    true,
  ],
  [
    'annotations that were not',
    byKey(a, { annotations: { env: 'dev' } }),
    signed([a], { annotations: { env: 'prod' } }),
    'no signature matched the required annotations',
  ],
  [
    'a text that is no key',
    byKey({ ...a, pem: 'key' }),
    signed([a]),
    'failed to load public key from PEM: pem to public key: PEM decoding failed',
  ],
  ['a certificate behind the root of the policy', byRoot(), signed([keyless]), true],
  [
    'who signed and who vouched for it',
    byRoot({
      identity: {
        issuer: 'https://token.*',
        subject: 'https://github.com/shop/*',
        extensions: { githubWorkflowSha: 'c0ffee' },
      },
    }),
    signed([keyless]),
    true,
  ],
  [
    'by regular expressions too',
    byRoot({ identity: { issuerRegExp: '^https://token', subjectRegExp: 'v\\d+$' } }),
    signed([keyless]),
    true,
  ],
  [
    'another subject',
    byRoot({ identity: { subject: 'https://github.com/other/*' } }),
    signed([keyless]),
    `subject mismatch: expected https://github.com/other/*, received ${identity.uri}`,
  ],
  [
    'another issuer',
    byRoot({ identity: { issuer: 'https://other.example' } }),
    signed([keyless]),
    'issuer mismatch: expected https://other.example, received https://token.example',
  ],
  [
    'another value of an extension',
    byRoot({ identity: { extensions: { '1.3.6.1.4.1.57264.1.3': 'dead' } } }),
    signed([keyless]),
    'extension mismatch: expected dead for key 1.3.6.1.4.1.57264.1.3, received c0ffee',
  ],
  [
    'an extension that is none',
    byRoot({ identity: { extensions: { colour: 'red' } } }),
    signed([keyless]),
    'invalid certificate extension colour',
  ],
  [
    'a chain that brings its own root proves nothing',
    byRoot(),
    signed([forged]),
    expect.stringMatching(/^no matching signatures: Failed to verify certificate chain/) as unknown as string,
  ],
  [
    'a certificate for servers signs no image',
    byRoot(),
    signed([certificateSigner(makeCertificate({ name: '', issuer: root, ...identity, forServers: true }))]),
    'no matching signatures: cert verification failed: x509: certificate specifies an incompatible key usage',
  ],
  [
    'a certificate that has run out, and no log that says when it was used',
    byRoot(),
    signed([
      certificateSigner(
        makeCertificate({
          name: '',
          issuer: root,
          ...identity,
          from: new Date(Date.now() - 3 * hour),
          to: new Date(Date.now() - 2 * hour),
        }),
      ),
    ]),
    'no matching signatures: expected a signed timestamp to verify an expired certificate',
  ],
  [
    'a signature by a key where a certificate is wanted',
    byRoot(),
    signed([a]),
    'no matching signatures: no certificate found on signature',
  ],
  [
    'no root at all',
    { ...offline },
    signed([keyless]),
    "failed to get roots from fulcio: Sigstore's public roots are not fetched: set `roots` of the attestor, or give --trusted-root",
  ],
  [
    'the certificate that the policy names, with its chain: never, as in the reference',
    { ...offline, cert: keyless.pem, certChain: between.pem + root.pem },
    signed([keyless]),
    expect.stringContaining('does not include required embedded SCT') as unknown as string,
  ],
  ['the certificate alone stands for its key', { ...offline, cert: keyless.pem }, signed([keyless]), true],
  ['another certificate', { ...offline, cert: forged.pem }, signed([keyless]), bad],
])('cosign: %s', async (_, check, store, wanted) => {
  const found = await verdict(check, store);
  expect(found.verified || found.message).toEqual(wanted);
});

it('a log whose key the policy knows says when a certificate was used', async () => {
  const then = Date.now() - 2.5 * hour;
  const log = new TestLog(then);
  const short = { ...identity, from: new Date(then - hour), to: new Date(then + hour / 2) };
  const signer = certificateSigner(makeCertificate({ name: '', issuer: root, ...short }));
  const check = byRoot({ ignoreTlog: false, rekorKey: log.pem });
  expect(await verdict(check, signed([signer], { log }))).toEqual({ verified: true, digest: expect.any(String) });
  const late = new TestLog(Date.now());
  const reasons = [
    await verdict({ ...check, rekorKey: late.pem }, signed([signer], { log: late })),
    await verdict({ ...check, rekorKey: late.pem }, signed([signer], { log })),
    await verdict(check, signed([signer])),
    await verdict({ ...offline, ...byKey(a), ignoreTlog: false }, signed([a], { log })),
  ].map((found) => found.verified || found.message);
  expect(reasons).toEqual([
    'no matching signatures: Failed to verify certificate chain: certificate is not valid or expired at the specified date',
    'no matching signatures: inclusion promise could not be verified',
    'no matching signatures: the signature carries no proof of the transparency log, and Rekor itself is not asked',
    "failed to load Rekor public keys: Sigstore's public keys are not fetched: set `rekor.pubkey` or `rekor.ignoreTlog`, or give --trusted-root",
  ]);
});

it('a certificate without the timestamp of a certificate log, where one is wanted', async () => {
  const found = await verdict(byRoot({ ignoreSct: false, ctLogKey: a.pem }), signed([keyless]));
  expect(found).toMatchObject({ verified: false, message: 'no matching signatures: expected 1 SCTs, got 0' });
});

it('reads what was attested, and by whom', async () => {
  const type = 'https://scan.example/v1';
  const attest = (signer: Signer) => (digest: string, repository: string) =>
    putBeside(registry, repository, digest, 'att', [attestImage(digest, signer, type, { level: 5 })]);
  const found = await verdict(byKey(a, { attestationType: type }), attest(a));
  expect(found).toMatchObject({ verified: true, digest: '', statements: [{ type, predicate: { level: 5 } }] });
  const reasons = [
    await verdict(byKey(b, { attestationType: type }), attest(a)),
    await verdict(byKey(a, { attestationType: type }), () => undefined),
    await verdict(byKey(a, { attestationType: type }), (_, repository) =>
      putBeside(registry, repository, putImage(registry, repository, 'v1'), 'att', [
        attestImage(`sha256:${'1'.repeat(64)}`, a, type, {}),
      ]),
    ),
  ].map((one) => one.verified || one.message);
  expect(reasons).toEqual([
    'no matching attestations: accepted signatures do not match threshold, Found: 0, Expected 1',
    'no matching attestations: ',
    'no matching attestations: no matching subject digest found',
  ]);
});

it('finds signatures that are kept in another repository', async () => {
  const place = 'shop/signatures';
  const check = byKey(a, { repository: `${registry.host}/${place}` });
  const found = await verdict(check, (digest) => putBeside(registry, place, digest, 'sig', [signImage(digest, a)]));
  expect(found.verified).toBe(true);
});

it('takes a key from a secret, and refuses those of key management services', async () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'k', namespace: 'n' },
    data: { 'cosign.pub': Buffer.from(a.pem).toString('base64') },
  };
  const others = { fetch: async () => ({ kind: 'value' as const, value: [secret] }) };
  const repository = 'shop/secret';
  const digest = putImage(registry, repository, 'v1');
  putBeside(registry, repository, digest, 'sig', [signImage(digest, a)]);
  const facts = new RegistryFacts({ others, context: false, now: Date.now() });
  const lookup = (check: SignatureCheck) => ({
    kind: 'imageSignatures' as const,
    reference: `${registry.host}/${repository}:v1`,
    check,
    access: {},
  });
  const named = lookup({ ...offline, key: { kind: 'secret', namespace: 'n', name: 'k' } });
  expect(await facts.fetch(named)).toMatchObject({ value: { verified: true, digest } });
  expect(await facts.fetch(lookup({ ...offline, key: { kind: 'kms', uri: 'awskms:///k' } }))).toMatchObject({
    value: { verified: false, message: expect.stringContaining('keys of key management services are not fetched') },
  });
});

it('a trusted root says what the policy does not: authorities and logs', async () => {
  const log = new TestLog();
  const der = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
  const always = { start: '2020-01-01T00:00:00Z' };
  const key = { rawBytes: der(log.pem), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: always };
  const keyId = createHash('sha256')
    .update(Buffer.from(der(log.pem), 'base64'))
    .digest('base64');
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [{ baseUrl: 'https://log.example', hashAlgorithm: 'SHA2_256', publicKey: key, logId: { keyId } }],
    certificateAuthorities: [
      { certChain: { certificates: [between, root].map(({ pem }) => ({ rawBytes: der(pem) })) }, validFor: always },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-root-'));
  const path = join(folder, 'trusted-root.json');
  try {
    writeFileSync(path, JSON.stringify(trustedRoot));
    const check = { ...offline, ignoreTlog: false, identity: { issuer: 'https://token.example' } };
    const ask = (signer: Signer, options: SigningOptions) =>
      verdict(check, signed([signer], options), Date.now(), { trustedRoot: path });
    expect(await ask(keyless, { log })).toMatchObject({ verified: true });
    expect(await ask(forged, { log })).toMatchObject({ verified: false });
    expect(await ask(keyless, { log: new TestLog() })).toMatchObject({
      message: 'no matching signatures: inclusion promise could not be verified',
    });
    writeFileSync(path, '{');
    expect(await ask(keyless, { log })).toMatchObject({
      verified: false,
      message: expect.stringMatching(/^failed to read the trusted root .*trusted-root.json: /),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const scan = 'https://scan.example/v1';

/** Puts a bundle where it refers to an image. */
const bundled = (bundle: (digest: string) => Buffer) => (digest: string, repository: string) => {
  const layer = { bytes: bundle(digest), mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' };
  const subject = { mediaType: manifestType, digest, size: registry.manifest(repository, digest)!.bytes.length };
  putManifest(registry, repository, 'bundle', [layer], { fields: { artifactType: layer.mediaType, subject } });
};

it.each<[string, Partial<SignatureCheck>, Parameters<typeof bundled>[0], true | string]>([
  ['signed by the key', byKey(a), (digest) => bundleOf(digest, a, scan, {}), true],
  ['signed by another key', byKey(a), (digest) => bundleOf(digest, b, scan, {}), 'no matching'],
  ['about another image', byKey(a), () => bundleOf(`sha256:${'2'.repeat(64)}`, a, scan, {}), 'no matching'],
  ['that is no JSON', byKey(a), () => Buffer.from('{'), 'no JSON'],
  ['that is no bundle', byKey(a), () => Buffer.from('{}'), 'no matching'],
  ['by a certificate where a key is wanted', byKey(a), (digest) => bundleOf(digest, keyless, scan, {}), 'no matching'],
  ['by a key where a certificate is wanted', byRoot(), (digest) => bundleOf(digest, a, scan, {}), 'no matching'],
  ['by a certificate of the root', byRoot(), (digest) => bundleOf(digest, direct, scan, {}), true],
  ['by a certificate of another root', byRoot(), (digest) => bundleOf(digest, forged, scan, {}), 'no matching'],
  [
    'by somebody else behind the root',
    byRoot({ identity: { subject: 'https://other/*', issuer: '*' } }),
    (digest) => bundleOf(digest, direct, scan, {}),
    'no matching',
  ],
  [
    'without the log that is wanted',
    byKey(a, { ignoreTlog: false, rekorKey: b.pem }),
    (digest) => bundleOf(digest, a, scan, {}),
    'no matching',
  ],
  [
    'with another predicate',
    byKey(a, { attestationType: 'other' }),
    (digest) => bundleOf(digest, a, scan, {}),
    'no matching',
  ],
])('bundles: one %s', async (_, check, bundle, wanted) => {
  const found = await verdict({ ...offline, ...check, format: 'SigstoreBundle' }, bundled(bundle));
  if (wanted === true) expect(found).toMatchObject({ verified: true });
  else expect(found).toMatchObject({ verified: false, message: expect.stringContaining(wanted) });
});

it('bundles: gives what was attested', async () => {
  const check = byKey(a, { format: 'SigstoreBundle', attestationType: scan });
  const found = await verdict(
    check,
    bundled((digest) => bundleOf(digest, a, scan, { level: 5 })),
  );
  expect(found).toMatchObject({ verified: true, statements: [{ type: scan, predicate: { level: 5 } }] });
});

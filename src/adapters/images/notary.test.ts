import { afterAll, beforeAll, expect, it } from 'vitest';
import { noFacts, type SignatureCheck, type SignatureVerdict } from '../../domain/engine/index.ts';
import { LoopbackRegistry } from '../oci/testing/loopback-registry.ts';
import { RegistryFacts } from './index.ts';
import { type CertificateOptions, makeCertificate } from './testing/certificate.ts';
import { type NotationOptions, putNotation } from './testing/notation-signer.ts';
import { manifestType, putImage, putManifest } from './testing/put-image.ts';

const registry = new LoopbackRegistry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());

const hour = 3600 * 1000;
const root = makeCertificate({ name: 'root', authority: true });
const signer = (more: Partial<CertificateOptions> = {}) => makeCertificate({ name: 'signer', issuer: root, ...more });
const chain = [signer(), root];
const stranger = makeCertificate({ name: 'stranger', authority: true });
const self = makeCertificate({ name: 'self' });
const offline = { format: 'Notary', ignoreTlog: true, ignoreSct: true, rekorUrl: '' } as const;
const trust = (cert: string, more: Partial<SignatureCheck> = {}): SignatureCheck => ({ ...offline, cert, ...more });

let images = 0;

async function verdict(
  check: SignatureCheck,
  put: (repository: string, digest: string) => void,
): Promise<SignatureVerdict> {
  const repository = `shop/app${images++}`;
  put(repository, putImage(registry, repository, 'v1'));
  const facts = new RegistryFacts({ others: noFacts, context: false, now: Date.now() });
  const reference = `${registry.host}/${repository}:v1`;
  const fact = await facts.fetch({ kind: 'imageSignatures', reference, check, access: {} });
  if (fact.kind !== 'value') throw new Error(JSON.stringify(fact));
  return fact.value as unknown as SignatureVerdict;
}

type Chain = Parameters<typeof putNotation>[3];

const signed =
  (by: Chain, options: NotationOptions = {}) =>
  (repository: string, digest: string) =>
    putNotation(registry, repository, digest, by, options);

const badOptions = { digest: `sha256:${'0'.repeat(64)}` };

for (const format of ['jws', 'cose'] as const) {
  it.each<[string, SignatureCheck, Chain, NotationOptions, true | RegExp]>([
    ['behind a root that the policy trusts', trust(root.pem), chain, {}, true],
    ['by a certificate that signs itself, and that the policy trusts', trust(self.pem), [self], {}, true],
    ['behind a root of somebody else', trust(stranger.pem), chain, {}, /does not contain any trusted certificate/],
    ['of another image', trust(root.pem), chain, badOptions, /content descriptor mismatch/],
    [
      'that has run out',
      trust(root.pem),
      chain,
      { expiry: Date.now() - hour },
      /digital signature has expired on ".* \+0000"/,
    ],
    [
      'by a certificate that has run out',
      trust(root.pem),
      [signer({ from: new Date(Date.now() - 2 * hour), to: new Date(Date.now() - hour) }), root],
      {},
      /is not valid at the time of verification/,
    ],
    [
      'with a chain that ends too early',
      trust(root.pem),
      [chain[0]!],
      {},
      /certificate-chain is invalid, root certificate/,
    ],
    [
      'with a chain that does not hold together',
      trust(root.pem),
      [chain[0]!, stranger],
      {},
      /is not issued by "CN=stranger/,
    ],
    [
      'by a certificate for servers',
      trust(root.pem),
      [signer({ forServers: true }), root],
      {},
      /extended key usage must not contain other uses/,
    ],
    ['by a certificate authority', trust(root.pem), [root], {}, /the ca field must be set to false/],
  ])(`notary, ${format}: a signature %s`, async (_, check, by, options, wanted) => {
    const found = await verdict(check, signed(by, { ...options, format }));
    if (wanted === true) expect(found).toMatchObject({ verified: true, digest: expect.stringMatching(/^sha256:/) });
    else expect(found).toMatchObject({ verified: false, message: expect.stringMatching(wanted) });
  });
}

it.each<[string, string, Buffer, RegExp]>([
  ['no JSON', 'application/jose+json', Buffer.from('{'), /is no JSON/],
  ['no certificate', 'application/jose+json', Buffer.from('{}'), /certificate chain is not present/],
  ['no CBOR', 'application/cose', Buffer.from([0xff, 0]), /the signature is no CBOR/],
  ['CBOR of something else', 'application/cose', Buffer.from([0x01]), /the signature is no COSE_Sign1/],
  ['another format', 'text/plain', Buffer.from('x'), /media type "text\/plain" is not supported/],
  [
    'certificates that are none',
    'application/jose+json',
    Buffer.from('{"header":{"x5c":["AAAA"]}}'),
    /malformed leaf certificate/,
  ],
])('notary: an envelope with %s', async (_, mediaType, bytes, message) => {
  const found = await verdict(trust(root.pem), (repository, digest) => {
    const subject = { mediaType: manifestType, digest, size: registry.manifest(repository, digest)!.bytes.length };
    const fields = { artifactType: 'application/vnd.cncf.notary.signature', subject };
    putManifest(registry, repository, 'signature', [{ bytes, mediaType }], { fields });
  });
  expect(found).toMatchObject({ verified: false, message: expect.stringMatching(message) });
});

it('notary: an image that nobody signed, and a policy without a certificate', async () => {
  expect(await verdict(trust(root.pem), () => undefined)).toMatchObject({
    message: expect.stringMatching(
      /no signature is associated with ".*", make sure the artifact was signed successfully/,
    ),
  });
  expect(await verdict(trust('x'), signed(chain))).toMatchObject({
    message: 'failed to parse certificates: error during PEM decoding',
  });
});

it('notary: what is attested is an artifact that refers to the image, and is signed itself', async () => {
  const type = 'application/vnd.scan';
  const attest = (by: Chain | undefined) => (repository: string, digest: string) => {
    const subject = { mediaType: manifestType, digest, size: registry.manifest(repository, digest)!.bytes.length };
    const layer = { bytes: Buffer.from('{"level":5}'), mediaType: 'application/json' };
    const attestation = putManifest(registry, repository, 'scan', [layer], { fields: { artifactType: type, subject } });
    if (by) putNotation(registry, repository, attestation, by);
  };
  const check = trust(root.pem, { attestationType: type });
  expect(await verdict(check, attest(chain))).toMatchObject({
    verified: true,
    statements: [{ type, predicate: { level: 5 } }],
  });
  expect(await verdict(check, attest(undefined))).toMatchObject({ verified: false });
  expect(await verdict(check, () => undefined)).toMatchObject({
    message: expect.stringMatching(/no matching attestations found for image .* with type application\/vnd.scan/),
  });
});

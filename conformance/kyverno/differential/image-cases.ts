import { sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { makeCertificate } from '../../../src/adapters/images/testing/certificate.ts';
import { putNotation } from '../../../src/adapters/images/testing/notation-signer.ts';
import { putBeside, putImage } from '../../../src/adapters/images/testing/put-image.ts';
import {
  attestImage,
  certificateSigner,
  keySigner,
  type Signer,
  signImage,
  TestLog,
} from '../../../src/adapters/images/testing/signer.ts';
import type { LoopbackRegistry } from '../../../src/adapters/oci/testing/loopback-registry.ts';
import type { JsonObject } from '../../../src/foundations/kube/index.ts';

/** One rule and one object that it judges. */
export interface ImageCase {
  readonly name: string;
  readonly rule: JsonObject;
  readonly resource: JsonObject;
}

const a = keySigner();
const b = keySigner();
const others = { p384: keySigner('P-384'), rsa: keySigner('rsa'), ed25519: keySigner('ed25519') };
const root = makeCertificate({ name: 'root', authority: true });
const between = makeCertificate({ name: 'between', authority: true, issuer: root });
const signerOf = (fulcio: Record<number, string>, issuer = between) =>
  makeCertificate({ name: '', issuer, uri: 'https://ci.example/shop/app@v1', fulcio });
const keyless = certificateSigner(signerOf({ 1: 'https://token.example', 5: 'shop/app' }), [between, root]);
const newer = certificateSigner(signerOf({ 1: 'https://old.example', 8: 'https://token.example' }), [between, root]);
const forger = makeCertificate({ name: 'root', authority: true });
const forged = certificateSigner(signerOf({ 1: 'https://token.example' }, forger), [forger, forger]);
const log = new TestLog();

const offline: JsonObject = {
  rekor: { ignoreTlog: true, url: 'https://rekor.sigstore.dev' },
  ctlog: { ignoreSCT: true },
};
const logged: JsonObject = { rekor: { pubkey: log.pem, url: 'http://127.0.0.1:1' }, ctlog: { ignoreSCT: true } };
const key = (signer: Signer, more: JsonObject = {}): JsonObject => ({
  keys: { publicKeys: signer.pem, ...offline, ...more },
});
const byRoot = (more: JsonObject = {}): JsonObject => ({ keyless: { roots: root.pem, ...offline, ...more } });
const sets = (...entries: JsonObject[]): JsonObject => ({ attestors: [{ entries }] });

const scan = 'https://scan.example/v1';
const attests = (entry: JsonObject, level: number): JsonObject => ({
  attestations: [
    {
      type: scan,
      attestors: [{ entries: [entry] }],
      conditions: [{ all: [{ key: '{{ level }}', operator: 'GreaterThanOrEquals', value: level, message: 'low' }] }],
    },
  ],
});

/** Images of every kind in a registry, by their tags. */
export function storeImages(registry: LoopbackRegistry): void {
  const store = (tag: string, ...signed: ReturnType<typeof signImage>[]) => {
    putBeside(registry, 'shop/app', putImage(registry, 'shop/app', tag), 'sig', signed);
  };
  const digestOf = (tag: string) => putImage(registry, 'shop/app', tag);
  digestOf('unsigned');
  store('a', signImage(digestOf('a'), a));
  store('b', signImage(digestOf('b'), b));
  store('both', signImage(digestOf('both'), a), signImage(digestOf('both'), b));
  store('moved', signImage(digestOf('a'), a));
  store('sha512', signImage(digestOf('sha512'), a, { algorithm: 'sha512' }));
  store('noted', signImage(digestOf('noted'), a, { annotations: { env: 'prod', team: 'x' } }));
  store('logged', signImage(digestOf('logged'), a, { log }));
  store('keyless', signImage(digestOf('keyless'), keyless));
  store('newer', signImage(digestOf('newer'), newer));
  store('forged', signImage(digestOf('forged'), forged));
  store('keyless-logged', signImage(digestOf('keyless-logged'), keyless, { log }));
  const attested = digestOf('attested');
  putBeside(registry, 'shop/app', attested, 'att', [attestImage(attested, a, scan, { level: 5 })]);
  for (const [tag, signer] of Object.entries(others)) store(tag, signImage(digestOf(tag), signer));
  storeNotation(registry);
  const tampered = signImage(digestOf('tampered'), a);
  store('tampered', { ...tampered, bytes: Buffer.concat([tampered.bytes, Buffer.from('\n')]) });
}

/** Images signed for the Notary Project, in both forms of its signatures. */
function storeNotation(registry: LoopbackRegistry): void {
  const chain = [signerOf({}), between, root];
  const other = [signerOf({}, forger), forger];
  const hour = 3600 * 1000;
  for (const format of ['jws', 'cose'] as const) {
    const put = (tag: string, by: typeof chain, options = {}) =>
      putNotation(registry, 'shop/app', putImage(registry, 'shop/app', `${format}-${tag}`), by, { format, ...options });
    put('signed', chain);
    put('other', other);
    put('expired', chain, { expiry: Date.now() - hour });
    put('fresh', chain, { expiry: Date.now() + hour });
    put('moved', chain, { digest: putImage(registry, 'shop/app', 'a') });
    put('cut', chain.slice(0, 2));
  }
}

const notaryEntries: readonly Entry[] = ['jws', 'cose'].flatMap((format): readonly Entry[] => {
  const trust = (cert: string) => ({ type: 'Notary', ...sets({ certificates: { cert } }) });
  return [
    [`${format}: behind a root`, trust(root.pem), `${format}-signed`],
    [`${format}: behind a certificate between`, trust(between.pem), `${format}-signed`],
    [`${format}: by others`, trust(root.pem), `${format}-other`],
    [`${format}: run out`, trust(root.pem), `${format}-expired`],
    [`${format}: not run out`, trust(root.pem), `${format}-fresh`],
    [`${format}: of another image`, trust(root.pem), `${format}-moved`],
    [`${format}: a chain without its root`, trust(between.pem), `${format}-cut`],
    [`${format}: no signature`, trust(root.pem), 'a'],
    [`${format}: no certificate`, trust('x'), `${format}-signed`],
  ];
});

type Entry = readonly [name: string, entry: JsonObject, ...tags: string[]];

const entries: readonly Entry[] = [
  ['signed by the key', sets(key(a)), 'a'],
  ['not signed', sets(key(a)), 'unsigned'],
  ['not there', sets(key(a)), 'missing'],
  ['signed by another key', sets(key(a)), 'b'],
  ['a signature of another image', sets(key(a)), 'moved'],
  ['a payload that was changed', sets(key(a)), 'tampered'],
  ['both of two', sets(key(a), key(b)), 'both'],
  ['one of two where both are wanted', sets(key(a), key(b)), 'a'],
  ['one of two where one is wanted', { attestors: [{ count: 1, entries: [key(b), key(a)] }] }, 'a'],
  ['two sets', { attestors: [{ entries: [key(a)] }, { entries: [key(b)] }] }, 'a'],
  ['two keys in one text', sets({ keys: { publicKeys: `${a.pem}${b.pem}`, ...offline } }), 'a'],
  ['a set in a set', sets({ attestor: { count: 1, entries: [key(b), key(a)] } }), 'both'],
  ['another hash', sets(key(a, { signatureAlgorithm: 'sha512' })), 'sha512'],
  ['another hash than was signed', sets(key(a)), 'sha512'],
  ...Object.entries(others).flatMap(([tag, signer]): readonly Entry[] => [
    [`a key of the kind ${tag}`, sets(key(signer)), tag],
    [`another key than one of the kind ${tag}`, sets(key(signer)), 'a'],
  ]),
  ['annotations', sets({ ...key(a), annotations: { env: 'prod' } }), 'noted'],
  ['other annotations', sets({ ...key(a), annotations: { env: 'dev' } }), 'noted'],
  ['a log whose key is known', sets({ keys: { publicKeys: a.pem, ...logged } }), 'logged'],
  [
    'a certificate behind a root',
    sets(byRoot({ issuer: 'https://token.example', subject: 'https://ci.example/*' })),
    'keyless',
  ],
  ['the newer field of an issuer', sets(byRoot({ issuer: 'https://token.example', subject: '*' })), 'newer'],
  ['another issuer', sets(byRoot({ issuer: 'https://other.example', subject: '*' })), 'keyless'],
  ['another subject', sets(byRoot({ issuer: 'https://token.example', subject: 'https://other/*' })), 'keyless'],
  ['regular expressions', sets(byRoot({ issuerRegExp: '^https://tok', subjectRegExp: '@v\\d$' })), 'keyless'],
  [
    'an extension',
    sets(byRoot({ issuer: '*', subject: '*', additionalExtensions: { githubWorkflowRepository: 'shop/*' } })),
    'keyless',
  ],
  [
    'another value of an extension',
    sets(byRoot({ issuer: '*', subject: '*', additionalExtensions: { githubWorkflowRepository: 'other/*' } })),
    'keyless',
  ],
  ['a certificate and a log', sets(byRoot({ issuer: '*', subject: '*', ...logged })), 'keyless-logged'],
  [
    'a certificate that is named, with its chain',
    sets({ certificates: { cert: keyless.pem, certChain: between.pem + root.pem, ...offline } }),
    'keyless',
  ],
  ['a certificate that is named, alone', sets({ certificates: { cert: keyless.pem, ...offline } }), 'keyless'],
  ['attested, and enough', attests(key(a), 5), 'attested'],
  ['attested, and not enough', attests(key(a), 6), 'attested'],
  ['attested by somebody else', attests(key(b), 5), 'attested'],
  ['nothing attested', attests(key(a), 5), 'a'],
  ['digests only', {}, 'a'],
  ['a digest that is wanted, and not written', { mutateDigest: false, required: false }, 'a'],
  ['neither digest nor signature is wanted', { mutateDigest: false, required: false, verifyDigest: false }, 'a'],
  ['an image to skip', { ...sets(key(a)), skipImageReferences: ['*:b'] }, 'b'],
  ['one to verify and one to skip', { ...sets(key(a)), skipImageReferences: ['*:b'] }, 'a', 'b'],
  ['one signed and one not', sets(key(a)), 'a', 'unsigned'],
  ['images of others', { ...sets(key(a)), imageReferences: ['ghcr.io/*'] }, 'a'],
  ['a name that is no repository', { ...sets(key(a)), imageReferences: ['127.0.0.1:2/*'] }, '127.0.0.1:2/x:y'],
];

/** The words of these are those of two libraries; the status must agree. */
export const otherWords: ReadonlySet<string> = new Set([
  'a chain that brings its own root',
  'jws: a chain without its root',
  'cose: a chain without its root',
]);

export function imageCases(host: string, cosignKey: string | undefined): readonly ImageCase[] {
  const forgedCase: Entry = ['a chain that brings its own root', sets(byRoot({ issuer: '*', subject: '*' })), 'forged'];
  const cosigned = cosignKey === undefined ? [] : cosignEntries({ ...a, pem: cosignKey });
  return [
    ...[...entries, forgedCase, ...notaryEntries, ...cosigned].map((entry, index) => imageCase(host, entry, index)),
    ...manifestCases(),
  ];
}

/** Images that the real cosign signed, by the key and by another one. */
function cosignEntries(own: Signer): readonly Entry[] {
  const bundle = { type: 'SigstoreBundle' };
  return [
    ['cosign: signed', sets(key(own)), 'cosign-old'],
    ['cosign: with annotations', sets({ ...key(own), annotations: { env: 'prod' } }), 'cosign-old'],
    ['cosign: by another key', sets(key(b)), 'cosign-old'],
    ['cosign: attested', attests(key(own), 5), 'cosign-attested-old'],
    ['cosign: attested too little', attests(key(own), 6), 'cosign-attested-old'],
    ['cosign: a bundle', { ...bundle, ...sets(key(own)) }, 'cosign-new'],
    ['cosign: a bundle by another key', { ...bundle, ...sets(key(b)) }, 'cosign-new'],
    ['cosign: a bundle is no old signature', sets(key(own)), 'cosign-new'],
    ['cosign: an old signature is no bundle', { ...bundle, ...sets(key(own)) }, 'cosign-old'],
    ['cosign: a bundle attests', { ...bundle, ...attests(key(own), 5) }, 'cosign-attested-new'],
    ['cosign: a bundle attests too little', { ...bundle, ...attests(key(own), 6) }, 'cosign-attested-new'],
    ['cosign: a bundle attests something else', { ...bundle, ...attests(key(own), 5) }, 'cosign-new'],
  ];
}

function imageCase(host: string, [name, entry, ...tags]: Entry, index: number): ImageCase {
  const containers = tags.map((tag, at) => ({
    name: `c${at}`,
    image: tag.includes('/') ? tag : `${host}/shop/app:${tag}`,
  }));
  return {
    name,
    rule: { verifyImages: [{ imageReferences: ['*'], failureAction: 'Enforce', ...entry }] },
    resource: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `r${index}`, namespace: 'default' },
      spec: { containers },
    },
  };
}

function manifestCases(): readonly ImageCase[] {
  const body = (port: number, name: string, annotations?: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(annotations ? { annotations } : {}) },
    spec: { ports: [{ port, protocol: 'TCP' }], selector: { app: 'x' } },
  });
  const signed = (name: string, port: number, signer: Signer, more: JsonObject = {}): JsonObject => {
    const text = Buffer.from(JSON.stringify(body(80, name)));
    const annotations = {
      'cosign.sigstore.dev/message': gzipSync(text).toString('base64'),
      'cosign.sigstore.dev/signature': sign('sha256', text, signer.privateKey).toString('base64'),
    };
    const resource = body(port, name, annotations);
    return { ...resource, spec: { ...(resource['spec'] as JsonObject), ...more } };
  };
  const rule = (attestors: JsonObject[], more: JsonObject = {}): JsonObject => ({
    validate: { failureAction: 'Enforce', manifests: { attestors, ...more } },
  });
  const bare = (signer: Signer): JsonObject => ({ keys: { publicKeys: signer.pem.trim() } });
  const ignored = { ignoreFields: [{ objects: [{ kind: 'Service' }], fields: ['spec.ports.*.port'] }] };
  return [
    { name: 'a signed manifest', rule: rule([{ entries: [bare(a)] }]), resource: signed('m0', 80, a) },
    { name: 'a manifest that others signed', rule: rule([{ entries: [bare(b)] }]), resource: signed('m1', 80, a) },
    {
      name: 'one of two signers',
      rule: rule([{ count: 1, entries: [bare(b), bare(a)] }]),
      resource: signed('m2', 80, a),
    },
    { name: 'a manifest that was changed', rule: rule([{ entries: [bare(a)] }]), resource: signed('m3', 81, a) },
    {
      name: 'a change that does not count',
      rule: rule([{ entries: [bare(a)] }], ignored),
      resource: signed('m4', 81, a),
    },
    {
      name: 'a field that clusters fill in',
      rule: rule([{ entries: [bare(a)] }]),
      resource: signed('m5', 80, a, { clusterIP: '10.0.0.1' }),
    },
    {
      name: 'a field that was added',
      rule: rule([{ entries: [bare(a)] }]),
      resource: signed('m6', 80, a, { externalName: 'x' }),
    },
    { name: 'no signature at all', rule: rule([{ entries: [bare(a)] }]), resource: body(80, 'm7') },
  ];
}

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { TestCertificate } from './certificate.ts';

// Signatures as cosign makes them, made here: no test needs cosign.

export interface Signer {
  readonly privateKey: KeyObject;
  readonly pem: string;
  readonly certificate?: TestCertificate;
  /** Certificates between the signer's and the root. */
  readonly chain?: readonly TestCertificate[];
}

export interface SigningOptions {
  readonly algorithm?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly log?: TestLog;
}

interface StoredLayer {
  readonly bytes: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

export function keySigner(kind: 'P-256' | 'P-384' | 'rsa' | 'ed25519' = 'P-256'): Signer {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : kind === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: kind });
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

export function certificateSigner(certificate: TestCertificate, chain: readonly TestCertificate[] = []): Signer {
  return { privateKey: certificate.privateKey, pem: certificate.pem, certificate, chain };
}

/** A signature of an image, to be stored beside it. */
export function signImage(digest: string, signer: Signer, options: SigningOptions = {}): StoredLayer {
  const payload = {
    critical: {
      identity: { 'docker-reference': '' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: options.annotations ?? null,
  };
  const bytes = Buffer.from(JSON.stringify(payload));
  const algorithm = signer.privateKey.asymmetricKeyType === 'ed25519' ? null : (options.algorithm ?? 'sha256');
  const signature = sign(algorithm, bytes, signer.privateKey).toString('base64');
  const annotations: Record<string, string> = {
    'dev.cosignproject.cosign/signature': signature,
    ...certificates(signer),
  };
  if (options.log) annotations['dev.sigstore.cosign/bundle'] = options.log.record(bytes, signature, signer.pem);
  return { bytes, annotations };
}

interface SignedStatement {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** A signed statement about an image, to be stored beside it. */
export function attestImage(digest: string, signer: Signer, predicateType: string, predicate: object): StoredLayer {
  return {
    bytes: Buffer.from(JSON.stringify(signStatement(digest, signer, predicateType, predicate))),
    annotations: { 'dev.cosignproject.cosign/signature': '', predicateType, ...certificates(signer) },
  };
}

/** The same as a Sigstore bundle. */
export function bundleOf(digest: string, signer: Signer, predicateType: string, predicate: object): Buffer {
  const { certificate } = signer;
  const dsseEnvelope = signStatement(digest, signer, predicateType, predicate);
  const verificationMaterial = certificate
    ? { certificate: { rawBytes: certificate.der.toString('base64') } }
    : { publicKey: { hint: '' } };
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  return Buffer.from(JSON.stringify({ mediaType, verificationMaterial, dsseEnvelope }));
}

function signStatement(digest: string, signer: Signer, predicateType: string, predicate: object): SignedStatement {
  const subject = [{ name: 'app', digest: { sha256: digest.slice('sha256:'.length) } }];
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', predicateType, subject, predicate };
  const payload = Buffer.from(JSON.stringify(statement));
  const payloadType = 'application/vnd.in-toto+json';
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const sig = sign('sha256', signed, signer.privateKey).toString('base64');
  return { payloadType, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] };
}

function certificates({ certificate, chain = [] }: Signer): Readonly<Record<string, string>> {
  if (!certificate) return {};
  const between = chain.map(({ pem }) => pem).join('');
  return {
    'dev.sigstore.cosign/certificate': certificate.pem,
    ...(between ? { 'dev.sigstore.cosign/chain': between } : {}),
  };
}

/** A transparency log with a key of its own. */
export class TestLog {
  readonly #signer = keySigner();
  readonly #time: number;

  constructor(time = Date.now()) {
    this.#time = Math.floor(time / 1000);
  }

  get pem(): string {
    return this.#signer.pem;
  }

  /** What cosign keeps of the log's promise to hold an entry. */
  record(payload: Buffer, signature: string, key: string): string {
    const hash = { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') };
    const entry = {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash },
        signature: { content: signature, publicKey: { content: Buffer.from(key).toString('base64') } },
      },
    };
    const body = Buffer.from(JSON.stringify(entry)).toString('base64');
    const spki = Buffer.from(this.#signer.pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const logID = createHash('sha256').update(spki).digest('hex');
    // The fields in order: what is signed is their canonical form.
    const promised = { body, integratedTime: this.#time, logID, logIndex: 7 };
    const set = sign('sha256', Buffer.from(JSON.stringify(promised)), this.#signer.privateKey).toString('base64');
    return JSON.stringify({ SignedEntryTimestamp: set, Payload: promised });
  }
}

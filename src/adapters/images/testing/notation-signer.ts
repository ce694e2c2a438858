import { sign } from 'node:crypto';
import { encode, Tagged } from 'cborg';
import type { LoopbackRegistry } from '../../oci/testing/loopback-registry.ts';
import type { TestCertificate } from './certificate.ts';
import { manifestType, putManifest } from './put-image.ts';

// Signatures of the Notary Project, made here with keys on the curve P-256.

export interface NotationOptions {
  readonly format?: 'jws' | 'cose';
  /** Milliseconds since 1970. */
  readonly expiry?: number;
  /** What is signed, where it is not what the signature is put to. */
  readonly digest?: string;
}

const names = {
  scheme: 'io.cncf.notary.signingScheme',
  time: 'io.cncf.notary.signingTime',
  expiry: 'io.cncf.notary.expiry',
};
const payloadType = 'application/vnd.cncf.notary.payload.v1+json';

/** Signs a manifest of a registry by the first certificate of a chain, and puts the signature beside it. */
export function putNotation(
  registry: LoopbackRegistry,
  repository: string,
  digest: string,
  chain: readonly TestCertificate[],
  options: NotationOptions = {},
): void {
  const { bytes, mediaType } = registry.manifest(repository, digest)!;
  const subject = { mediaType, digest, size: bytes.length };
  const payload = Buffer.from(JSON.stringify({ targetArtifact: { ...subject, digest: options.digest ?? digest } }));
  const signature = options.format === 'cose' ? cose(payload, chain, options) : jws(payload, chain, options);
  const layer = {
    bytes: signature,
    mediaType: options.format === 'cose' ? 'application/cose' : 'application/jose+json',
  };
  const artifactType = 'application/vnd.cncf.notary.signature';
  const fields = { artifactType, subject: { ...subject, mediaType: manifestType } };
  putManifest(registry, repository, `notation-${Math.random()}`, [layer], { fields });
}

function jws(payload: Buffer, chain: readonly TestCertificate[], { expiry }: NotationOptions): Buffer {
  const time = (value: number) => `${new Date(value).toISOString().slice(0, 19)}Z`;
  const header = {
    alg: 'ES256',
    crit: [names.scheme, ...(expiry === undefined ? [] : [names.expiry])],
    cty: payloadType,
    [names.scheme]: 'notary.x509',
    [names.time]: time(Date.now() - 7200_000),
    ...(expiry === undefined ? {} : { [names.expiry]: time(expiry) }),
  };
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload.toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(signed), { key: chain[0]!.privateKey, dsaEncoding: 'ieee-p1363' });
  const [protectedHeader, body] = signed.split('.');
  return Buffer.from(
    JSON.stringify({
      payload: body,
      protected: protectedHeader,
      header: { x5c: chain.map(({ der }) => der.toString('base64')) },
      signature: signature.toString('base64url'),
    }),
  );
}

function cose(payload: Buffer, chain: readonly TestCertificate[], { expiry }: NotationOptions): Buffer {
  const time = (value: number) => new Tagged(1, Math.floor(value / 1000));
  const header = new Map<unknown, unknown>([
    [1, -7],
    [2, [names.scheme, ...(expiry === undefined ? [] : [names.expiry])]],
    [3, payloadType],
    [names.scheme, 'notary.x509'],
    [names.time, time(Date.now() - 7200_000)],
    ...(expiry === undefined ? [] : [[names.expiry, time(expiry)] as const]),
  ]);
  const protectedHeader = encode(header);
  const signed = encode(['Signature1', protectedHeader, new Uint8Array(), payload]);
  const signature = sign('sha256', signed, { key: chain[0]!.privateKey, dsaEncoding: 'ieee-p1363' });
  const unprotected = new Map([[33, chain.map(({ der }) => der)]]);
  return Buffer.from(encode(new Tagged(18, [protectedHeader, unprotected, payload, signature])));
}

import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { decode, encode, Tagged } from 'cborg';
import { errors, flattenedVerify } from 'jose';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { parseObject, textOf } from './json-object.ts';
import { VerificationFailure } from './keys.ts';

/** A signature of the Notary Project whose bytes are signed by its first certificate. */
export interface NotationEnvelope {
  readonly algorithm: string;
  readonly contentType: string;
  readonly payload: JsonObject;
  readonly scheme: string;
  /** Milliseconds since 1970. */
  readonly signingTime: number | undefined;
  readonly expiry: number | undefined;
  readonly chain: readonly X509Certificate[];
}

const names = {
  scheme: 'io.cncf.notary.signingScheme',
  time: 'io.cncf.notary.signingTime',
  authenticTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
} as const;

const known = [names.scheme, names.authenticTime, names.expiry];

/** Reads an envelope and checks its own signature. Throws VerificationFailure. Source: Notary Project, signature envelopes. */
export async function readEnvelope(mediaType: string, bytes: Buffer): Promise<NotationEnvelope> {
  switch (mediaType) {
    case 'application/jose+json':
      return readJws(bytes);
    case 'application/cose':
      return readCose(bytes);
    default:
      throw new VerificationFailure(
        `unable to parse the digital signature, error : signature envelope format with media type "${mediaType}" is not supported`,
      );
  }
}

async function readJws(bytes: Buffer): Promise<NotationEnvelope> {
  const envelope = parseObject(bytes.toString('utf8'), 'signature envelope');
  const header = isObject(envelope['header']) ? envelope['header'] : {};
  const x5c = Array.isArray(header['x5c']) ? header['x5c'] : [];
  const chain = readChain(x5c.map((text) => Buffer.from(textOf(text), 'base64')));
  const jws = {
    payload: textOf(envelope['payload']),
    protected: textOf(envelope['protected']),
    signature: textOf(envelope['signature']),
  };
  const crit = Object.fromEntries(known.map((name) => [name, true]));
  const verified = await flattenedVerify(jws, chain[0]!.publicKey, { algorithms: Object.keys(algorithms), crit }).catch(
    (error: unknown) => {
      if (error instanceof errors.JWSSignatureVerificationFailed) throw brokenSignature();
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw new VerificationFailure(error.message);
      throw error;
    },
  );
  const signed = verified.protectedHeader as unknown as JsonObject;
  requireCritical(signed, Array.isArray(signed['crit']) ? signed['crit'] : []);
  return {
    algorithm: textOf(signed['alg']),
    contentType: textOf(signed['cty']),
    payload: parseObject(Buffer.from(verified.payload).toString('utf8'), 'payload of the signature'),
    scheme: textOf(signed[names.scheme]),
    signingTime: timeOf(signed[names.time]),
    expiry: timeOf(signed[names.expiry]),
    chain,
  };
}

/** COSE's labels for algorithm, critical headers, content type and chain. Source: RFC 9052, RFC 9360. */
const labels = { algorithm: 1, critical: 2, contentType: 3, chain: 33 } as const;

const coseAlgorithms: Readonly<Record<number, string>> = {
  [-7]: 'ES256',
  [-35]: 'ES384',
  [-36]: 'ES512',
  [-37]: 'PS256',
  [-38]: 'PS384',
  [-39]: 'PS512',
};

function readCose(bytes: Buffer): NotationEnvelope {
  const parts = decodeCbor(bytes, [18]);
  const content = parts instanceof Tagged ? parts.value : undefined;
  if (!Array.isArray(content) || content.length !== 4) throw new VerificationFailure('the signature is no COSE_Sign1');
  const [protectedBytes, unprotectedHeader, payload, signature] = content as readonly unknown[];
  if (!isBytes(protectedBytes) || !isBytes(payload) || !isBytes(signature)) {
    throw new VerificationFailure('the signature is no COSE_Sign1');
  }
  const header = asMap(decodeCbor(protectedBytes, [1]));
  const x5chain = asMap(unprotectedHeader).get(labels.chain);
  const chain = readChain((Array.isArray(x5chain) ? x5chain : [x5chain]).filter(isBytes));
  const algorithm = coseAlgorithms[Number(header.get(labels.algorithm))] ?? '';
  const signed = Buffer.from(encode(['Signature1', protectedBytes, new Uint8Array(), payload]));
  if (!holds(algorithm, chain[0]!.publicKey, signed, signature)) throw brokenSignature();
  const values: JsonObject = Object.fromEntries(
    Object.values(names).flatMap((name) => (header.has(name) ? [[name, plain(header.get(name))]] : [])),
  );
  const critical = header.get(labels.critical);
  requireCritical(values, Array.isArray(critical) ? critical : []);
  return {
    algorithm,
    contentType: textOf(header.get(labels.contentType)),
    payload: parseObject(Buffer.from(payload).toString('utf8'), 'payload of the signature'),
    scheme: textOf(values[names.scheme]),
    signingTime: timeOf(values[names.time]),
    expiry: timeOf(values[names.expiry]),
    chain,
  };
}

/** The algorithms that the Notary Project allows, with their hashes. */
export const algorithms: Readonly<Record<string, string>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
};

function holds(algorithm: string, key: KeyObject, signed: Buffer, signature: Uint8Array): boolean {
  const hash = algorithms[algorithm];
  if (!hash) throw new VerificationFailure(`signature algorithm ${algorithm || 'unknown'} is not supported`);
  const options = algorithm.startsWith('PS')
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, dsaEncoding: 'ieee-p1363' as const };
  try {
    return verify(hash, signed, options, signature);
  } catch {
    return false;
  }
}

function requireCritical(header: JsonObject, critical: readonly unknown[]): void {
  const wanted = [names.scheme, ...(header[names.expiry] === undefined ? [] : [names.expiry])];
  const missing = wanted.filter((name) => !critical.includes(name));
  if (missing.length > 0) {
    throw new VerificationFailure(`these required headers are not marked as critical: [${missing.join(' ')}]`);
  }
  const unknown = critical.find((name) => !known.includes(name as never));
  if (unknown !== undefined)
    throw new VerificationFailure(`the critical header ${JSON.stringify(unknown)} is not known`);
}

function brokenSignature(): VerificationFailure {
  return new VerificationFailure('signature is invalid. Error: signature is invalid');
}

function readChain(raw: readonly Uint8Array[]): readonly X509Certificate[] {
  if (raw.length === 0) throw new VerificationFailure('certificate chain is not present');
  if (raw.length > 12) throw new VerificationFailure(`certificate chain too long (${raw.length})`);
  try {
    return raw.map((bytes) => new X509Certificate(bytes));
  } catch {
    throw new VerificationFailure('malformed leaf certificate');
  }
}

function decodeCbor(bytes: Uint8Array, tags: readonly number[]): unknown {
  try {
    return decode(bytes, { useMaps: true, tags: Tagged.preserve(...tags) });
  } catch (error) {
    throw new VerificationFailure(`the signature is no CBOR: ${(error as Error).message}`);
  }
}

function asMap(value: unknown): ReadonlyMap<unknown, unknown> {
  return value instanceof Map ? value : new Map();
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** A time of COSE is a tagged number of seconds. */
function plain(value: unknown): string {
  return value instanceof Tagged ? new Date(Number(value.value) * 1000).toISOString() : textOf(value);
}

function timeOf(value: unknown): number | undefined {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? undefined : time;
}

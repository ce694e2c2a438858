import { constants, type KeyObject, verify } from 'node:crypto';
import { decode, encode, Tagged } from 'cborg';
import type { JsonObject } from '../../foundations/kube/index.ts';
import { parseObject, textOf } from './json-object.ts';
import { VerificationFailure } from './keys.ts';
import {
  algorithms,
  brokenSignature,
  type NotationEnvelope,
  names,
  readChain,
  requireCritical,
  timeOf,
} from './notation-content.ts';

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

/** Reads a signature in CBOR and checks it by its own certificate. */
export function readCose(bytes: Buffer): NotationEnvelope {
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

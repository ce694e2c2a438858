import { errors, flattenedVerify } from 'jose';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { parseObject, textOf } from './json-object.ts';
import { VerificationFailure } from './keys.ts';
import {
  algorithms,
  brokenSignature,
  known,
  type NotationEnvelope,
  names,
  readChain,
  requireCritical,
  timeOf,
} from './notation-content.ts';

/** Reads a signature in JSON and checks it by its own certificate. */
export async function readJws(bytes: Buffer): Promise<NotationEnvelope> {
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

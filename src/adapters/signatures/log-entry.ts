import { RFC3161Timestamp } from '@sigstore/core';
import type { SignedEntity } from '@sigstore/verify';
import type { SignatureCheck } from '../../domain/engine/index.ts';
import { isObject } from '../../foundations/kube/index.ts';
import { parseObject, textOf } from './json-object.ts';
import { VerificationFailure } from './keys.ts';

/** The proof of the transparency log that lies beside a signature. */
export function logEntry(
  bundle: string | undefined,
  { ignoreTlog, rekorKey }: SignatureCheck,
): { readonly entries: SignedEntity['tlogEntries']; readonly timestamps: SignedEntity['timestamps'] } {
  if (ignoreTlog) return { entries: [], timestamps: [] };
  if (!bundle && rekorKey) {
    throw new VerificationFailure(
      'the signature carries no proof of the transparency log, and Rekor itself is not asked',
    );
  }
  if (!bundle) return { entries: [], timestamps: [] };
  const { SignedEntryTimestamp, Payload } = parseObject(bundle, 'bundle of the transparency log');
  const payload = isObject(Payload) ? Payload : {};
  const canonicalizedBody = Buffer.from(textOf(payload['body']), 'base64');
  const body = parseObject(canonicalizedBody.toString('utf8'), 'entry of the transparency log');
  const entry = {
    logIndex: String(payload['logIndex'] ?? '0'),
    logId: { keyId: Buffer.from(textOf(payload['logID']), 'hex') },
    kindVersion: { kind: textOf(body['kind']), version: textOf(body['apiVersion']) },
    integratedTime: String(payload['integratedTime'] ?? '0'),
    inclusionPromise: { signedEntryTimestamp: Buffer.from(textOf(SignedEntryTimestamp), 'base64') },
    inclusionProof: undefined,
    canonicalizedBody,
  };
  return { entries: [entry], timestamps: [{ $case: 'transparency-log', tlogEntry: entry }] };
}

export function authorityStamp(
  stored: string | undefined,
  { tsaCertChain }: SignatureCheck,
): SignedEntity['timestamps'] {
  if (!tsaCertChain) return [];
  if (!stored) return [];
  const token = textOf(parseObject(stored, 'signed timestamp')['SignedRFC3161Timestamp']);
  return [{ $case: 'timestamp-authority', timestamp: RFC3161Timestamp.parse(Buffer.from(token, 'base64')) }];
}

/** A time that nobody attested, in the only form that the library takes. */
export function assumedTime(time: Date): SignedEntity['timestamps'][number] {
  const entry = {
    logIndex: '0',
    logId: { keyId: Buffer.alloc(0) },
    kindVersion: undefined as never,
    integratedTime: String(Math.ceil(time.getTime() / 1000)),
    inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.alloc(0),
  };
  return { $case: 'transparency-log', tlogEntry: entry };
}

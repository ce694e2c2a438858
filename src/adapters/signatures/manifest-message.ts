import { verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Fact, FactSource, SignatureCheck } from '../../domain/engine/index.ts';
import { readTar } from '../registry/index.ts';
import { loadCertificates } from './certificates.ts';
import { mismatchText, VerificationFailure } from './keys.ts';
import { resolveKey } from './signing-key.ts';

/** What a message may unpack to: annotations of an object are 256 KiB together, and a bomb is much more. */
const maxMessage = 8 * 1024 * 1024;

/** The YAML texts of a signed message: gzip of YAML, or gzip of a packed archive with YAML files. */
export function readMessage(message: string): Fact {
  try {
    const raw = unpack(message);
    const texts = isGzip(raw) ? textFiles(gunzip(raw)) : [raw.toString('utf8')];
    return { kind: 'value', value: [...texts] };
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    return { kind: 'error', message: `failed to read YAMLs in the gzipped message: ${error.message}` };
  }
}

/** Whether the bytes of a message are signed by the key or certificate of an attestor. */
export async function checkMessage(
  message: string,
  signature: string,
  check: SignatureCheck,
  source: FactSource,
): Promise<Fact> {
  try {
    const key = await messageKey(check, source);
    const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    const holds = verify(algorithm, unpack(message), key, Buffer.from(signature, 'base64'));
    return holds ? { kind: 'value', value: true } : { kind: 'error', message: mismatchText(key) };
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    return { kind: 'error', message: error.message };
  }
}

async function messageKey(check: SignatureCheck, source: FactSource) {
  if (check.key) return resolveKey(check.key, source);
  if (check.cert) return loadCertificates(check.cert, 'certificate')[0]!.publicKey;
  throw new VerificationFailure('manifests that are signed without a key are not verified: name a key');
}

/** The texts of the files in an archive. */
function textFiles(archive: Buffer): readonly string[] {
  try {
    const files = [...readTar(archive)].filter(({ kind }) => kind === 'file');
    return files.map(({ data }) => Buffer.from(data).toString('utf8'));
  } catch (error) {
    throw new VerificationFailure(`tar: ${(error as Error).message}`);
  }
}

function unpack(message: string): Buffer {
  const packed = Buffer.from(message, 'base64');
  // What is no gzip is nothing at all, as in the reference.
  return isGzip(packed) ? gunzip(packed) : Buffer.alloc(0);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxMessage });
  } catch (error) {
    throw new VerificationFailure(`gzip: ${(error as Error).message}`);
  }
}

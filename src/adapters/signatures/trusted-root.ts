import { readFile } from 'node:fs/promises';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { VerificationFailure } from './keys.ts';

/**
 * Reads a trusted root: the authorities and logs of a Sigstore, as `cosign trusted-root create` writes them and Sigstore
 * publishes its own. Throws VerificationFailure.
 */
export async function readTrustedRoot(path: string): Promise<TrustMaterial> {
  try {
    return toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(await readFile(path, 'utf8'))));
  } catch (error) {
    throw new VerificationFailure(`failed to read the trusted root ${path}: ${(error as Error).message}`);
  }
}

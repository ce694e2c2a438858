import { VerificationFailure } from './keys.ts';
import type { NotationEnvelope } from './notation-content.ts';
import { readCose } from './notation-cose.ts';
import { readJws } from './notation-jws.ts';

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

import {
  type Config,
  createMessage,
  config as defaults,
  enums,
  type Key,
  readSignature,
  type Signature,
} from 'openpgp';
import type { ClearSigned } from './clear-signed.ts';
import { refuse } from './provenance-error.ts';

/** DSA is old, and not broken. What else the library refuses stays refused: SHA-1 and MD5, RSA below 2047 bits. */
const config: Config = { ...defaults, rejectPublicKeyAlgorithms: new Set() };

/** Checks that a key of the keyring made the signature, and that the key is still good at an instant. */
export async function checkSignature(
  { signed, signature }: ClearSigned,
  keys: readonly Key[],
  now: Date,
): Promise<void> {
  const read = await readSignature({ armoredSignature: signature, config }).catch(() => refuse(notFound));
  const made = firstKnown(read, keys);
  if (!made) return refuse('openpgp: signature made by unknown entity', 'the keyring lacks the key of the signature');
  const { packet, key, keyPacket, keyID } = made;
  const message = await createMessage({ binary: new Uint8Array(signed) });
  try {
    const [literal] = message.packets;
    await packet.verify(keyPacket, packet.signatureType!, literal!, now, true, config);
  } catch (error) {
    const why = (error as Error).message;
    if (/expired|in the future/.test(why)) return refuse('openpgp: signature expired');
    const algorithm = algorithms[packet.publicKeyAlgorithm!] ?? 'EdDSA';
    const weak = why.startsWith('Insecure');
    return refuse(`openpgp: invalid signature: ${weak ? why.toLowerCase() : `${algorithm} verification failure`}`);
  }
  await key.getSigningKey(keyID, now, undefined, config).catch((error: Error) => {
    if (error.message.includes('revoked')) refuse('openpgp: signature made by revoked key');
    if (error.message.includes('expired')) refuse('openpgp: key expired');
    refuse('openpgp: signature made by unknown entity', error.message);
  });
}

export const notFound = 'signature block not found';

const algorithms: Readonly<Record<number, string>> = {
  [enums.publicKey.rsaEncryptSign]: 'RSA',
  [enums.publicKey.rsaSign]: 'RSA',
  [enums.publicKey.dsa]: 'DSA',
  [enums.publicKey.ecdsa]: 'ECDSA',
};

/** The first signature whose key is in the keyring: a text may be signed by several people. */
function firstKnown(signature: Signature, keys: readonly Key[]) {
  for (const [index, keyID] of signature.getSigningKeyIDs().entries()) {
    for (const key of keys) {
      const [found] = key.getKeys(keyID);
      if (found) return { packet: signature.packets[index]!, key, keyPacket: found.keyPacket, keyID };
    }
  }
  return undefined;
}

import { createCleartextMessage, generateKey, type PrivateKey, sign } from 'openpgp';
import { digestOf } from '../../oci/index.ts';

// For tests: people who sign charts, and what `helm package --sign` writes for them.

/** Makes a key; `seconds` after its date it expires. */
export async function makeKey(name: string, options: { readonly date?: Date; readonly seconds?: number } = {}) {
  const { date, seconds } = options;
  const { privateKey } = await generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name, email: `${name}@acme.example` }],
    format: 'object',
    ...(date && { date }),
    ...(seconds !== undefined && { keyExpirationTime: seconds }),
  });
  return privateKey;
}

/** The text that is signed about a packed chart. */
export function provenanceText(archive: Uint8Array, fileName = 'web-1.0.0.tgz'): string {
  return `apiVersion: v2\nname: web\nversion: 1.0.0\n\n...\nfiles:\n  ${fileName}: ${digestOf(archive)}\n`;
}

/** A clear-signed message. */
export async function clearSign(text: string, keys: PrivateKey | PrivateKey[], date = new Date()): Promise<string> {
  const message = await createCleartextMessage({ text });
  return (await sign({ message, signingKeys: keys, date })).replaceAll('\r\n', '\n');
}

/** A file of public keys, as `gpg --export` writes it. */
export function keyring(keys: readonly PrivateKey[]): Buffer {
  return Buffer.concat(keys.map((key) => Buffer.from(key.toPublic().write())));
}

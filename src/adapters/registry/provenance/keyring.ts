import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Key, readKeys } from 'openpgp';
import { fileProblem, refuse } from './provenance-error.ts';

const armored = '-----BEGIN PGP';

/** Where GnuPG 1 keeps public keys, and Helm looks for them. */
export function defaultKeyring(environment: Readonly<NodeJS.ProcessEnv>): string {
  return join(environment['GNUPGHOME'] ?? join(homedir(), '.gnupg'), 'pubring.gpg');
}

/** The keys of a file, in binary or in armor. Helm takes the first only. */
export async function readKeyring(path: string): Promise<readonly Key[]> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return refuse(`failed to load keyring: ${fileProblem(error, 'open', path)}`, exportHelp);
  }
  if (bytes.length === 0) return [];
  const isArmored = bytes.subarray(0, 1024).includes(armored);
  if (!isArmored && bytes[0]! < 0x80) {
    return refuse('failed to load keyring: openpgp: invalid data: tag byte does not have MSB set', exportHelp);
  }
  try {
    return await (isArmored ? readKeys({ armoredKeys: bytes.toString('latin1') }) : readKeys({ binaryKeys: bytes }));
  } catch (error) {
    return refuse(`failed to load keyring: openpgp: invalid data: ${(error as Error).message}`, exportHelp);
  }
}

const exportHelp = '`gpg --export > FILE` writes the keys as they are read here';

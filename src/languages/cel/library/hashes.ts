import { md5, sha1, sha256 } from '../../../foundations/hash/index.ts';
import { textCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

const digests = { md5, sha1, sha256 };

/** Digests of a text in hexadecimal. Source: Kyverno, hash library. */
export const hashRows: LibraryRows = Object.entries(digests).flatMap(([name, digest]) => {
  const hex = (text: string) =>
    Array.from(digest(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [`${name}(string): string`, `hash.${name}(string): string`].map(
    (signature) => [signature, hex, textCost(1)] as const,
  );
});

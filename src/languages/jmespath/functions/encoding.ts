import { md5, sha1, sha256 } from '../../../foundations/hash/index.ts';
import { decodeBase64, encodeBase64 } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { define, type FunctionDefinition } from './function.ts';
import { decodeX509 } from './x509/index.ts';

// Kyverno's encodings, hashes and certificates. Texts are taken as UTF-8.

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const encodingFunctions: readonly FunctionDefinition[] = [
  define<[string]>('base64_decode(string) string', 'text out of base64, with padding', ([text]) => {
    const bytes = decodeBase64(text);
    if (typeof bytes === 'number') throw new FunctionFailure(`illegal base64 data at input byte ${bytes}`);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }),
  define<[string]>('base64_encode(string) string', 'text as base64', ([text]) => encodeBase64(bytesOf(text))),
  define<[string]>('sha256(string) string', 'SHA-256 of a text, in hexadecimal', ([text]) =>
    hex(sha256(bytesOf(text))),
  ),
  define<[string]>('sha1(string) string', 'SHA-1 of a text, in hexadecimal', ([text]) => hex(sha1(bytesOf(text)))),
  define<[string]>('md5(string) string', 'MD5 of a text, in hexadecimal', ([text]) => hex(md5(bytesOf(text)))),
  define<[string]>(
    'x509_decode(string) object',
    'fields of a PEM certificate or signing request with an RSA key',
    ([pem]) => decodeX509(pem),
  ),
];

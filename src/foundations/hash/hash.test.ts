import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha256, md5, sha1, sha256, sha512 } from './index.ts';

// Lengths on both sides of a block and of its padding matter, so they come up often.
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .constantFrom(0, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129)
    .map((length) => new Uint8Array(length).fill(97)),
);

describe('hashes are those of OpenSSL', () => {
  it.each([
    ['md5', md5],
    ['sha1', sha1],
    ['sha256', sha256],
    ['sha512', sha512],
  ])('%s', (name, hash) => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(Buffer.from(hash(data)).toString('hex')).toBe(createHash(name).update(data).digest('hex'));
      }),
    );
  });

  it('HMAC of SHA-256', () => {
    fc.assert(
      fc.property(bytes, bytes, (key, data) => {
        expect(Buffer.from(hmacSha256(key, data)).toString('hex')).toBe(
          createHmac('sha256', key).update(data).digest('hex'),
        );
      }),
    );
  });
});

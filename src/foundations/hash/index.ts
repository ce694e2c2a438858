export { md5 } from './md5.ts';
export { sha1 } from './sha1.ts';
export { hmacSha256, sha256 } from './sha256.ts';
export { sha512 } from './sha512.ts';

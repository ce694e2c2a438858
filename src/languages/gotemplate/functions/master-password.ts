import { hmacSha256 } from '../../../foundations/hash/index.ts';
import { scrypt } from '../hash/scrypt.ts';
import { toBytes } from '../runtime/bytes.ts';
import { runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';

const patterns: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: [
    'CvcvnoCvcvCvcv',
    'CvcvCvcvnoCvcv',
    'CvcvCvcvCvcvno',
    'CvccnoCvcvCvcv',
    'CvccCvcvnoCvcv',
    'CvccCvcvCvcvno',
    'CvcvnoCvccCvcv',
    'CvcvCvccnoCvcv',
    'CvcvCvccCvcvno',
    'CvcvnoCvcvCvcc',
    'CvcvCvcvnoCvcc',
    'CvcvCvcvCvccno',
    'CvccnoCvccCvcv',
    'CvccCvccnoCvcv',
    'CvccCvccCvcvno',
    'CvcvnoCvccCvcc',
    'CvcvCvccnoCvcc',
    'CvcvCvccCvccno',
    'CvccnoCvcvCvcc',
    'CvccCvcvnoCvcc',
    'CvccCvcvCvccno',
  ],
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
};

const characters: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
};

const namespace = 'com.lyndir.masterpassword';

function withLength(text: string): number[] {
  const bytes = toBytes(text);
  return [...word(bytes.length), ...bytes];
}

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** `derivePassword counter type password user site`: the Master Password algorithm. */
function derive(run: Run, counter: number, type: string, password: string, user: string, site: string): string {
  const templates = patterns[type];
  if (!templates) return `cannot find password template ${type}`;
  const key = masterKey(run, password, user);
  const message = Uint8Array.from([...toBytes(namespace), ...withLength(site), ...word(counter)]);
  const seed = hmacSha256(key, message);
  const template = templates[seed[0]! % templates.length]!;
  return [...template]
    .map((kind, i) => {
      const choices = characters[kind]!;
      return choices[seed[i + 1]! % choices.length]!;
    })
    .join('');
}

/** What a password and a user stand for. It takes most of a second, so it is worked out once, and one run has room for one. */
function masterKey(run: Run, password: string, user: string): Uint8Array {
  const known = `derivePassword ${JSON.stringify([password, user])}`;
  if (!run.memory.has(known)) {
    run.step(5_100_000);
    const salt = Uint8Array.from([...toBytes(namespace), ...withLength(user)]);
    run.memory.set(known, scrypt(toBytes(password), salt, 32768, 8, 2, 64));
  }
  return run.memory.get(known) as Uint8Array;
}

export const derivePassword = runFn(['uint32', 'string', 'string', 'string', 'string'], derive);

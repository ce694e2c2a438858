import { sha1, sha256, sha512 } from '../../../foundations/hash/index.ts';
import { decodeBase64, encodeBase64 } from '../../../foundations/kube/index.ts';
import { fromJson, toJson } from '../format/json.ts';
import { hexOf } from '../format/quote.ts';
import { adler32 } from '../hash/adler32.ts';
import { fromBytes, toBytes } from '../runtime/bytes.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { typeOf } from '../runtime/types.ts';
import { GoList, GoMap, type GoValue, list, map } from '../runtime/value.ts';

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    for (; held >= 5; held -= 5) out += base32Alphabet[(bits >> (held - 5)) & 31];
    bits &= 0xff;
  }
  if (held > 0) out += base32Alphabet[(bits << (5 - held)) & 31];
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=');
}

function fromBase32(text: string): string {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  for (const [at, char] of [...text.replace(/=+$/, '')].entries()) {
    const value = base32Alphabet.indexOf(char);
    if (value < 0) return `illegal base32 data at input byte ${at}`;
    bits = ((bits << 5) | value) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      out.push((bits >> held) & 255);
    }
  }
  // What lacks its padding is wrong from the beginning of its last group.
  if (text.length % 8 !== 0) return `illegal base32 data at input byte ${text.length - (text.length % 8)}`;
  return fromBytes(Uint8Array.from(out));
}

/** Sprig gives the text of the error as the result. */
function fromBase64(text: string): string {
  const decoded = decodeBase64(text);
  return typeof decoded === 'number' ? `illegal base64 data at input byte ${decoded}` : fromBytes(decoded);
}

/** `toJson` of sprig and Helm print nothing when a value cannot be written. */
function quietJson(html: boolean, indent: string) {
  return (run: Run, value: GoValue): string => {
    try {
      return toJson(run, value, { html, indent });
    } catch (error) {
      if (error instanceof FunctionError) return '';
      throw error;
    }
  };
}

const loudJson = (html: boolean, indent: string) => (run: Run, value: GoValue) => toJson(run, value, { html, indent });

function jsonKind(value: GoValue): string {
  if (value instanceof GoList) return 'array';
  if (value instanceof GoMap) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : typeOf(value);
}

function jsonMap(run: Run, text: string): GoValue {
  run.reads(text, 1);
  try {
    const value = fromJson(text);
    if (value instanceof GoMap) return value;
    if (value === null) return map();
    throw new FunctionError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`);
  } catch (error) {
    if (error instanceof FunctionError) return map([['Error', error.message]]);
    throw error;
  }
}

function jsonList(run: Run, text: string): GoValue {
  run.reads(text, 1);
  try {
    const value = fromJson(text);
    if (value instanceof GoList) return value;
    if (value === null) return list([]);
    throw new FunctionError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`);
  } catch (error) {
    if (error instanceof FunctionError) return list([error.message]);
    throw error;
  }
}

/** A function of a text's bytes; `weight` is what eight of them cost. */
function ofBytes(weight: number, call: (bytes: Uint8Array) => string): GoFunction {
  return runFn(['string'], (run, text) => {
    run.step((text.length >> 3) * weight);
    return call(toBytes(text));
  });
}

/** Encodings, hashes and JSON. `fromJson` never fails: it gives a map with the key `Error`. */
export const encodingFunctions: Readonly<Record<string, GoFunction>> = {
  b64enc: ofBytes(1, encodeBase64),
  b64dec: runFn(['string'], (run, text) => {
    run.step(text.length >> 3);
    return fromBase64(text);
  }),
  b32enc: ofBytes(1, base32),
  b32dec: fn(['string'], fromBase32),
  sha1sum: ofBytes(2, (bytes) => hexOf(sha1(bytes))),
  sha256sum: ofBytes(2, (bytes) => hexOf(sha256(bytes))),
  sha512sum: ofBytes(40, (bytes) => hexOf(sha512(bytes))),
  adler32sum: ofBytes(1, adler32),
  toJson: runFn(['any'], quietJson(true, '')),
  mustToJson: runFn(['any'], loudJson(true, '')),
  toRawJson: runFn(['any'], loudJson(false, '')),
  mustToRawJson: runFn(['any'], loudJson(false, '')),
  toPrettyJson: runFn(['any'], quietJson(true, '  ')),
  mustToPrettyJson: runFn(['any'], loudJson(true, '  ')),
  fromJson: runFn(['string'], jsonMap),
  mustFromJson: runFn(['string'], (run, text) => {
    run.reads(text, 1);
    const value = fromJson(text);
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    throw new FunctionError(`json: cannot unmarshal number ${text.trim()} into Go value of type float64`);
  }),
  fromJsonArray: runFn(['string'], jsonList),
};

import { toBytes } from '../runtime/bytes.ts';
import { hexOf, quote } from './quote.ts';
import { pad, type Spec } from './spec.ts';

/** A string under a verb, or `undefined` when the verb is none of strings. */
export function formatText(spec: Spec, verb: string, value: string): string | undefined {
  switch (verb) {
    case 'v':
      return spec.goSyntax ? quoted(spec, value) : pad(spec, cut(spec, value));
    case 's':
      return pad(spec, cut(spec, value));
    case 'q':
      return quoted(spec, value);
    case 'x':
    case 'X':
      return hexadecimal(spec, verb, toBytes(value));
  }
  return undefined;
}

function cut(spec: Spec, value: string): string {
  return spec.precision === undefined ? value : [...value].slice(0, spec.precision).join('');
}

/** What cannot stand between back quotes: control characters, the byte order mark, bytes that are no UTF-8. */
const notRaw = /[\x00-\x08\x0a-\x1f`\x7f\ufeff\ud800-\udfff]/u;

function quoted(spec: Spec, value: string): string {
  const text = cut(spec, value);
  return pad(spec, spec.sharp && !notRaw.test(text) ? `\`${text}\`` : quote(text, '"', spec.plus));
}

function hexadecimal(spec: Spec, verb: 'x' | 'X', bytes: Uint8Array): string {
  const digits = hexOf(spec.precision === undefined ? bytes : bytes.subarray(0, spec.precision), verb === 'X');
  const prefix = spec.sharp && digits !== '' ? `0${verb}` : '';
  if (!spec.space) return pad(spec, prefix + digits);
  return pad(spec, (digits.match(/../g) ?? []).map((byte) => prefix + byte).join(' '));
}

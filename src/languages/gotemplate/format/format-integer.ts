import type { GoInt } from '../runtime/value.ts';
import { isPrintable, quote } from './quote.ts';
import { pad, type Spec } from './spec.ts';

const bases: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** An integer under a verb, or `undefined` when the verb is none of integers. */
export function formatInteger(spec: Spec, verb: string, { value, type }: GoInt): string | undefined {
  switch (verb) {
    case 'c':
      return pad(spec, runeOf(value));
    case 'q':
      return pad(spec, quote(runeOf(value), "'", spec.plus));
    case 'U':
      return pad(spec, unicode(spec, BigInt.asUintN(64, value)), false);
  }
  if (verb === 'v' && spec.goSyntax && type.startsWith('uint')) return inBase({ ...spec, sharp: true }, 'x', value);
  return bases[verb] === undefined ? undefined : inBase(spec, verb, value);
}

function runeOf(value: bigint): string {
  const valid = value >= 0n && value <= 0x10ffffn && (value < 0xd800n || value > 0xdfffn);
  return valid ? String.fromCodePoint(Number(value)) : '\ufffd';
}

function unicode(spec: Spec, value: bigint): string {
  const name = `U+${value
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(spec.precision ?? 4, 4), '0')}`;
  return spec.sharp && value <= 0x10ffffn && isPrintable(runeOf(value)) ? `${name} '${runeOf(value)}'` : name;
}

function inBase(spec: Spec, verb: string, value: bigint): string {
  const negative = value < 0n;
  const sign = negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  if (spec.precision === 0 && value === 0n) return pad(spec, '', false);
  let digits = (negative ? -value : value).toString(bases[verb]!);
  if (verb === 'X') digits = digits.toUpperCase();
  const fills = spec.zero && !spec.minus && spec.width !== undefined;
  digits = digits.padStart(spec.precision ?? (fills ? spec.width! - sign.length : 0), '0');
  return pad(spec, sign + prefix(spec, verb, digits) + digits, false);
}

function prefix(spec: Spec, verb: string, digits: string): string {
  const octal = verb === 'O' ? '0o' : '';
  if (!spec.sharp) return octal;
  if (verb === 'b') return '0b';
  if (verb === 'x' || verb === 'X') return `0${verb}`;
  return verb === 'o' || verb === 'O' ? octal + (digits.startsWith('0') ? '' : '0') : '';
}

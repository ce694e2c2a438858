import { formatGoFloat } from '../../../foundations/kube/index.ts';
import { binaryFloat, hexFloat } from './binary-float.ts';
import { formatG } from './float.ts';
import { pad, type Spec } from './spec.ts';

/** A float64 under a verb, or `undefined` when the verb is none of floats. */
export function formatFloat(spec: Spec, verb: string, value: number): string | undefined {
  const text = digitsOf(spec, verb, value);
  if (text === undefined) return undefined;
  const sign = text.startsWith('-') ? '-' : spec.space && !spec.plus ? ' ' : '+';
  const signed = sign + text.replace(/^[+-]/, '');
  if (!Number.isFinite(value)) {
    return pad(spec, Number.isNaN(value) && !spec.space && !spec.plus ? 'NaN' : signed, false);
  }
  const whole = spec.sharp && verb !== 'b' ? withPoint(signed, verb, spec.precision ?? -1) : signed;
  if (!spec.plus && sign === '+') return pad(spec, whole.slice(1));
  // The sign stands before the zeros that fill up.
  if (spec.zero && !spec.minus && spec.width !== undefined && spec.width > whole.length) {
    return whole[0] + whole.slice(1).padStart(spec.width - 1, '0');
  }
  return pad(spec, whole);
}

function digitsOf({ precision }: Spec, verb: string, value: number): string | undefined {
  switch (verb) {
    case 'v':
    case 'g':
      return formatG(value, precision ?? -1);
    case 'G':
      return Number.isFinite(value) ? formatG(value, precision ?? -1).toUpperCase() : formatG(value, -1);
    case 'e':
    case 'E':
      return formatGoFloat(value, verb, precision ?? 6);
    case 'f':
    case 'F':
      return formatGoFloat(value, 'f', precision ?? 6);
    case 'b':
      return binaryFloat(value);
    case 'x':
    case 'X':
      return hexFloat(value, precision ?? -1, verb);
  }
  return undefined;
}

/** `#` keeps the decimal point, and for some verbs zeros behind it, up to so many digits that count. */
function withPoint(signed: string, verb: string, precision: number): string {
  const isHex = verb === 'x' || verb === 'X';
  const end = signed.search(isHex ? /[pP]/ : /[eE]/);
  const number = end < 0 ? signed : signed.slice(0, end);
  const tail = end < 0 ? '' : signed.slice(end);
  const counts = 'vgGx'.includes(verb);
  let digits = counts ? (precision < 0 ? 6 : precision) : 0;
  // Whatever stands behind the first digit that is not zero counts, the x of a prefix too.
  digits -= number.slice(1).replace('.', '').replace(/^0+/, '').length;
  const hasPoint = number.includes('.');
  if (!hasPoint && number.slice(1) === '0') digits--;
  return `${number}${hasPoint ? '' : '.'}${'0'.repeat(Math.max(digits, 0))}${tail}`;
}

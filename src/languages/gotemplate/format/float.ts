/** Go's `%g` of a float64 with a given precision; the other verbs are in the foundations. */
import { exponential } from '../../../foundations/kube/index.ts';

/** The shortest digits that read back as the same number, and where the point stands: 0.d1d2... times 10^point. */
function shortestDigits(value: number): { digits: string; point: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e') as [string, string];
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return undefined;
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

function exponentText(exponent: number): string {
  const digits = Math.abs(exponent).toString().padStart(2, '0');
  return `e${exponent < 0 ? '-' : '+'}${digits}`;
}

/** `%g`; a precision of -1 means the shortest digits. */
export function formatG(value: number, precision: number): string {
  const odd = special(value);
  if (odd) return odd;
  const sign = isNegative(value) ? '-' : '';
  if (value === 0 && precision < 0) return `${sign}0`;
  let digits: string;
  let point: number;
  let limit: number;
  if (precision < 0) {
    ({ digits, point } = shortestDigits(value));
    limit = 6;
  } else {
    const wanted = precision === 0 ? 1 : precision;
    const [mantissa, exponent] = exponential(Math.abs(value), Math.min(wanted, 101) - 1).split('e') as [string, string];
    digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
    point = Number(exponent) + 1;
    limit = wanted > digits.length && digits.length >= point ? digits.length : wanted;
  }
  const exponent = point - 1;
  if (exponent < -4 || exponent >= limit) {
    const rest = digits.slice(1);
    return `${sign}${digits[0]}${rest ? `.${rest}` : ''}${exponentText(exponent)}`;
  }
  return sign + positional(digits, point);
}

function positional(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

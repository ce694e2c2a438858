import { parseGoTime } from '../../foundations/kube/index.ts';

/** A plain scalar as go-yaml v2 resolves it (YAML 1.1 as the Kubernetes libraries read it); numbers are float64. */
export type ScalarValue = null | boolean | number | string;

/** A number that JSON cannot hold. */
export class NotANumber {}

const words = new Map<string, ScalarValue>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) words.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) words.set(word, false);

/** No word that means something else is longer. */
const longestWord = 5;

const infinite = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const separatedFraction = /^\.\d+(_\d+)*([eE][-+]?\d+(_\d+)*)?$/;
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
/** The reference reads what follows `0b` as a number with a sign of its own. */
const signedBinary = /^0b([-+])([01]+)$/;

/** Resolves a plain (unquoted) scalar. Source: go.yaml.in/yaml v2, which sigs.k8s.io/yaml uses. */
export function resolvePlain(text: string): ScalarValue | NotANumber {
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  // Numbers begin with a digit, a sign or a point.
  if ((first < 48 || first > 57) && first !== 43 && first !== 45 && first !== 46) return text;
  if (infinite.test(text)) return new NotANumber();
  if (isTimestamp(text)) return text;
  return resolveNumber(text) ?? text;
}

/** Dates and times stay text, but they are quoted when they are written. */
export function isTimestamp(text: string): boolean {
  if (!/^\d{4}-\d/.test(text)) return false;
  return timestampLayouts.some((layout) => !('error' in parseGoTime(layout, text)));
}

const timestampLayouts = [
  '2006-1-2',
  '2006-1-2T15:4:5.999999999Z07:00',
  '2006-1-2t15:4:5.999999999Z07:00',
  '2006-1-2 15:4:5.999999999',
];

/** Whether a text that reads as a number reads as a whole one. */
export function isWholeNumber(text: string): boolean {
  const plain = text.replaceAll('_', '');
  return (resolveInteger(plain) ?? resolveBinary(plain)) !== undefined;
}

function resolveNumber(text: string): number | undefined {
  // Underscores are dropped; in a fraction without a whole part they must stand between digits.
  if (text[0] === '.' && text.includes('_') && !separatedFraction.test(text)) return undefined;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  return resolveInteger(plain) ?? (decimal.test(plain) ? finite(Number(plain)) : undefined) ?? resolveBinary(plain);
}

/** Whole numbers within 64 bits; wider ones are floats, or text when they are not decimal. */
function resolveInteger(plain: string): number | undefined {
  const found = integer.exec(plain);
  if (!found) return undefined;
  const [, sign, hex, binary, octal, digits] = found;
  const value = digits ?? (hex ? `0x${hex}` : binary ? `0b${binary}` : `0o${octal}`);
  const size = Number(value);
  if (size >= 2 ** 53 && !fits64(BigInt(value), sign!)) return undefined;
  return sign === '-' && size !== 0 ? -size : size;
}

function fits64(size: bigint, sign: string): boolean {
  if (sign === '-') return size <= 1n << 63n;
  return size < (sign === '+' ? 1n << 63n : 1n << 64n);
}

function resolveBinary(plain: string): number | undefined {
  const found = signedBinary.exec(plain);
  if (!found || found[2]!.length > 63) return undefined;
  const size = Number(`0b${found[2]}`);
  return found[1] === '-' && size !== 0 ? -size : size;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

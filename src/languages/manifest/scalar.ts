/** A plain scalar as go-yaml v2 resolves it (YAML 1.1 as the Kubernetes libraries read it); numbers are float64. */
export type ScalarValue = null | boolean | number | string;

/** A number that JSON cannot hold. */
export class NotANumber {}

const words = new Map<string, ScalarValue>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) words.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) words.set(word, false);

const infinite = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** Resolves a plain (unquoted) scalar. Source: gopkg.in/yaml.v2 resolve, as used by sigs.k8s.io/yaml. */
export function resolvePlain(text: string): ScalarValue | NotANumber {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric) return text;
  if (infinite.test(text)) return new NotANumber();
  return resolveNumber(text) ?? text;
}

function resolveNumber(text: string): number | undefined {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  return resolveInteger(plain) ?? (float.test(plain) ? finite(Number(plain)) : undefined);
}

function resolveInteger(plain: string): number | undefined {
  const found = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[0-9]+)$/.exec(plain);
  if (!found) return undefined;
  const digits = found[2]!;
  if (/^0[0-9]/.test(digits) && !/^0[0-7]+$/.test(digits)) return undefined;
  const octal = /^0[oO]?([0-7]+)$/.exec(digits);
  const value = Number(octal ? `0o${octal[1]}` : digits);
  return found[1] === '-' ? -value : value;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

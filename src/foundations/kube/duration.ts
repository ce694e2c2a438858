const nanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const limit = 1n << 63n;
const term = /(\d*)(?:\.(\d*))?([^\d.]+)/y;

/** Reads a duration as Go does (`1h30m`, `-1.5s`, `300ms`, `0`); nanoseconds, or `undefined` when the text is none. */
export function parseDuration(text: string): bigint | undefined {
  const negative = text[0] === '-';
  const body = negative || text[0] === '+' ? text.slice(1) : text;
  if (body === '0') return 0n;
  // Most texts that are asked about are no durations; all that are end in one of these letters.
  const last = body.charCodeAt(body.length - 1);
  if (last !== 115 && last !== 109 && last !== 104) return undefined;
  let total = 0n;
  for (term.lastIndex = 0; term.lastIndex < body.length; ) {
    const match = term.exec(body);
    const amount = match ? readTerm(match[1]!, match[2] ?? '', match[3]!) : undefined;
    if (amount === undefined) return undefined;
    total += amount;
    if (total > limit) return undefined;
  }
  if (negative) return -total;
  return total < limit ? total : undefined;
}

function readTerm(whole: string, fraction: string, unit: string): bigint | undefined {
  if ((whole === '' && fraction === '') || !Object.hasOwn(nanoseconds, unit)) return undefined;
  const size = nanoseconds[unit]!;
  const amount = BigInt(whole || '0');
  if (amount > limit || amount * size > limit) return undefined;
  return amount * size + readFraction(fraction, size);
}

/** Go counts the fraction in float64; digits that no longer fit an int64 are dropped. */
function readFraction(digits: string, size: bigint): bigint {
  if (digits === '') return 0n;
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (next > limit) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(size) / scale)));
}

/** Go's text of a duration: `1h30m0s`, `1.5s`, `300ms`, `2µs`, `0s`. */
export function formatDuration(duration: bigint): string {
  if (duration === 0n) return '0s';
  const sign = duration < 0n ? '-' : '';
  const size = duration < 0n ? -duration : duration;
  if (size < nanoseconds['us']!) return `${sign}${size}ns`;
  if (size < nanoseconds['ms']!) return `${sign}${fixed(size, 3)}µs`;
  if (size < nanoseconds['s']!) return `${sign}${fixed(size, 6)}ms`;
  const minutes = size / nanoseconds['m']!;
  const seconds = `${fixed(size % nanoseconds['m']!, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `amount / 10 ** places` without trailing zeros. */
function fixed(amount: bigint, places: number): string {
  const digits = amount.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}

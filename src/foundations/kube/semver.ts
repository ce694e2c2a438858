/** A strict version: three numbers, then optional pre-release and build parts. */
export interface Semver {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: readonly (bigint | string)[];
  readonly build: readonly string[];
}

const number = '(0|[1-9]\\d*)';
const grammar = new RegExp(`^${number}\\.${number}\\.${number}(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?$`);
const maxNumber = (1n << 64n) - 1n;

/** Reads `1.2.3`, `1.2.3-rc.1+build`; `undefined` for anything looser, such as `v1.2.3` or `1.2`. */
export function parseSemver(text: string): Semver | undefined {
  const match = grammar.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = match.slice(1, 4).map(BigInt) as [bigint, bigint, bigint];
  if (major > maxNumber || minor > maxNumber || patch > maxNumber) return undefined;
  const identifiers = match[4]?.split('.') ?? [];
  const build = match[5]?.split('.') ?? [];
  if (identifiers.some((part) => part === '' || /^0\d+$/.test(part)) || build.includes('')) return undefined;
  const prerelease = identifiers.map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
  return { major, minor, patch, prerelease, build };
}

/** Order by precedence; build parts do not count. */
export function compareSemver(a: Semver, b: Semver): number {
  return (
    compare(a.major, b.major) ||
    compare(a.minor, b.minor) ||
    compare(a.patch, b.patch) ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

function comparePrerelease(a: Semver['prerelease'], b: Semver['prerelease']): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length === 0 ? 0 : a.length === 0 ? 1 : -1;
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) return 1;
    // Numbers come before words.
    const order = typeof x === typeof y ? compare(x, y) : typeof x === 'bigint' ? -1 : 1;
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

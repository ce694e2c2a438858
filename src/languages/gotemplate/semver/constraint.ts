import { compareVersions, parseVersion, type Version } from './version.ts';

export type Constraint = (version: Version) => boolean;

interface Comparator {
  readonly operator: string;
  readonly version: Version;
  /** Whether a part was left out or written as x; which one it was first, unless it was the first of all. */
  readonly open: boolean;
  readonly minorFree: boolean;
  readonly patchFree: boolean;
}

const versionText = String.raw`v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*]))?(?:\.(?:\d+|[xX*]))?(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?`;
const operatorText = String.raw`=<|=>|!=|>=|<=|~>|=|>|<|~|\^`;
const comparatorText = String.raw`(?:${operatorText})?\s*${versionText}`;
const wholeComparator = new RegExp(String.raw`^(${operatorText})?\s*(${versionText})$`);
const findComparators = new RegExp(comparatorText, 'g');
const validAnd = new RegExp(String.raw`^\s*${comparatorText}(?:(?:\s*,\s*|\s+)${comparatorText})*\s*$`);
const hyphenRange = new RegExp(`\\s*(${versionText})\\s+-\\s+(${versionText})\\s*`, 'g');

/**
 * Reads a constraint such as `>=1.21-0 <2 || ^3.1`: a comma or a blank is "and", `||` is "or".
 * A pre-release fits only where its group of "and" names one.
 *
 * @returns the constraint, or the part of the text that cannot be read.
 */
export function parseConstraint(text: string): Constraint | string {
  const alternatives: Comparator[][] = [];
  for (const part of text.replace(hyphenRange, '>=$1 <=$2 ').split('||')) {
    if (!validAnd.test(part)) return part;
    const comparators: Comparator[] = [];
    for (const [whole] of part.matchAll(findComparators)) {
      const comparator = parseComparator(whole);
      if (!comparator) return part;
      comparators.push(comparator);
    }
    alternatives.push(comparators);
  }
  return (version) => alternatives.some((all) => fitsAll(version, all));
}

/** One comparator that names a pre-release opens its whole "and" group for them. */
function fitsAll(version: Version, all: readonly Comparator[]): boolean {
  if (version.prerelease !== '' && all.every((one) => one.version.prerelease === '')) return false;
  return all.every((one) => fits(version, one));
}

function parseComparator(text: string): Comparator | undefined {
  const match = wholeComparator.exec(text);
  if (!match) return undefined;
  const operator = match[1] ?? '';
  const plain = match[2]!.replace(/^v/, '');
  const [numbers] = /^[^-+]*/.exec(plain)!;
  const rest = plain.slice(numbers.length);
  const parts = numbers.split('.');
  const free = (part: string | undefined): boolean => part === undefined || /^[xX*]$/.test(part);
  const [major, minor, patch] = parts;
  const anything = free(major);
  const minorFree = !anything && free(minor);
  const patchFree = !anything && !minorFree && free(patch);
  const open = anything || minorFree || patchFree;
  const filled = [anything ? '0' : major, anything || minorFree ? '0' : minor, open ? '0' : patch].join('.');
  const version = parseVersion(filled + rest);
  if (typeof version === 'string') return undefined;
  return { operator, version, open, minorFree, patchFree };
}

function fits(version: Version, c: Comparator): boolean {
  const order = compareVersions(version, c.version);
  const { major, minor, patch } = c.version;
  switch (c.operator) {
    case '':
    case '=':
      return c.open ? fitsTilde(version, c) : order === 0;
    case '!=':
      if (!c.open) return order !== 0;
      if (version.major !== major || (version.minor !== minor && !c.minorFree)) return true;
      return !c.minorFree && !c.patchFree && version.patch !== patch;
    case '>':
      if (!c.open) return order > 0;
      if (version.major !== major) return version.major > major;
      return !c.minorFree && (c.patchFree ? version.minor > minor : order > 0);
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (!c.open) return order <= 0;
      if (version.major !== major) return version.major < major;
      return c.minorFree || version.minor <= minor;
    case '^':
      return order >= 0 && fitsCaret(version, c);
    default:
      return fitsTilde(version, c);
  }
}

function fitsTilde(version: Version, c: Comparator): boolean {
  const { major, minor, patch } = c.version;
  if (compareVersions(version, c.version) < 0) return false;
  // `~0.0.0` and `*` take every version.
  if (major === 0n && minor === 0n && patch === 0n && !c.minorFree && !c.patchFree) return true;
  return version.major === major && (c.minorFree || version.minor === minor);
}

/** `^` keeps the first part that is not zero. */
function fitsCaret(version: Version, c: Comparator): boolean {
  const { major, minor, patch } = c.version;
  if (major > 0n || c.minorFree) return version.major === major;
  if (version.major !== 0n) return false;
  if (minor > 0n || c.patchFree) return version.minor === minor;
  return version.minor === 0n && version.patch === patch;
}

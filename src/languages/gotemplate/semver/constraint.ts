import { compareVersions, parseVersion, type Version } from './version.ts';

export type Constraint = (version: Version) => boolean;

interface Comparator {
  readonly operator: string;
  readonly version: Version;
  /** Which parts were left out or written as x. */
  readonly minorFree: boolean;
  readonly patchFree: boolean;
  readonly anything: boolean;
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
  const minorFree = anything || free(minor);
  const patchFree = minorFree || free(patch);
  const filled = [anything ? '0' : major, minorFree ? '0' : minor, patchFree ? '0' : patch].join('.');
  const version = parseVersion(filled + (anything ? '' : rest));
  if (typeof version === 'string') return undefined;
  return { operator, version, minorFree, patchFree, anything };
}

function fits(version: Version, c: Comparator): boolean {
  const order = compareVersions(version, c.version);
  switch (c.operator) {
    case '':
    case '=':
      return c.patchFree ? fitsTilde(version, c) : order === 0;
    case '!=':
      if (!c.patchFree) return order !== 0;
      if (version.major !== c.version.major) return true;
      if (version.minor !== c.version.minor && !c.minorFree) return true;
      return !c.minorFree && !c.patchFree;
    case '>':
      if (!c.patchFree) return order > 0;
      if (version.major !== c.version.major) return version.major > c.version.major;
      return !c.minorFree && version.minor > c.version.minor;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (!c.patchFree) return order <= 0;
      if (version.major !== c.version.major) return version.major < c.version.major;
      return c.minorFree || version.minor <= c.version.minor;
    case '^':
      return fitsCaret(version, c);
    default:
      return fitsTilde(version, c);
  }
}

function fitsTilde(version: Version, c: Comparator): boolean {
  if (compareVersions(version, c.version) < 0) return false;
  if (c.anything) return true;
  if (version.major !== c.version.major) return false;
  return c.minorFree || version.minor === c.version.minor;
}

/** `^` keeps the first part that is not zero. */
function fitsCaret(version: Version, c: Comparator): boolean {
  if (compareVersions(version, c.version) < 0) return false;
  if (c.anything) return true;
  if (c.version.major > 0n || c.minorFree) return version.major === c.version.major;
  if (version.major !== 0n) return false;
  if (c.version.minor > 0n || c.patchFree) return version.minor === c.version.minor;
  return version.minor === 0n && version.patch === c.version.patch;
}

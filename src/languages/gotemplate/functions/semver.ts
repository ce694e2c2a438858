import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoInt, GoStruct, type GoValue, int } from '../runtime/value.ts';
import { parseConstraint } from '../semver/constraint.ts';
import { compareVersions, parseVersion, printVersion, type Version } from '../semver/version.ts';

function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (typeof version === 'string') throw new FunctionError(version);
  return version;
}

const noVersion: Version = { major: 0n, minor: 0n, patch: 0n, prerelease: '', metadata: '', original: '' };

/** A version, or a pointer to one as `semver` gives; what changes a version gives a value. */
function wrap(version: Version, type: '*semver.Version' | 'semver.Version'): GoStruct {
  const { major, minor, patch, prerelease, metadata, original } = version;
  const part = (value: bigint): GoFunction => fn([], () => new GoInt(value, 'uint64'));
  const print = (): string => printVersion(version);
  return new GoStruct({
    type,
    payload: version,
    print,
    isStringer: true,
    parts: () => ({
      major: new GoInt(major, 'uint64'),
      minor: new GoInt(minor, 'uint64'),
      patch: new GoInt(patch, 'uint64'),
      pre: prerelease,
      metadata,
      original,
    }),
    json: print,
    copy: () => wrap(noVersion, type),
    methods: {
      Major: part(major),
      Minor: part(minor),
      Patch: part(patch),
      Prerelease: fn([], () => prerelease),
      Metadata: fn([], () => metadata),
      String: fn([], print),
      ...changes(version),
      ...(type === '*semver.Version' ? comparisons(version) : {}),
    },
  });
}

function comparisons(version: Version): Record<string, GoFunction> {
  const against = (test: (order: number) => GoValue): GoFunction =>
    fn(['semver'], (other) => test(compareVersions(version, other.shape.payload as Version)));
  return {
    Original: fn([], () => version.original),
    Compare: against((order) => int(order)),
    Equal: against((order) => order === 0),
    LessThan: against((order) => order < 0),
    LessThanEqual: against((order) => order <= 0),
    GreaterThan: against((order) => order > 0),
    GreaterThanEqual: against((order) => order >= 0),
  };
}

function changes(version: Version): Record<string, GoFunction> {
  const changed = (change: Partial<Version>): GoStruct => {
    const next = { ...version, ...change };
    const prefix = version.original.startsWith('v') ? 'v' : '';
    return wrap({ ...next, original: prefix + printVersion(next) }, 'semver.Version');
  };
  const plain = { prerelease: '', metadata: '' };
  const { major, minor, patch, prerelease } = version;
  return {
    IncMajor: fn([], () => changed({ ...plain, major: major + 1n, minor: 0n, patch: 0n })),
    IncMinor: fn([], () => changed({ ...plain, minor: minor + 1n, patch: 0n })),
    // The version of a pre-release is the next one.
    IncPatch: fn([], () => changed({ ...plain, patch: prerelease === '' ? patch + 1n : patch })),
    SetPrerelease: fn(['string'], (text) => {
      checkIdentifiers(text, 'prerelease');
      return changed({ prerelease: text });
    }),
    SetMetadata: fn(['string'], (text) => {
      checkIdentifiers(text, 'metadata');
      return changed({ metadata: text });
    }),
  };
}

function checkIdentifiers(text: string, what: 'prerelease' | 'metadata'): void {
  for (const part of text === '' ? [] : text.split('.')) {
    if (!/^[0-9A-Za-z-]+$/.test(part)) throw new FunctionError(`invalid ${what} string`);
    if (what === 'prerelease' && /^0\d+$/.test(part)) throw new FunctionError('version segment starts with 0');
  }
}

function compare(run: Run, constraint: string, text: string): boolean {
  run.step(constraint.length * 10);
  const fits = parseConstraint(constraint);
  if (typeof fits === 'string') throw new FunctionError(`improper constraint: ${fits}`);
  return fits(versionOf(text));
}

export const semverFunctions: Readonly<Record<string, GoFunction>> = {
  semver: fn(['string'], (text) => wrap(versionOf(text), '*semver.Version')),
  semverCompare: runFn(['string', 'string'], compare),
};

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

function wrap(version: Version): GoStruct {
  const part = (value: bigint): GoFunction => fn([], () => new GoInt(value, 'uint64'));
  const against = (test: (order: number) => GoValue): GoFunction =>
    fn(['semver'], (other) => test(compareVersions(version, other.shape.payload as Version)));
  const print = (): string => printVersion(version);
  return new GoStruct({
    type: '*semver.Version',
    payload: version,
    print,
    json: print,
    methods: {
      Major: part(version.major),
      Minor: part(version.minor),
      Patch: part(version.patch),
      Prerelease: fn([], () => version.prerelease),
      Metadata: fn([], () => version.metadata),
      Original: fn([], () => version.original),
      String: fn([], print),
      Compare: against((order) => int(order)),
      Equal: against((order) => order === 0),
      LessThan: against((order) => order < 0),
      GreaterThan: against((order) => order > 0),
    },
  });
}

function compare(run: Run, constraint: string, text: string): boolean {
  run.step(constraint.length * 10);
  const fits = parseConstraint(constraint);
  if (typeof fits === 'string') throw new FunctionError(`improper constraint: ${fits}`);
  return fits(versionOf(text));
}

export const semverFunctions: Readonly<Record<string, GoFunction>> = {
  semver: fn(['string'], (text) => wrap(versionOf(text))),
  semverCompare: runFn(['string', 'string'], compare),
};

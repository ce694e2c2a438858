import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../foundations/kube/index.ts';

/** Flags that take no value, or one only behind `=`, as Helm's command line has them. */
export interface FlagForms {
  /** `--flag`, `--flag=true`, `--flag=false`. */
  readonly switches: readonly string[];
  /** Flags whose value may only stand behind `=`, with the value that they have without one. */
  readonly optional: Readonly<Record<string, string>>;
}

const yes = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const no = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/**
 * Writes arguments in the one form that the parser of commands knows: `--flag=true` as `--flag`, `--flag=false` as
 * nothing, and `--wait` with the value that it stands for, so that it does not swallow the next argument.
 */
export function normaliseFlags(args: readonly string[], { switches, optional }: FlagForms): string[] {
  const end = args.indexOf('--');
  const flags = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end);
  const normal = flags.flatMap((arg) => {
    const fallback = optional[arg];
    if (fallback !== undefined) return [`${arg}=${fallback}`];
    const [name = '', value] = /^(--[a-z-]+)=(.*)$/s.exec(arg)?.slice(1) ?? [];
    if (value === undefined || !switches.includes(name)) return [arg];
    if (yes.includes(value)) return [name];
    return no.includes(value) ? [] : [arg];
  });
  return [...normal, ...rest];
}

/** A flag that may be repeated. */
export function repeat(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** A flag that may be repeated and holds values separated by commas, with quotes as in CSV. */
export function repeatList(value: string, before: readonly string[] = []): string[] {
  const items = [...value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  return [...before, ...items];
}

/** `key=value` pairs separated by commas. */
export function pairs(value: string): string {
  for (const item of repeatList(value)) {
    if (!item.includes('=')) throw new InvalidArgumentError(`${item} must be formatted as key=value.`);
  }
  return value;
}

/** A duration of Go, such as `5m30s`. */
export function duration(value: string): string {
  if (parseDuration(value) === undefined)
    throw new InvalidArgumentError(`time: invalid duration ${JSON.stringify(value)}.`);
  return value;
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

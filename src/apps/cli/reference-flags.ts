import { type Command, Option } from 'commander';

// Flags as the flag library of the reference's command line reads them, so that its command lines work unchanged.

/** A flag that is given several times. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A flag that may be given several times, and with several values between commas (CSV: quotes hold commas). */
export function commaSeparated(value: string, before: readonly string[] = []): readonly string[] {
  const parts = value.match(/"(?:[^"]|"")*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? [];
  return [...before, ...parts.map((part) => part.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))];
}

const globalFlags = [
  '-v, --v <level>',
  '--vmodule <spec>',
  '--kubeconfig <path>',
  '--add_dir_header',
  '--alsologtostderr',
  '--alsologtostderrthreshold <severity>',
  '--legacy_stderr_threshold_behavior',
  '--log_backtrace_at <place>',
  '--log_dir <path>',
  '--log_file <path>',
  '--log_file_max_size <size>',
  '--logtostderr',
  '--one_output',
  '--skip_headers',
  '--skip_log_headers',
  '--stderrthreshold <severity>',
];

/**
 * Takes the flags that every command of the reference has, and does nothing with them: those of its log, since Bylaw keeps
 * none, and the cluster, which these commands do not ask.
 */
export function acceptGlobalFlags(command: Command): void {
  for (const flags of globalFlags) {
    const [short, long] = flags.startsWith('--') ? [undefined, flags] : flags.split(', ');
    const isTaken = (name: string | undefined) =>
      name !== undefined && command.options.some((option) => [option.short, option.long].includes(name));
    if (isTaken(long!.split(' ')[0])) continue;
    command.addOption(new Option(isTaken(short) ? long! : flags).hideHelp());
  }
  for (const child of command.commands) acceptGlobalFlags(child);
}

const truths: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true]),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false]),
]);

/** Rewrites `--flag=true`, `--flag=false` and `-f=value`, which Go programs take, to what commander takes. */
export function rewriteGoFlags(args: readonly string[], command: Command): string[] {
  const child = command.commands.find((candidate) => candidate.name() === args[0]);
  const options = [...command.options, ...(child?.options ?? [])];
  const end = args.indexOf('--');
  return args.flatMap((arg, index) => {
    const [, flag, value] = /^(--?[\w-]+)=(.*)$/s.exec(end >= 0 && index > end ? '' : arg) ?? [];
    const option = options.find(({ short, long }) => flag !== undefined && (flag === short || flag === long));
    if (!option || value === undefined) return [arg];
    if (!option.isBoolean()) return flag === option.short ? [option.short!, value] : [arg];
    const truth = truths[value];
    if (truth === undefined) return [arg];
    if (truth) return [option.long!];
    const off = `--no-${option.long!.slice(2)}`;
    return options.some(({ long }) => long === off) ? [off] : [];
  });
}

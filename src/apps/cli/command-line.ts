import { nearestName } from '../../foundations/diagnostics/index.ts';
import type { CommandContext, CommandEntry } from './command.ts';
import { commands } from './commands.ts';
import type { Console } from './console.ts';
import { CommandFailure, describeError } from './failure.ts';

const usage = `Bylaw operates Kyverno policies kept in Git: it renders, judges, lints and rolls them out, and shows what is broken.

Usage: bylaw <command> [flags]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

\`bylaw <command> --help\` shows flags and examples. Exit codes: 0 clean, 1 policy failures,
2 could not run; apply, test, jp, create and fix end with 1 then too, as kyverno does.
`;

/** One run of the command line. */
interface Invocation extends CommandContext {
  /** What a run that could not be done ends with. */
  failureCode: number;
}

/** Runs the command line and returns its exit code. Standard output and error may still be on their way. */
export async function runCommandLine(args: readonly string[], out: Console): Promise<number> {
  let exitCode = 0;
  const invocation: Invocation = {
    commands,
    console: out,
    failureCode: 2,
    exit(code) {
      exitCode = code;
    },
  };
  try {
    await dispatch(args, invocation);
  } catch (error) {
    if (error instanceof CommandFailure) {
      out.report(error.diagnostics);
      return error.exitCode ?? invocation.failureCode;
    }
    out.note(`bylaw: ${describeError(error)}\n`);
    if (process.env['BYLAW_DEBUG']) out.note(`${(error as Error).stack}\n`);
    return invocation.failureCode;
  }
  return exitCode;
}

async function dispatch(args: readonly string[], invocation: Invocation): Promise<void> {
  const { console: out } = invocation;
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return help(rest, invocation);
  if (name === '--version' || name === '-V')
    return run(commands.find((entry) => entry.name === 'version')!, [], invocation);
  const entry = commands.find((candidate) => candidate.name === name);
  if (!entry) {
    const near = nearestName(
      name,
      commands.map((candidate) => candidate.name),
    );
    out.note(
      `bylaw: \`${name}\` is no command${near ? `: did you mean \`${near}\`?` : ''}\n\`bylaw --help\` lists them\n`,
    );
    return invocation.exit(2);
  }
  await run(entry, rest, invocation);
}

async function help(rest: readonly string[], invocation: Invocation): Promise<void> {
  const entry = commands.find((candidate) => candidate.name === rest[0]);
  if (entry) await run(entry, ['--help'], invocation);
  else invocation.console.print(usage);
}

async function run(entry: CommandEntry, args: readonly string[], invocation: Invocation): Promise<void> {
  // Most of the start of `bylaw --help` would be the parser of flags, which it does not need.
  const { Command, CommanderError } = await import('commander');
  const reference = entry.isDropIn && (await import('./reference-flags.ts'));
  const { console: out } = invocation;
  const command = new Command(`bylaw ${entry.name}`)
    .description(capitalise(entry.summary))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.print(text),
      writeErr: (text) => out.note(text.replace(/^error: /, `bylaw ${entry.name}: `)),
    })
    .showHelpAfterError('(add --help for flags and examples)')
    .showSuggestionAfterError();
  if (entry.isDropIn) invocation.failureCode = 1;
  const { configure, normalise } = await entry.load();
  configure(command, invocation);
  reference?.acceptGlobalFlags(command);
  try {
    const words = normalise?.(args) ?? [...args];
    const given = reference ? reference.rewriteGoFlags(words, command) : words;
    if (given.length === 0 && command.commands.length > 0) return command.outputHelp();
    await command.parseAsync(given, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    invocation.exit(error.exitCode === 0 ? 0 : invocation.failureCode);
  }
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

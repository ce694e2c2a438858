import { Command, CommanderError } from 'commander';
import { nearestName } from '../../foundations/diagnostics/index.ts';
import type { CommandContext, CommandEntry } from './command.ts';
import { commands } from './commands.ts';
import { Console } from './console.ts';
import { CommandFailure, describeError } from './failure.ts';
import { acceptGlobalFlags, rewriteGoFlags } from './reference-flags.ts';

const usage = `Bylaw operates Kyverno policies kept in Git: it renders, judges, lints and rolls them out, and shows what is broken.

Usage: bylaw <command> [flags]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

\`bylaw <command> --help\` shows flags and examples. Exit codes: 0 clean, 1 policy failures,
2 could not run; apply, test, jp, create and fix end with 1 then too, as kyverno does.
`;

const out = new Console(process.stdout, process.stderr);
let exitCode = 0;
/** What a run that could not be done ends with. */
let failureCode = 2;
const context: CommandContext = {
  commands,
  console: out,
  exit(code) {
    exitCode = code;
  },
};

/** Runs the command line. The exit code is set, not forced, so that output is written to its end. */
async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return help(rest);
  if (name === '--version' || name === '-V') return run(commands.find((entry) => entry.name === 'version')!, []);
  const entry = commands.find((candidate) => candidate.name === name);
  if (!entry) {
    const near = nearestName(
      name,
      commands.map((candidate) => candidate.name),
    );
    out.note(
      `bylaw: \`${name}\` is no command${near ? `: did you mean \`${near}\`?` : ''}\n\`bylaw --help\` lists them\n`,
    );
    exitCode = 2;
    return;
  }
  await run(entry, rest);
}

async function help(rest: readonly string[]): Promise<void> {
  const entry = commands.find((candidate) => candidate.name === rest[0]);
  if (entry) await run(entry, ['--help']);
  else out.print(usage);
}

async function run(entry: CommandEntry, args: readonly string[]): Promise<void> {
  const command = new Command(`bylaw ${entry.name}`)
    .description(capitalise(entry.summary))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.print(text),
      writeErr: (text) => out.note(text.replace(/^error: /, `bylaw ${entry.name}: `)),
    })
    .showHelpAfterError('(add --help for flags and examples)')
    .showSuggestionAfterError();
  if (entry.isDropIn) failureCode = 1;
  const { configure, normalise } = await entry.load();
  configure(command, context);
  if (entry.isDropIn) acceptGlobalFlags(command);
  try {
    const words = normalise?.(args) ?? [...args];
    const given = entry.isDropIn ? rewriteGoFlags(words, command) : words;
    if (given.length === 0 && command.commands.length > 0) return command.outputHelp();
    await command.parseAsync(given, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? 0 : failureCode;
  }
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away, as `head` does: nothing is wrong.
  if (error.code === 'EPIPE') process.exit(exitCode);
  throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommandFailure) {
    out.report(error.diagnostics);
    exitCode = error.exitCode ?? failureCode;
  } else {
    out.note(`bylaw: ${describeError(error)}\n`);
    if (process.env['BYLAW_DEBUG']) out.note(`${(error as Error).stack}\n`);
    exitCode = failureCode;
  }
}
process.exitCode = exitCode;

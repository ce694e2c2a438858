import { Command } from 'commander';
import type { CommandContext, CommandEntry } from '../../command.ts';
import { failure } from '../../failure.ts';

/** Writes a script for one shell from the names of the commands and what may follow them. */
type Writer = (flags: ReadonlyMap<string, readonly string[]>, commands: readonly CommandEntry[]) => string;

const writers: Readonly<Record<string, Writer>> = { bash, zsh, fish };

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('<shell>', `one of ${Object.keys(writers).join(', ')}`)
    .addHelpText(
      'after',
      '\nExamples:\n  source <(bylaw completion bash)\n  bylaw completion fish > ~/.config/fish/completions/bylaw.fish',
    )
    .action(async (shell: string) => {
      const write = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
      if (!write)
        throw failure(
          'COMMAND_WRONG_ARGUMENT',
          `\`${shell}\` is no known shell`,
          `one of ${Object.keys(writers).join(', ')}`,
        );
      context.console.print(write(await wordsOfCommands(context), context.commands));
    });
}

/** The subcommands of a command, its flags and theirs. */
function wordsOf(command: Command): readonly string[] {
  const parts = [command, ...command.commands];
  const flags = parts.flatMap(({ options }) => options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : [])));
  return [...new Set([...command.commands.map((child) => child.name()), ...flags, '--help'])];
}

/** What may follow the name of each command: words and flags. */
async function wordsOfCommands(context: CommandContext): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const entry of context.commands) {
    const command = new Command(entry.name);
    (await entry.load()).configure(command, context);
    found.set(entry.name, wordsOf(command));
  }
  return found;
}

function bash(flags: ReadonlyMap<string, readonly string[]>): string {
  const cases = [...flags]
    .map(([name, list]) => {
      const isFlag = (word: string) => word.startsWith('--');
      const words = list.filter((word) => !isFlag(word));
      return `    ${name}) flags="${list.filter(isFlag).join(' ')}" words="${words.join(' ')}" ;;`;
    })
    .join('\n');
  return `_bylaw() {
  local current="\${COMP_WORDS[COMP_CWORD]}" flags words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...flags.keys()].join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _bylaw bylaw
`;
}

function zsh(flags: ReadonlyMap<string, readonly string[]>): string {
  return `#compdef bylaw\nautoload -U +X bashcompinit && bashcompinit\n${bash(flags)}`;
}

function fish(flags: ReadonlyMap<string, readonly string[]>, commands: readonly CommandEntry[]): string {
  const names = [...flags.keys()].join(' ');
  const summaries = commands.map(
    ({ name, summary }) =>
      `complete -c bylaw -n "not __fish_seen_subcommand_from ${names}" -a ${name} -d ${JSON.stringify(summary.replaceAll('`', ''))}`,
  );
  const options = [...flags].flatMap(([name, list]) =>
    list.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c bylaw -n "__fish_seen_subcommand_from ${name}" ${what}`;
    }),
  );
  return `${[...summaries, ...options].join('\n')}\n`;
}

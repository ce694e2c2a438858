import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .option('-c, --config <path>', configHelp, '.')
    .option('--data <folder>', 'where the store and sample repositories are kept', '.bylaw')
    .option('--port <number>', 'the port to listen on; 0 takes any free one', '8080')
    .option(
      '--host <address>',
      'the address to listen on; beyond loopback it is refused until there is sign-in',
      '127.0.0.1',
    )
    .addHelpText(
      'after',
      `
Ends cleanly on SIGTERM and Ctrl-C. Exit code 2: could not run.

Examples:
  bylaw serve --config .bylaw/sample
  bylaw serve --port 9000 --data /var/lib/bylaw`,
    )
    .action(async (flags) => {
      const { runServe } = await import('./run.ts');
      context.exit(await runServe(flags, context.console));
    });
}

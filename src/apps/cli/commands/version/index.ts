import type { Command } from 'commander';
import { version } from '../../../workspace/index.ts';
import type { CommandContext } from '../../command.ts';

export function configure(command: Command, { console }: CommandContext): void {
  command
    .option('-o, --output <format>', 'text or json', 'text')
    .addHelpText('after', '\nExamples:\n  bylaw version\n  bylaw version --output json')
    .action(({ output }: { output: string }) => {
      console.print(
        output === 'json' ? `${JSON.stringify({ version, node: process.versions.node })}\n` : `bylaw ${version}\n`,
      );
    });
}

import type { Command } from 'commander';
import { version } from '../../../workspace/index.ts';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';

export function configure(command: Command, { console }: CommandContext): void {
  command
    .addOption(outputOption('json', 'yaml'))
    .addHelpText('after', '\nExamples:\n  bylaw version\n  bylaw version --output json')
    .action(async ({ output }: { output: string }) => {
      if (output === 'text') return console.print(`bylaw ${version}\n`);
      const { formatData } = await import('../../machine-formats.ts');
      console.print(formatData({ version, node: process.versions.node }, output));
    });
}

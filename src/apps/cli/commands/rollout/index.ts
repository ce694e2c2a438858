import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('[policy...]', 'show only these')
    .option('-c, --config <path>', configHelp, '.')
    .addOption(outputOption('json', 'yaml'))
    .addHelpText(
      'after',
      `
Each cell: the mode, days since it began (from Git), and failing resources now. Exit code 2: could not run.

Examples:
  bylaw rollout --config .bylaw/sample
  bylaw rollout require-resource-limits --output json`,
    )
    .action(async (policies: string[], flags) => {
      const { runRollout } = await import('./run.ts');
      context.exit(await runRollout(policies, flags, context.console));
    });
}

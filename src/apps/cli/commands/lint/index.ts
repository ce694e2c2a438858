import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('[path...]', 'charts, policy sources, policy files or folders; without any, the sources of the platform')
    .option('--fix', 'repair what can be repaired, touching nothing else')
    .option('-c, --config <path>', configHelp, '.')
    .addOption(outputOption('json', 'yaml', 'sarif', 'github', 'gitlab'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing found (or all repaired), 1 findings, 2 could not run. Every code is explained in docs/errors.md.

Examples:
  bylaw lint --config .bylaw/sample
  bylaw lint charts/security-policy --fix
  bylaw lint policies/ --output github`,
    )
    .action(async (paths: string[], flags) => {
      const { runLint } = await import('./run.ts');
      context.exit(await runLint(paths, flags, context.console));
    });
}

import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';

export function configure(command: Command, context: CommandContext): void {
  const repeat = (value: string, before: string[] = []) => [...before, value];
  command
    .argument('[policy...]', 'files or folders with CleanupPolicies and ClusterCleanupPolicies')
    .requiredOption('-r, --resource <path>', 'file or folder of manifests; may be repeated', repeat)
    .option('--at <time>', 'judge as of this instant (RFC 3339); now when left out')
    .addOption(outputOption('json', 'yaml'))
    .addHelpText(
      'after',
      `
Shows what the next run of each cleanup policy deletes, and what the label \`cleanup.kyverno.io/ttl\` has already ended.
Nothing is deleted. Exit codes: 0 done, 2 could not run.

Examples:
  bylaw cleanup cleanup.yaml -r manifests/
  bylaw cleanup -r manifests/ --at 2026-12-01T00:00:00Z
  bylaw cleanup policies/ -r manifests/ --output json`,
    )
    .action(async (policies: string[], flags) => {
      const { runCleanup } = await import('./run.ts');
      context.exit(await runCleanup(policies, flags, context.console));
    });
}

import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .argument(
      '[path...]',
      'manifests (files, folders, `-`) or charts to judge; without any, the clusters of the environment',
    )
    .requiredOption('-e, --env <environment>', 'render the policies for this environment')
    .option('-c, --config <path>', configHelp, '.')
    .addOption(outputOption('json', 'yaml', 'sarif', 'github', 'gitlab', 'junit', 'markdown'))
    .option('--audit', 'failures of policies in Audit fail the check too')
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing would be refused, 1 violations of policies in Enforce (with --audit: of any), 2 could not run.

Examples:
  bylaw check --env prd manifests/
  bylaw check --env dev --config .bylaw/sample charts/my-app
  kubectl get deploy -A -o yaml | bylaw check --env stg -
  bylaw check --env prd --output sarif manifests/ > results.sarif`,
    )
    .action(async (paths: string[], flags) => {
      const { runCheck } = await import('./run.ts');
      context.exit(await runCheck(paths, flags, context.console));
    });
}

import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';

export function configure(command: Command, context: CommandContext): void {
  const repeat = (value: string, before: string[] = []) => [...before, value];
  command
    .argument('<policy...>', 'files or folders of policies; `-` is standard input')
    .option('-r, --resource <path>', 'file or folder of resources; may be repeated', repeat)
    .option('--resources <path>', 'the same as --resource', repeat)
    .option('-i, --stdin', 'read policies or resources from standard input')
    .option('-e, --exception <path>', 'file or folder of PolicyExceptions; may be repeated', repeat)
    .option('--exceptions <path>', 'the same as --exception', repeat)
    .option('-f, --values-file <path>', 'values that stand in for context that a command line cannot load')
    .option('-s, --set <name=value,...>', 'variables, by name')
    .option('-u, --userinfo <path>', 'who makes the request: a UserInfo file')
    .option('-p, --policy-report', 'print a policy report')
    .option('--output-format <format>', 'of reports: yaml or json', 'yaml')
    .option('-t, --table', 'print the results as a table')
    .option('--detailed-results', 'with messages in the table')
    .option('--remove-color', 'no colours')
    .option('--audit-warn', 'failures of policies in Audit are warnings')
    .option('--warn-exit-code <code>', 'exit code when there are warnings and no failures', '0')
    .option('--warn-no-pass', 'use the warning exit code when nothing passed')
    .option('--continue-on-error', 'accepted for compatibility: Bylaw always goes on')
    .option('--continue-on-fail', 'accepted for compatibility: Bylaw always goes on')
    .addHelpText(
      'after',
      `
Exit codes: 0 no failures, 1 failures or errors, 2 could not run.

Examples:
  bylaw apply policies/ --resource manifests/
  bylaw apply policy.yaml -r pod.yaml --values-file values.yaml
  bylaw template charts/security | bylaw apply - -r manifests/ --table --detailed-results
  bylaw apply policies/ -r manifests/ --policy-report --output-format json`,
    )
    .action(async (policies: string[], flags) => {
      const { runApply } = await import('./run.ts');
      context.exit(await runApply(policies, flags, context.console));
    });
}

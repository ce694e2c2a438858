import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  const repeat = (value: string, before: string[] = []) => [...before, value];
  command
    .argument(
      '<resource>',
      'a manifest file, or kind/name or kind/namespace/name of something in a cluster of the environment',
    )
    .option('-e, --env <environment>', 'judge by the policies of this environment')
    .option('-c, --config <path>', configHelp, '.')
    .option('-p, --policy <path-or-name>', 'a policy file, or with --env a policy name; may be repeated', repeat)
    .option('-a, --all', 'also rules that do not match')
    .addOption(outputOption('json', 'yaml'))
    .addHelpText(
      'after',
      `
Examples:
  bylaw explain pod.yaml --policy disallow-privileged.yaml
  bylaw explain pod.yaml --env prd
  bylaw explain deployment/checkout/web --env dev --policy require-resource-limits --all`,
    )
    .action(async (resource: string, flags) => {
      const { runExplain } = await import('./run.ts');
      context.exit(await runExplain(resource, flags, context.console));
    });
}

import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';

export function configure(command: Command, context: CommandContext): void {
  const repeat = (value: string, before: string[] = []) => [...before, value];
  command
    .argument('<name-or-chart>', 'the release name, or the chart when only one is given')
    .argument('[chart]', 'the folder of the chart')
    .option('-f, --values <path>', 'a values file; may be repeated, the later is the stronger', repeat)
    .option('--set <values>', 'values as path=value,...', repeat)
    .option('--set-string <values>', 'the same, always as text', repeat)
    .option('--set-file <values>', 'values from files, as path=file,...', repeat)
    .option('--set-json <values>', 'values as JSON', repeat)
    .option('--set-literal <value>', 'one value, taken as it stands', repeat)
    .option('-n, --namespace <name>', 'the namespace of the release', 'default')
    .option('-g, --generate-name', 'use release-name as the name')
    .option('-s, --show-only <path>', 'only what this template renders; may be repeated', repeat)
    .option('--include-crds', 'with the files of crds/')
    .option('--no-hooks', 'without hooks')
    .option('--skip-tests', 'without test hooks')
    .option('--is-upgrade', 'set .Release.IsUpgrade instead of .Release.IsInstall')
    .option('--kube-version <version>', 'the Kubernetes version of .Capabilities')
    .option('-a, --api-versions <versions>', 'API versions of .Capabilities, beside the built-in ones', repeat)
    .option('--skip-schema-validation', 'do not check values against values.schema.json')
    .addHelpText(
      'after',
      `
Prints what \`helm template\` prints. Exit codes: 0 rendered, 1 the chart does not render.

Examples:
  bylaw template charts/security-policy
  bylaw template acme charts/security-policy -f cd/values.yaml -f cd/prd/values.yaml
  bylaw template charts/security-policy --set policies.disallowPrivileged.enabled=false --show-only templates/disallow-privileged.yaml`,
    )
    .action(async (first: string, second: string | undefined, flags) => {
      const { runTemplate } = await import('./run.ts');
      context.exit(
        await runTemplate(second === undefined ? 'release-name' : first, second ?? first, flags, context.console),
      );
    });
}

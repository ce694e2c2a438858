import { type Command, Option } from 'commander';
import { addValueFlags } from '../../chart-flags.ts';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  addValueFlags(command)
    .argument('[path...]', 'charts, policy sources, policy files or folders; without any, the sources of the platform')
    .option('--fix', 'repair what can be repaired, touching nothing else')
    .option('-c, --config <path>', configHelp, '.')
    .option('-n, --namespace <name>', 'the namespace that charts are rendered for')
    .option('--kube-version <version>', 'the Kubernetes version of .Capabilities, and that deprecations are told for')
    .option('--skip-schema-validation', 'do not check values against values.schema.json')
    .option('--with-subcharts', 'lint the charts inside charts too')
    .option('--quiet', 'print only warnings and errors')
    .addOption(new Option('--strict').hideHelp())
    .addOption(outputOption('json', 'yaml', 'sarif', 'github', 'gitlab'))
    .addHelpText(
      'after',
      `
Says of a chart what \`helm lint\` says, and more; warnings fail, as with its --strict.
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

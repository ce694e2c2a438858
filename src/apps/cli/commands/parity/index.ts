import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { outputOption } from '../../output-option.ts';
import { configHelp } from '../../platform-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  const repeat = (value: string, before: string[] = []) => [...before, value];
  command
    .option('-c, --config <path>', configHelp, '.')
    .option('--chart <folder>', 'compare the rendering of this chart; may be repeated', repeat)
    .option('-f, --values <file>', 'values for --chart; may be repeated', repeat)
    .option('-p, --policy <path>', 'compare the verdicts of these policies; may be repeated', repeat)
    .option('-r, --resource <path>', 'on these manifests; may be repeated', repeat)
    .option('--test <folder>', 'compare the outcome of these tests; may be repeated', repeat)
    .option('--kyverno <path>', 'the real kyverno; looked for on the PATH when left out')
    .option('--helm <path>', 'the real helm; looked for on the PATH when left out')
    .option('--messages', 'compare the messages of verdicts, too')
    .addOption(outputOption('json', 'yaml'))
    .addHelpText(
      'after',
      `
Runs the real helm and kyverno, where they are installed, and Bylaw with the same arguments, and names every difference in
rendering, verdicts and outcomes of tests, with the commands that reproduce it. Without --chart, --policy and --test it
takes the platform: each chart in each environment, each cluster's manifests, and the tests in the sources.

Exit codes: 0 equal, 1 differences, 2 could not run.

Examples:
  bylaw parity
  bylaw parity --policy policies/ --resource manifests/ --messages
  bylaw parity --chart charts/security-policy -f cd/prd/values.yaml --helm /usr/local/bin/helm`,
    )
    .action(async (flags) => {
      const { runParity } = await import('./run.ts');
      context.exit(await runParity(flags, context.console));
    });
}

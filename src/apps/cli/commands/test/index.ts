import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('<path...>', 'test files, or folders to search for them')
    .option('-f, --file-name <name>', 'the name of test files', 'kyverno-test.yaml')
    .option(
      '-t, --test-case-selector <selector>',
      'run a part: policy=<name>,rule=<name>,resource=<name>, wildcards allowed',
    )
    .option('--fail-only', 'show only what failed')
    .option('--detailed-results', 'with messages')
    .option('-o, --output-format <format>', 'json, yaml, markdown or junit: one document on standard output')
    .option('--remove-color', 'no colours')
    .option('--require-tests', 'fail when no test is found')
    .addHelpText(
      'after',
      `
Exit codes: 0 all passed, 1 some failed, 2 a test could not be run.

Examples:
  bylaw test .
  bylaw test charts/security/tests --fail-only
  bylaw test . --test-case-selector "policy=require-*"
  bylaw test . --output-format junit > results.xml`,
    )
    .action(async (paths: string[], flags) => {
      const { runTests } = await import('./run.ts');
      context.exit(await runTests(paths, flags, context.console));
    });
}

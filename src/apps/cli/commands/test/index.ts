import { type Command, Option } from 'commander';
import type { CommandContext } from '../../command.ts';
import { rowFormats } from './row-formats.ts';

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('<path...>', 'test files, folders to search for them, or addresses of Git repositories')
    .option('-f, --file-name <name>', 'the name of test files', 'kyverno-test.yaml')
    .option('-b, --git-branch <branch>', 'branch of Git repositories; what follows the repository is then a folder')
    .option(
      '-t, --test-case-selector <selector>',
      'run a part: policy=<name>,rule=<name>,resource=<name>, wildcards allowed',
    )
    .option('--registry', 'load `imageRegistry` context from registries')
    .option('--trusted-root <path>', 'authorities and logs of a Sigstore, for image rules that name none')
    .option('--fail-only', 'show only what failed')
    .option('--detailed-results', 'with messages')
    .addOption(new Option('-o, --output-format <format>', 'one document on standard output').choices(rowFormats))
    .option('--remove-color', 'no colours')
    .option('--require-tests', 'fail when no test is found')
    .option('--warnings-as-errors', 'fail when a policy or exception is of a kind that Kyverno will remove')
    .addHelpText(
      'after',
      `
Exit codes: 0 all passed, 1 some failed or could not be run.

Examples:
  bylaw test .
  bylaw test charts/security/tests --fail-only
  bylaw test . --test-case-selector "policy=require-*, resource=bad-*"
  bylaw test https://github.com/acme/policies/pod-security --git-branch main
  bylaw test . --output-format junit > results.xml`,
    )
    .action(async (paths: string[], flags) => {
      const { runTests } = await import('./run.ts');
      context.exit(await runTests(paths, flags, context.console));
    });
}

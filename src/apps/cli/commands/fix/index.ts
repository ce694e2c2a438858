import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';

const examples = `
Nothing is written without --save. Comments and layout stay: only what is out of date is changed.

Examples:
  bylaw fix policy policies/
  bylaw fix policy policies/ --save
  bylaw fix test . --save --compress
  bylaw fix test . --file-name test.yaml --save`;

export function configure(command: Command, context: CommandContext): void {
  const { console } = context;
  command.addHelpText('after', examples);
  command
    .command('policy')
    .description('Bring policies up to date: match without any, preconditions as a list, operators with old names.')
    .argument('<path...>', 'files, or folders to search')
    .option('--save', 'write the files')
    .addHelpText('after', examples)
    .action(async (paths: string[], flags) => {
      const { runFixPolicy } = await import('./policy.ts');
      context.exit(await runFixPolicy(paths, flags, console));
    });
  command
    .command('test')
    .description('Bring test files of the old schema up to date, with the values and user-info files they name.')
    .argument('<path...>', 'test files, or folders to search')
    .option('-f, --file-name <name>', 'the name of test files', 'kyverno-test.yaml')
    .option('--save', 'write the files')
    .option('--force', 'with --save: write also what is up to date')
    .option('--compress', 'put results that expect the same into one')
    .addHelpText('after', examples)
    .action(async (paths: string[], flags) => {
      const { runFixTest } = await import('./test.ts');
      context.exit(await runFixTest(paths, flags, console));
    });
}

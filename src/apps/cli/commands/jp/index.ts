import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { commaSeparated } from '../../reference-flags.ts';

const examples = `
Examples:
  bylaw jp query -i pod.yaml 'spec.containers[].image | length(@)'
  kubectl get pod web -o yaml | bylaw jp query --compact 'metadata.labels'
  bylaw jp parse 'metadata.name | truncate(@, \`9\`)'
  bylaw jp function truncate`;

export function configure(command: Command, context: CommandContext): void {
  const { console } = context;
  command.addHelpText('after', examples);
  command
    .command('query')
    .description('Evaluate expressions over a JSON or YAML object.')
    .argument('[expression...]', 'expressions; without any, and without --query, one is read from standard input')
    .option('-i, --input <path>', 'the object; without it, it is read from standard input')
    .option('-q, --query <path,...>', 'files, each with one expression', commaSeparated)
    .option('-c, --compact', 'JSON on one line')
    .option('-u, --unquoted', 'texts without quotes')
    .addHelpText('after', examples)
    .action(async (expressions: string[], flags) => {
      const { runQuery } = await import('./query.ts');
      context.exit(await runQuery(expressions, flags, console));
    });
  command
    .command('parse')
    .description('Print the syntax tree of expressions.')
    .argument('[expression...]', 'expressions; without any, and without --file, one is read from standard input')
    .option('-f, --file <path,...>', 'files, each with one expression', commaSeparated)
    .addHelpText('after', examples)
    .action(async (expressions: string[], flags) => {
      const { runParse } = await import('./parse.ts');
      context.exit(await runParse(expressions, flags, console));
    });
  command
    .command('function')
    .description('List the functions that Kyverno adds to JMESPath, or show those that are named.')
    .argument('[name...]', 'functions, also those of JMESPath itself')
    .addHelpText('after', examples)
    .action(async (names: string[]) => {
      const { runFunction } = await import('./function.ts');
      context.exit(runFunction(names, console));
    });
}

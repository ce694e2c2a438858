import type { Command } from 'commander';
import { compareBytes } from '../../../../foundations/kube/index.ts';
import type { CommandContext } from '../../command.ts';
import type { Console } from '../../console.ts';
import { commaSeparated, repeated } from '../../reference-flags.ts';
import { keyValue, readEach, writeCreated } from './write-created.ts';

interface ValuesFileFlags {
  readonly global?: readonly string[];
  readonly nsSelector?: readonly string[];
  readonly rule?: readonly string[];
  readonly resource?: readonly string[];
  readonly output?: string;
}

export function configureValuesFile(command: Command, { console, exit }: CommandContext): void {
  command
    .description('Create a file of values, which stand in for context that a command line cannot load.')
    .option('-g, --global <name=value,...>', 'values for every policy', commaSeparated)
    .option('-n, --ns-selector <namespace,label=value,...>', 'labels of a namespace; may be repeated', repeated)
    .option('--rule <policy,rule,name=value,...>', 'values for a rule; may be repeated', repeated)
    .option('--resource <policy,resource,name=value,...>', 'values for a resource; may be repeated', repeated)
    .option('-o, --output <path>', 'write to a file')
    .addHelpText(
      'after',
      `
Examples:
  bylaw create values -g request.mode=dev -n prod,env=prod --rule policy,rule,env=demo -o values.yaml`,
    )
    .action(async (flags: ValuesFileFlags) => {
      exit(await writeCreated(valuesFile(flags, console), flags.output, console));
    });
}

function valuesFile(flags: ValuesFileFlags, console: Console): string {
  const read = (texts: readonly string[] = [], form: string) => readEach(texts, splitEntry, form, console);
  const policies = [
    ...read(flags.rule, 'policy,rule,name=value,...').map(showPolicy('rules', console)),
    ...read(flags.resource, 'policy,resource,name=value,...').map(showPolicy('resources', console)),
  ];
  const namespaces = read(flags.nsSelector, 'namespace,label=value,...').map(
    ([name, ...labels]) => `\n  - name: ${name}\n    labels:${entries(labels, '      ', console)}`,
  );
  return `# list of policy values
policies:${policies.join('')}

# list of global values
globalValues:${entries(flags.global ?? [], '  ', console)}

# list of namespace selectors
namespaceSelector:${namespaces.join('')}
`;
}

function splitEntry(text: string): readonly string[] | undefined {
  const parts = text.split(',');
  return parts.length < 2 ? undefined : parts;
}

function showPolicy(field: 'rules' | 'resources', console: Console) {
  return ([policy, name, ...values]: readonly string[]) => `
  - name: ${policy}
    ${field}:
      - name: ${name}
        values:${entries(values, '          ', console)}`;
}

/** `name: value` lines in the order of the names; of one name the last value counts. */
function entries(texts: readonly string[], indent: string, console: Console): string {
  return [...new Map(readEach(texts, keyValue, 'name=value', console))]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, value]) => `\n${indent}${key}: ${value}`)
    .join('');
}

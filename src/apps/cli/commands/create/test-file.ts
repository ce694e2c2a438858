import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import type { Console } from '../../console.ts';
import { commaSeparated, repeated } from '../../reference-flags.ts';
import { items, readEach, writeCreated } from './write-created.ts';

interface TestFileFlags {
  readonly name: string;
  readonly policy?: readonly string[];
  readonly resource?: readonly string[];
  readonly values?: string;
  readonly pass?: readonly string[];
  readonly fail?: readonly string[];
  readonly skip?: readonly string[];
  readonly output?: string;
}

export function configureTestFile(command: Command, { console, exit }: CommandContext): void {
  const form = '<policy,rule,resource,namespace,kind>';
  command
    .description('Create a test file. It is of the old schema, as `kyverno create test` writes it.')
    .option('-n, --name <name>', 'the name of the test', 'test-name')
    .option('-p, --policy <path,...>', 'files of policies', commaSeparated)
    .option('-r, --resource <path,...>', 'files of resources', commaSeparated)
    .option('-f, --values <path>', 'values file')
    .option(`--pass ${form}`, 'what should pass; may be repeated', repeated)
    .option(`--fail ${form}`, 'what should fail; may be repeated', repeated)
    .option(`--skip ${form}`, 'what should be skipped; may be repeated', repeated)
    .option('-o, --output <path>', 'write to a file')
    .addHelpText(
      'after',
      `
Examples:
  bylaw create test -p policy.yaml -r resources.yaml --pass require-team,check-team,good,default,Pod -o kyverno-test.yaml
  bylaw fix test . --save        # brings it to the schema of today`,
    )
    .action(async (flags: TestFileFlags) => {
      const code = await writeCreated(testFile(flags, console), flags.output, console);
      console.note(
        'the file is of the old schema: `bylaw test` reads it, and `bylaw fix test --save` brings it up to date\n',
      );
      exit(code);
    });
}

function testFile(flags: TestFileFlags, console: Console): string {
  const results = (['pass', 'fail', 'skip'] as const).flatMap((result) =>
    readEach(flags[result] ?? [], readExpectation, 'policy,rule,resource,namespace,kind', console).map(
      ([policy, rule, resource, namespace, kind]) => `
  - policy: ${policy}
    rule: ${rule}
    resource: ${resource}
    namespace: ${namespace}
    kind: ${kind}
    result: ${result}`,
    ),
  );
  return `# test name
name: ${flags.name}

# list of policy files
policies:${items(flags.policy ?? [], '  ')}

# list of resource files
resources:${items(flags.resource ?? [], '  ')}

# variables file (optional)
variables: ${flags.values ?? ''}

# list of expected results
results:${results.join('')}
`;
}

/** Six parts end with a patched resource, which the reference reads and does not write. */
function readExpectation(text: string): readonly string[] | undefined {
  const parts = text.split(',');
  return parts.length === 5 || parts.length === 6 ? parts : undefined;
}

import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import type { Console } from '../../console.ts';
import { repeated } from '../../reference-flags.ts';
import { items, keyValue, readEach, writeCreated } from './write-created.ts';

interface ExceptionFlags {
  readonly any?: readonly string[];
  readonly all?: readonly string[];
  readonly background: boolean;
  readonly namespace?: string;
  readonly policyRules: readonly string[];
  readonly output?: string;
}

export function configureException(command: Command, { console, exit }: CommandContext): void {
  command
    .description('Create a PolicyException.')
    .argument('<name>', 'the name of the exception')
    .requiredOption('--policy-rules <policy,rule,...>', 'a policy and rules of it; may be repeated', repeated)
    .option('--any <filter>', 'kind=, name=, namespace=, operation=, between commas; may be repeated', repeated)
    .option('--all <filter>', 'the same, and every filter must match', repeated)
    .option('-b, --background', 'holds in background scans too', true)
    .option('--no-background', 'does not hold in background scans; --background=false is the same')
    .option('--namespace <name>', 'namespace of the exception (default: default)')
    .option('-o, --output <path>', 'write to a file')
    .addHelpText(
      'after',
      `
Examples:
  bylaw create exception legacy --namespace shop --policy-rules "require-team,check-team,autogen-check-team" \\
    --any "kind=Deployment,name=legacy-*"`,
    )
    .action(async (name: string, flags: ExceptionFlags) => {
      exit(await writeCreated(exception(name, flags, console), flags.output, console));
    });
}

const fields = { kind: 'kinds', name: 'names', namespace: 'namespaces', operation: 'operations' } as const;
type Filter = Readonly<Partial<Record<(typeof fields)[keyof typeof fields], readonly string[]>>>;

/**
 * The exception, as `kyverno create exception` writes it, but for `resources`: the reference leaves that level out, and
 * then refuses the file (`spec.match.any[0].kinds: unknown field`).
 */
function exception(name: string, flags: ExceptionFlags, console: Console): string {
  const form = 'kind=...,name=...,namespace=...,operation=...';
  const any = readEach(flags.any ?? [], readFilter, form, console);
  const all = readEach(flags.all ?? [], readFilter, form, console);
  const excepted = readEach(flags.policyRules, readRules, 'policy,rule,...', console);
  const exceptions = excepted.map(
    ([policy, ...rules]) => `\n    - policyName: ${policy}\n      ruleNames:${items(rules, '        ')}`,
  );
  return `apiVersion: kyverno.io/v2
kind: PolicyException
metadata:
  name: ${name}
  namespace: ${flags.namespace || 'default'}
spec:
  background: ${flags.background}
  match:${showFilters('any', any)}${showFilters('all', all)}${exceptions.length > 0 ? '\n  exceptions:' : ''}${exceptions.join('')}
`;
}

function readRules(text: string): readonly string[] | undefined {
  const parts = text.split(',');
  return parts.length < 2 ? undefined : parts;
}

function readFilter(text: string): Filter | undefined {
  const filter: { -readonly [K in keyof Filter]: string[] } = {};
  for (const part of text.split(',')) {
    const found = keyValue(part);
    if (!found) return undefined;
    const field = Object.entries(fields).find(([word]) => word === found[0])?.[1];
    if (!field) return undefined;
    filter[field] = [...(filter[field] ?? []), found[1]];
  }
  return filter;
}

function showFilters(name: 'any' | 'all', filters: readonly Filter[]): string {
  if (filters.length === 0) return '';
  const shown = filters.map((filter) => {
    const lines = Object.values(fields).flatMap((field) => {
      const values = filter[field];
      return values ? [`\n        ${field}:${items(values, '          ')}`] : [];
    });
    return `\n    - resources:${lines.join('')}`;
  });
  return `\n    ${name}:${shown.join('')}`;
}

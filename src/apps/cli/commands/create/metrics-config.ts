import type { Command } from 'commander';
import { toIndentedGoJson } from '../../../../foundations/kube/index.ts';
import type { CommandContext } from '../../command.ts';
import { commaSeparated } from '../../reference-flags.ts';
import { writeCreated } from './write-created.ts';

interface MetricsConfigFlags {
  readonly name: string;
  readonly namespace: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly output?: string;
}

export function configureMetricsConfig(command: Command, { console, exit }: CommandContext): void {
  command
    .description("Create the ConfigMap that says of which namespaces Kyverno's metrics tell.")
    .option('-n, --name <name>', 'the name', 'kyverno-metrics')
    .option('--namespace <name>', 'the namespace', 'kyverno')
    .option('-i, --include <namespace,...>', 'namespaces to tell of', commaSeparated)
    .option('-e, --exclude <namespace,...>', 'namespaces to leave out', commaSeparated)
    .option('-o, --output <path>', 'write to a file')
    .addHelpText('after', '\nExamples:\n  bylaw create metrics-config -i shop -i payments -e kube-system')
    .action(async (flags: MetricsConfigFlags) => {
      exit(await writeCreated(metricsConfig(flags), flags.output, console));
    });
}

function metricsConfig({ name, namespace, include, exclude }: MetricsConfigFlags): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${namespace}
data:
  namespaces: |
    ${namespacesJson([...field('include', include), ...field('exclude', exclude)])}
`;
}

function field(name: string, values: readonly string[] | undefined): string[] {
  return values ? [`"${name}": ${toIndentedGoJson([...values], '      ')}`] : [];
}

function namespacesJson(fields: readonly string[]): string {
  return fields.length === 0 ? '{}' : `{\n      ${fields.join(',\n      ')}\n    }`;
}

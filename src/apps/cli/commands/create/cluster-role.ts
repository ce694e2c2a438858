import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { failure } from '../../failure.ts';
import { commaSeparated } from '../../reference-flags.ts';
import { writeCreated } from './write-created.ts';

interface ClusterRoleFlags {
  readonly apiGroups: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly controllers?: readonly string[];
  readonly output?: string;
}

export function configureClusterRole(command: Command, { console, exit }: CommandContext): void {
  command
    .description('Create a ClusterRole that gives controllers of Kyverno rights on resources.')
    .argument('<name>', 'the name, between `kyverno-` and `-permission`')
    .requiredOption('-g, --api-groups <group>', 'API group of the resources')
    .requiredOption('--resources <name,...>', 'resources, in the plural', commaSeparated)
    .requiredOption('--verbs <verb,...>', 'verbs, or `all`', commaSeparated)
    .option(
      '--controllers <name,...>',
      'controllers that get the rights (default: background-controller)',
      commaSeparated,
    )
    .option('-o, --output <path>', 'write to a file')
    .addHelpText(
      'after',
      '\nExamples:\n  bylaw create cluster-role jobs -g batch --resources jobs,cronjobs --verbs get,list,create',
    )
    .action(async (name: string, flags: ClusterRoleFlags) => {
      exit(await writeCreated(clusterRole(name, flags), flags.output, console));
    });
}

const allVerbs = ['create', 'get', 'update', 'delete', 'list', 'watch'];

/**
 * The role, as `kyverno create cluster-role` writes it. Where the reference makes one name of several (`"pods,services"`
 * is a resource that no API has), here are several.
 */
function clusterRole(name: string, flags: ClusterRoleFlags): string {
  const controllers = flags.controllers ?? ['background-controller'];
  if (name === '' || flags.apiGroups === '')
    throw failure('COMMAND_WRONG_FLAGS', `${name === '' ? 'the name' : '--api-groups'} is empty`, 'give it a value');
  if (controllers.every((controller) => controller === ''))
    throw failure('COMMAND_WRONG_FLAGS', 'invalid controller provided', 'name one, such as background-controller');
  const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(', ');
  const labels = controllers.map((controller) => `\n      rbac.kyverno.io/aggregate-to-${controller}: "true"`).join('');
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: kyverno-${name}-permission
  labels:${labels}
rules:
  - apiGroups: ["${flags.apiGroups}"]
    resources: [${quoted(flags.resources)}]
    verbs: [${quoted(flags.verbs[0] === 'all' ? allVerbs : flags.verbs)}]`;
}

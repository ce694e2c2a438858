import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../../../foundations/kube/index.ts';
import type { CommandContext } from '../../command.ts';
import { commaSeparated } from '../../reference-flags.ts';
import { applyFormats } from './formats.ts';
import { refusedFlags } from './refused-flags.ts';

export function configure(command: Command, context: CommandContext): void {
  command.argument(
    '<policy...>',
    'files or folders of policies, or addresses of Git repositories; `-` is standard input',
  );
  addInputFlags(command);
  addClusterFlags(command);
  addOutputFlags(command);
  command.addHelpText('after', examples).action(async (policies: string[], flags) => {
    const { runApply } = await import('./run.ts');
    context.exit(await runApply(policies, flags, context.console));
  });
}

function addInputFlags(command: Command): void {
  command
    .option('-r, --resource <path,...>', 'files or folders of resources; `-` is standard input', commaSeparated)
    .option('--resources <path,...>', 'the same as --resource', commaSeparated)
    .option('-i, --stdin', 'read resources from standard input, when --resource names none')
    .option(
      '--target-resource <path,...>',
      'files or folders of existing resources that mutate rules change',
      commaSeparated,
    )
    .option('--target-resources <path,...>', 'the same as --target-resource', commaSeparated)
    .option('-e, --exception <path,...>', 'files or folders of PolicyExceptions', commaSeparated)
    .option('--exceptions <path,...>', 'the same as --exception', commaSeparated)
    .option('--exceptions-with-resources', 'take the exceptions among the resources')
    .option('--exceptions-within-resources', 'the same as --exceptions-with-resources')
    .option('--exceptions-within-policies', 'take the exceptions among the policies too')
    .option('-f, --values-file <path>', 'values that stand in for context that a command line cannot load')
    .option('-s, --set <name=value,...>', 'variables, by name', commaSeparated)
    .option('-u, --userinfo <path>', 'who makes the request: a UserInfo file')
    .option('--registry', 'load `imageRegistry` context from registries')
    .option('--trusted-root <path>', 'authorities and logs of a Sigstore, for image rules that name none')
    .option('--context-file <path>', 'resources and image data that CEL policies may look up')
    .option('-b, --git-branch <branch>', 'branch of Git repositories; what follows the repository is then a folder')
    .option('--username <name>', 'user name for Git repositories')
    .option('--password <secret>', 'password or token for Git repositories')
    .option('--continue-on-fail', 'accepted for compatibility: Bylaw always goes on')
    .addOption(new Option('--show-performance', 'accepted for compatibility').hideHelp());
  for (const [flag, reason] of Object.values(refusedFlags))
    command.addOption(new Option(flag, `refused: ${reason}`).argParser(commaSeparated).hideHelp());
}

function addClusterFlags(command: Command): void {
  command
    .option(
      '-c, --cluster',
      'ask a cluster: for the resources, when --resource names none, and for what policies look up',
    )
    .option('-n, --namespace <name>', 'read resources of this namespace only')
    .option('--cluster-wide-resources', 'read resources that are in no namespace only')
    .option('--kubeconfig <path>', 'how the cluster is reached')
    .option('--context <name>', 'the context of the kubeconfig')
    .option('--concurrent <count>', 'kinds that are read at the same time, 1 to 32', countUpTo(32), 1)
    .option('--batch-size <count>', 'resources in one answer of the cluster', countUpTo(20_000), 100)
    .option('--continue-on-error', 'go on when a kind cannot be read', true)
    .option('--no-continue-on-error', 'end when a kind cannot be read');
}

function addOutputFlags(command: Command): void {
  command
    .option('-o, --output <path>', 'write mutated and generated resources to a file (.yaml, .yml) or into a folder')
    .option('-t, --table', 'print the results as a table')
    .option('--detailed-results', 'with messages in the table')
    .option('--remove-color', 'no colours')
    .addOption(
      new Option(
        '--output-format <format>',
        'print the results, or the reports or exceptions asked for, as one document',
      ).choices(applyFormats),
    )
    .option('-p, --policy-report', 'print policy reports')
    .addOption(
      new Option('--policy-report-api <group>', 'API group of the reports')
        .choices(['openreports.io', 'wgpolicyk8s.io'])
        .default('openreports.io'),
    )
    .option('--generate-exceptions', 'print a PolicyException for each failure')
    .option('--generated-exception-ttl <duration>', 'how long those last (default: 720h); 0s: for ever', duration)
    .option('--audit-warn', 'failures of policies in Audit are warnings')
    .option('--warn-exit-code <code>', 'exit code when there are warnings and no failures', exitCode, 0)
    .option('--warn-no-pass', 'use the warning exit code when nothing passed')
    .option('--warnings-as-errors', 'fail when a policy or exception is of a kind that Kyverno will remove');
}

function duration(text: string): bigint {
  const found = parseDuration(text);
  if (found === undefined) throw new InvalidArgumentError('Write a duration such as 720h or 1h30m.');
  return found;
}

function countUpTo(most: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most)
      throw new InvalidArgumentError(`Write a number from 1 to ${most}.`);
    return Number(text);
  };
}

function exitCode(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('Write a number.');
  return Number(text) & 0xff;
}

const examples = `
Exit codes: 0 no failures, 1 failures, errors, or could not run; --warn-exit-code for warnings.

Examples:
  bylaw apply policies/ --resource manifests/
  bylaw apply policy.yaml -r pod.yaml --values-file values.yaml
  bylaw template charts/security | bylaw apply - -r manifests/ --table --detailed-results
  bylaw apply policies/ -r manifests/ --output-format sarif > results.sarif
  bylaw apply policies/ -r manifests/ --policy-report --output-format json
  bylaw apply policies/ --cluster --namespace shop --table
  bylaw apply https://github.com/acme/policies/pod-security --git-branch main -r manifests/
  bylaw apply policies/ -r manifests/ --generate-exceptions > exceptions.yaml`;

import { type Command, InvalidArgumentError, Option } from 'commander';
import { addFlagsWithoutEffect, addSourceFlags, addValueFlags } from '../../chart-flags.ts';
import { addClusterFlags } from '../../cluster-flags.ts';
import type { CommandContext } from '../../command.ts';
import { duration, normaliseFlags, pairs, repeat, repeatList, wholeNumber } from '../../flag-values.ts';

/** Flags of `helm template` that take no value. */
const switches = [
  '--create-namespace',
  '--debug',
  '--dependency-update',
  '--devel',
  '--disable-openapi-validation',
  '--enable-dns',
  '--force',
  '--force-conflicts',
  '--force-replace',
  '--generate-name',
  '--hide-notes',
  '--include-crds',
  '--insecure-skip-tls-verify',
  '--is-upgrade',
  '--kube-insecure-skip-tls-verify',
  '--no-hooks',
  '--pass-credentials',
  '--plain-http',
  '--release-name',
  '--render-subchart-notes',
  '--replace',
  '--atomic',
  '--rollback-on-failure',
  '--server-side',
  '--skip-crds',
  '--skip-schema-validation',
  '--skip-tests',
  '--take-ownership',
  '--validate',
  '--verify',
  '--wait-for-jobs',
];

/** They say how a release is installed, talked about or waited for. Nothing is installed here. */
const withoutEffect = [
  '--create-namespace',
  '--description <text>',
  '--disable-openapi-validation',
  '--force',
  '--hide-notes',
  '--render-subchart-notes',
  '--replace',
  '--atomic',
  '--rollback-on-failure',
  '--server-side',
  '--skip-crds',
  '--take-ownership',
  '--wait-for-jobs',
  '--burst-limit <count>',
  '--qps <count>',
  '--content-cache <path>',
];

export function normalise(args: readonly string[]): string[] {
  return normaliseFlags(args, { switches, optional: { '--wait': 'watcher', '--dry-run': 'unset' } });
}

function once(value: string, before?: string): string {
  if (before) throw new InvalidArgumentError('cannot specify --post-renderer flag more than once');
  return value;
}

export function configure(command: Command, context: CommandContext): void {
  command
    .argument('<name-or-chart>', 'the release name, or the chart when only one is given')
    .argument(
      '[chart]',
      'a folder, a packed chart (.tgz), an address, oci://..., repository/name, or a name with --repo',
    )
    .option('-n, --namespace <name>', 'the namespace of the release')
    .option('-g, --generate-name', 'the name is release-name, as without it')
    .option('--name-template <template>', 'the template that gives the release name')
    .option('-s, --show-only <path>', 'only what this template renders; may be repeated', repeat)
    .option('--include-crds', 'with the files of crds/')
    .option('--no-hooks', 'without hooks')
    .option('--skip-tests', 'without test hooks')
    .option('--is-upgrade', 'set .Release.IsUpgrade instead of .Release.IsInstall')
    .option('--kube-version <version>', 'the Kubernetes version of .Capabilities')
    .option('-a, --api-versions <versions>', 'API versions of .Capabilities, beside the built-in ones', repeatList)
    .option('--skip-schema-validation', 'do not check values against values.schema.json')
    .option('--enable-dns', 'let getHostByName ask for addresses')
    .option('--dependency-update', 'fetch dependencies that charts/ lacks; the folder stays as it is')
    .addOption(
      new Option(
        '--seed <number>',
        'draw chance from this number and stop the clock: the same output every time',
      ).argParser(wholeNumber),
    )
    .option('--output-dir <folder>', 'write the manifests to files below this folder')
    .option('--release-name', 'put the release name into the paths below --output-dir')
    .option('--debug', 'print what was rendered although it is no YAML');
  addValueFlags(command);
  addSourceFlags(command);
  addClusterFlags(command);
  command
    .addOption(
      new Option('--post-renderer <plugin>', 'send what was rendered through a plugin of Helm').argParser(once),
    )
    .option('--post-renderer-args <argument>', 'an argument for the plugin; may be repeated', repeat)
    .option('--explain-values <path>', 'which lines a value, a resource (Kind/name) or an output line (:N) is made of')
    .addOption(new Option('--force-conflicts').hideHelp().conflicts(['forceReplace', 'force']))
    .addOption(new Option('--force-replace').hideHelp())
    .addOption(new Option('-l, --labels <pairs>').argParser(pairs).hideHelp())
    .addOption(new Option('--timeout <duration>').argParser(duration).hideHelp())
    .addOption(new Option('--wait <strategy>').choices(['watcher', 'hookOnly', 'legacy', 'true', 'false']).hideHelp())
    .addOption(new Option('--color, --colour <when>').choices(['never', 'auto', 'always']).hideHelp());
  addFlagsWithoutEffect(command, withoutEffect);
  command.addHelpText(
    'after',
    `
Prints what \`helm template\` prints, and takes every flag of it. Flags that say how a release is installed change nothing,
as there. A warm process stays for the next call, ten minutes at most; set BYLAW_RESIDENT=off to do without. Exit codes: 0
rendered, 1 the chart does not render, 2 could not run.

Examples:
  bylaw template charts/security-policy
  bylaw template acme charts/security-policy -f cd/values.yaml -f cd/prd/values.yaml
  bylaw template charts/security-policy --set policies.disallowPrivileged.enabled=false --show-only templates/disallow-privileged.yaml
  bylaw template acme oci://registry.acme.example/charts/web --version '^2.1'
  bylaw template charts/security-policy --explain-values policies.disallowPrivileged.enabled`,
  );
  command.action(async (first: string, second: string | undefined, flags) => {
    const { runTemplate } = await import('./run.ts');
    context.exit(await runTemplate(first, second, flags, context.console));
  });
}

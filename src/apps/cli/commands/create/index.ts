import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { configureClusterRole } from './cluster-role.ts';
import { configureException } from './exception.ts';
import { configureMetricsConfig } from './metrics-config.ts';
import { configureTestFile } from './test-file.ts';
import { configureUserInfo } from './user-info.ts';
import { configureValuesFile } from './values-file.ts';

/** Every file that can be created, by the name of its subcommand. Add the next one here. */
const creations: Readonly<Record<string, (command: Command, context: CommandContext) => void>> = {
  'cluster-role': configureClusterRole,
  exception: configureException,
  'metrics-config': configureMetricsConfig,
  test: configureTestFile,
  'user-info': configureUserInfo,
  values: configureValuesFile,
};

export function configure(command: Command, context: CommandContext): void {
  command.addHelpText(
    'after',
    `
Examples:
  bylaw create test -p policy.yaml -r resources.yaml --pass require-team,check-team,good,default,Pod
  bylaw create exception legacy --policy-rules require-team,check-team --any "kind=Deployment,name=legacy-*"
  bylaw create values -g request.mode=dev -o values.yaml`,
  );
  for (const [name, configureOne] of Object.entries(creations)) configureOne(command.command(name), context);
}

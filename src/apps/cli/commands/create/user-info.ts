import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { commaSeparated } from '../../reference-flags.ts';
import { items, writeCreated } from './write-created.ts';

interface UserInfoFlags {
  readonly username?: string;
  readonly role?: readonly string[];
  readonly clusterRole?: readonly string[];
  readonly group?: readonly string[];
  readonly output?: string;
}

export function configureUserInfo(command: Command, { console, exit }: CommandContext): void {
  command
    .description('Create a file that says who makes the request, for `apply --userinfo` and tests.')
    .option('-u, --username <name>', 'user name')
    .option('-g, --group <name,...>', 'groups', commaSeparated)
    .option('-r, --role <namespace:name,...>', 'roles', commaSeparated)
    .option('-c, --cluster-role <name,...>', 'cluster roles', commaSeparated)
    .option('-o, --output <path>', 'write to a file')
    .addHelpText(
      'after',
      '\nExamples:\n  bylaw create user-info -u mira@acme.example -g developers -c view -o user.yaml',
    )
    .action(async (flags: UserInfoFlags) => {
      exit(await writeCreated(userInfo(flags), flags.output, console));
    });
}

function userInfo({ username = '', role = [], clusterRole = [], group = [] }: UserInfoFlags): string {
  return `# list of roles
roles:${items(role, '  ')}

# list of cluster roles
clusterRoles:${items(clusterRole, '  ')}

userInfo:
  # user name
  username: ${username}

  # list of groups
  groups:${items(group, '    ')}
`;
}

import { heldBackBy } from '../../../../domain/rollout/index.ts';
import { Server } from '../../../server/index.ts';
import { countResources, openWorkspace, prepareSample, type Workspace } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, describeError, failure } from '../../failure.ts';
import { requireWorkspace } from '../../platform-flags.ts';

export interface ServeFlags {
  readonly config: string;
  readonly data: string;
  readonly port: string;
  readonly host: string;
}

const loopback = ['127.0.0.1', '::1', 'localhost'];

/** Serves until told to stop. Returns the exit code. */
export async function runServe(flags: ServeFlags, console: Console): Promise<number> {
  const port = Number(flags.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw failure('SERVE_WRONG_PORT', `\`${flags.port}\` is no port`, 'a port is a number from 0 to 65535');
  }
  if (!loopback.includes(flags.host)) {
    throw failure(
      'SERVE_HOST_REFUSED',
      `refusing to listen on \`${flags.host}\`: there is no sign-in yet`,
      `listen on loopback (${loopback.join(', ')})`,
    );
  }
  const workspace = await openPlatform(flags, console);
  const server = await startServer(workspace, flags, port, console);
  const stopped = untilTold();
  console.print(summaryOf(server, workspace));
  await stopped;
  await server.stop();
  return 0;
}

/** A sample platform is made real first: Git repositories with a history, in the data folder. */
async function openPlatform(flags: ServeFlags, console: Console): Promise<Workspace> {
  const workspace = await requireWorkspace(flags.config, console);
  if (!workspace.platform.sample) return workspace;
  let folder: string;
  try {
    folder = await prepareSample(workspace.root, flags.data, Date.now());
  } catch (error) {
    throw dataFailure(flags.data, error);
  }
  const sample = await openWorkspace(folder);
  if (!sample.workspace) throw new CommandFailure(sample.diagnostics);
  return sample.workspace;
}

async function startServer(workspace: Workspace, flags: ServeFlags, port: number, console: Console): Promise<Server> {
  try {
    const log = (text: string) => console.note(`${new Date().toISOString()} ${text}\n`);
    return await Server.start({ workspace, data: flags.data, host: flags.host, port, log });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw failure('SERVE_PORT_IN_USE', `port ${port} is in use`, 'choose another with --port, or 0 for any');
    if (code === 'EACCES' && port > 0 && port < 1024)
      throw failure('SERVE_PORT_REFUSED', `port ${port} may not be opened`, 'choose one above 1023 with --port');
    throw dataFailure(flags.data, error);
  }
}

function dataFailure(folder: string, error: unknown): Error {
  const { code, syscall } = error as NodeJS.ErrnoException & { syscall?: string };
  const aboutFiles = ['EACCES', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EPERM', 'ERR_SQLITE_ERROR'].includes(
    code ?? '',
  );
  if (!aboutFiles && !syscall) return error as Error;
  return failure(
    'SERVE_DATA_UNWRITABLE',
    `the data folder \`${folder}\` cannot be used: ${describeError(error)}`,
    'choose a folder that can be written with --data',
  );
}

function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** The address and ten lines of what was found. */
function summaryOf(server: Server, { platform }: Workspace): string {
  const { view, store } = server.state;
  const results = store.results();
  const totals = countResources(results);
  const rows = view?.rollout.rows ?? [];
  const ready = rows.flatMap(({ policy, next }) =>
    next?.ready ? [`${policy} (${next.to} in ${next.environment})`] : [],
  );
  const held = rows.filter(({ next }) => next && !next.ready);
  const worst = topPolicies(results);
  const scans = [...store.lastScans().values()];
  const problems = view?.diagnostics.filter(({ severity }) => severity === 'error').length ?? 0;
  return `Bylaw serves ${platform.name}${platform.sample ? ' (sample data)' : ''}

  sources        ${platform.sources.map(({ name }) => name).join(', ')}
  policies       ${rows.length} over ${platform.environments.join(' -> ')}
  clusters       ${scans.map(({ cluster, resources }) => `${cluster} (${resources} resources)`).join(', ')}
  compliant      ${totals.compliant}
  excepted       ${totals.excepted} by ${view?.exceptions.length ?? 0} exceptions
  failing        ${totals.failing}${totals.errors > 0 ? `, and ${totals.errors} could not be evaluated` : ''}
  most failing   ${worst || 'nothing fails'}
  ready          ${ready.join(', ') || 'no policy is ready for its next step'}
  held back      ${held.length}${held[0]?.next ? `, such as ${held[0].policy}: ${heldBackBy(held[0].next)}` : ''}
  problems       ${problems === 0 ? 'none' : `${problems} files or policies could not be read`}

Open ${server.url}
`;
}

function topPolicies(results: readonly { policy: string; status: string }[]): string {
  const failing = new Map<string, number>();
  for (const { policy, status } of results) if (status === 'fail') failing.set(policy, (failing.get(policy) ?? 0) + 1);
  return [...failing]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([policy, count]) => `${policy} (${count})`)
    .join(', ');
}

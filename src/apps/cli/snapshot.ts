import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { startupSnapshot } from 'node:v8';
import { becomeSources } from './become-sources.ts';
import { runCommandLine } from './command-line.ts';
import { Console } from './console.ts';
import { Resident } from './resident/resident.ts';
import { runProcess } from './run-process.ts';

/** What `scripts/build.mjs` says about the snapshot it makes. */
interface SnapshotPlan {
  /** The files that it is made of, relative to the root of the checkout, as they are now: path, size, time of change. */
  readonly inputs: readonly (readonly [string, number, number])[];
  /** Command lines that are run, without their output, so that the snapshot holds their compiled code. */
  readonly rehearsals: readonly (readonly string[])[];
}

/**
 * The entry of a V8 startup snapshot of the command line: modules loaded and code compiled, no more. Where anything in it
 * has changed since, or is not in it, the process becomes the plain sources.
 */
function start(inputs: SnapshotPlan['inputs']): void {
  const [, main = '', ...args] = process.argv;
  const root = resolve(main, '../../../..');
  const isCurrent = (): boolean =>
    inputs.every(([path, size, time]) => {
      const found = statSync(`${root}/${path}`, { throwIfNoEntry: false });
      return found?.size === size && found.mtimeMs === time;
    });
  const socket = process.env['BYLAW_RESIDENT_SOCKET'];
  if (socket !== undefined) return new Resident(socket, isCurrent).start();
  if (!isCurrent()) return becomeSources();
  void runProcess(args);
}

async function rehearse(commandLines: SnapshotPlan['rehearsals']): Promise<void> {
  const nowhere = { write: () => true } as unknown as NodeJS.WriteStream;
  for (const args of commandLines) await runCommandLine(args, new Console(nowhere, nowhere));
}

const { inputs, rehearsals } = JSON.parse(readFileSync(process.env['BYLAW_SNAPSHOT_PLAN']!, 'utf8')) as SnapshotPlan;
void rehearse(rehearsals);
startupSnapshot.setDeserializeMainFunction(() => start(inputs));

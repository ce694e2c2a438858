import { runCommandLine } from './command-line.ts';
import { Console } from './console.ts';

/** The command line as the whole of this process. The exit code is set, not forced, so that output is written to its end. */
export async function runProcess(args: readonly string[]): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away, as `head` does: nothing is wrong.
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.exitCode = await runCommandLine(args, new Console(process.stdout, process.stderr));
}

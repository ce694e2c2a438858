import { unlinkSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import { type DecodedAnswer, decodeAnswer, type ResidentRequest } from './wire.ts';

/**
 * Milliseconds that are waited for a resident to begin, which may work for somebody else: about what the command takes
 * alone.
 */
const patience = 150;

/**
 * The whole of a program that has a command line answered by the resident whose socket lies beside it, and prints the
 * answer. Whatever is wrong with the resident, the process becomes the command itself.
 */
function ask(): void {
  const [, self = '', ...args] = process.argv;
  const socket = resolve(self, '../resident.sock');
  const alone = (): void => becomeCommand(resolve(self, '../../../../bin/bylaw'), args);
  const request = requestOf(args);
  if (!request) return alone();
  const connection = connect(socket);
  connection.write(`${JSON.stringify(request)}\n`);
  const timer = setTimeout(() => connection.destroy(), patience);
  let received = Buffer.alloc(0);
  connection.on('data', (part) => {
    clearTimeout(timer);
    received = Buffer.concat([received, part]);
    const answer = decodeAnswer(received);
    if (answer) finish(answer);
  });
  connection.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody listens any more: the next command starts another.
    if (error.code === 'ECONNREFUSED') unlinkSync(socket);
  });
  connection.on('close', () => {
    clearTimeout(timer);
    alone();
  });
}

/** Everything is written at once, so there is nothing to wait for: ending in an orderly way takes milliseconds. */
function finish({ exitCode, pieces }: DecodedAnswer): never {
  for (const [fd, bytes] of pieces) print(fd, bytes);
  process.exit(exitCode);
}

/** Nothing for a command line that only this process can run. */
function requestOf(args: readonly string[]): ResidentRequest | undefined {
  if (readsStandardInput(args)) return undefined;
  try {
    return {
      args,
      folder: process.cwd(),
      env: process.env as Record<string, string>,
      umask: process.umask(),
      terminals: [isatty(1), isatty(2)],
    };
  } catch {
    // The folder that it was started in is gone.
    return undefined;
  }
}

/** A values file `-` is the standard input, which only this process has. */
function readsStandardInput(args: readonly string[]): boolean {
  return args.some((arg) => /(?:^|^-f|[=,])\s*-\s*(?:$|,)/.test(arg));
}

/** The loaded `process.stdout` costs more than the rest of this program. */
function print(fd: 1 | 2, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The reader went away, as `head` does: nothing is wrong.
      if (code === 'EPIPE') process.exit();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function becomeCommand(program: string, args: readonly string[]): void {
  const env = { ...(process.env as Record<string, string>), BYLAW_RESIDENT: 'off' };
  process.execve!('/bin/sh', ['sh', program, ...args], env);
}

ask();

import { statSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { keepRecentCharts } from '../../../adapters/registry/index.ts';
import { leaveInsteadOfBecomingSources } from '../become-sources.ts';
import { runCommandLine } from '../command-line.ts';
import { Console } from '../console.ts';
import { encodeAnswer, longestRequest, type ResidentAnswer, type ResidentRequest, ready } from './wire.ts';

/** Milliseconds without a request after which a resident ends. */
const idleTime = 10 * 60_000;

/** Milliseconds that a client may take to ask, or to read its answer. */
const patience = 5000;

/**
 * A process that has the code of the command line loaded and warm, and answers one command line after the other on a socket
 * that only its user can open. It ends when nobody has asked for a while, when `isCurrent` says that it was made of other
 * code, and when its socket is gone or another's.
 */
export class Resident {
  readonly #socket: string;
  readonly #isCurrent: () => boolean;
  #server: Server | undefined;
  #inode = 0;
  #busy = false;
  readonly #waiting: Socket[] = [];
  #left = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(socket: string, isCurrent: () => boolean) {
    this.#socket = socket;
    this.#isCurrent = isCurrent;
  }

  start(): void {
    keepRecentCharts(8);
    leaveInsteadOfBecomingSources(() => {
      this.#left = true;
    });
    process.on('uncaughtException', () => this.#end());
    process.on('SIGTERM', () => this.#end());
    // The terminal of whoever was first may be closed long before this ends.
    process.on('SIGHUP', () => {});
    process.chdir('/');
    this.#server = createServer((connection) => {
      connection.on('error', () => connection.destroy());
      this.#waiting.push(connection);
      this.#greetNext();
    });
    // Another was quicker, or the place is none for a socket.
    this.#server.on('error', () => process.exit(0));
    const umask = process.umask(0o177);
    this.#server.listen(this.#socket, () => {
      process.umask(umask);
      this.#inode = statSync(this.#socket).ino;
      this.#wait();
    });
  }

  #wait(): void {
    this.#idle?.refresh();
    this.#idle ??= setTimeout(() => this.#end(), idleTime);
  }

  /** Closing unlinks the path, which may be that of a successor. */
  #end(): void {
    if (statSync(this.#socket, { throwIfNoEntry: false })?.ino === this.#inode) unlinkSync(this.#socket);
    process.exit(0);
  }

  #greetNext(): void {
    if (this.#busy) return;
    const connection = this.#waiting.shift();
    if (!connection) return this.#wait();
    const next = (): void => {
      this.#busy = false;
      this.#greetNext();
    };
    if (connection.destroyed) return next();
    this.#busy = true;
    connection.once('close', next);
    connection.setTimeout(patience, () => connection.destroy());
    connection.write(`${ready}${process.pid}\n`);
    // While it asks, there is time to look.
    const isMine = statSync(this.#socket, { throwIfNoEntry: false })?.ino === this.#inode;
    if (!isMine || !this.#isCurrent()) return this.#end();
    let text = '';
    connection.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > longestRequest) connection.destroy();
      else if (text.endsWith('\n')) void this.#answer(JSON.parse(text) as ResidentRequest, connection);
    });
  }

  async #answer(request: ResidentRequest, connection: Socket): Promise<void> {
    connection.setTimeout(0);
    const answer = await run(request);
    // Something was asked for that is not loaded here. The caller does it all again, alone.
    if (this.#left) return this.#end();
    connection.setTimeout(patience);
    connection.end(encodeAnswer(answer));
  }
}

async function run({ args, folder, env, umask, terminals }: ResidentRequest): Promise<ResidentAnswer> {
  process.chdir(folder);
  process.umask(umask);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value;
  const output: [1 | 2, string][] = [];
  const stream = (fd: 1 | 2): NodeJS.WriteStream => {
    const write = (text: string): void => void output.push([fd, text]);
    return { isTTY: terminals[fd - 1], write } as unknown as NodeJS.WriteStream;
  };
  const exitCode = await runCommandLine(args, new Console(stream(1), stream(2)));
  process.chdir('/');
  return { exitCode, output };
}

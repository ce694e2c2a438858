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

interface Asked {
  readonly connection: Socket;
  readonly request: ResidentRequest;
}

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
  readonly #waiting: Asked[] = [];
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
    this.#server = createServer((connection) => this.#accept(connection));
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

  #accept(connection: Socket): void {
    connection.on('error', () => connection.destroy());
    connection.setTimeout(patience, () => connection.destroy());
    let text = '';
    connection.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > longestRequest) return void connection.destroy();
      if (!text.endsWith('\n')) return;
      this.#waiting.push({ connection, request: JSON.parse(text) as ResidentRequest });
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy) return;
    const asked = this.#waiting.shift();
    if (!asked) return this.#wait();
    this.#busy = true;
    // That a client has gone is seen only in the turn after the one in which it is heard.
    setImmediate(() => setImmediate(() => void this.#answer(asked)));
  }

  async #answer({ connection, request }: Asked): Promise<void> {
    if (!connection.destroyed && !connection.readableEnded) {
      connection.setTimeout(0);
      connection.write(`${ready}${process.pid}\n`);
      const isMine = statSync(this.#socket, { throwIfNoEntry: false })?.ino === this.#inode;
      if (!isMine || !this.#isCurrent()) return this.#end();
      const answer = await run(request);
      // Something was asked for that is not loaded here. The caller does it all again, alone.
      if (this.#left) return this.#end();
      connection.setTimeout(patience);
      connection.end(encodeAnswer(answer));
    }
    this.#busy = false;
    this.#next();
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

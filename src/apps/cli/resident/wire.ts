/** One command line, with all that a process of its own would have beside it. */
export interface ResidentRequest {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
  /** Whether standard output and standard error are terminals. */
  readonly terminals: readonly [boolean, boolean];
}

/** What a run printed, in its order, and what it ends with. */
export interface ResidentAnswer {
  readonly exitCode: number;
  readonly output: readonly (readonly [fd: 1 | 2, text: string])[];
}

/** The head of an answer, one line of JSON; the bytes of the pieces follow it. Nothing is said where nothing can be answered. */
export interface AnswerHead {
  readonly exitCode: number;
  readonly pieces: readonly (readonly [fd: 1 | 2, bytes: number])[];
}

/** The line that a resident says as soon as it begins with what it was asked: this and its process identifier. */
export const ready = 'ready ';

/** More than this is no command line. */
export const longestRequest = 4 << 20;

export function encodeAnswer({ exitCode, output }: ResidentAnswer): Buffer {
  const bodies = output.map(([, text]) => Buffer.from(text));
  const head: AnswerHead = { exitCode, pieces: output.map(([fd], i) => [fd, bodies[i]!.length]) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...bodies]);
}

export interface DecodedAnswer {
  readonly exitCode: number;
  readonly pieces: readonly (readonly [fd: 1 | 2, bytes: Buffer])[];
}

/** The answer behind the greeting, with its pieces; nothing when it is not whole yet. */
export function decodeAnswer(answer: Buffer): DecodedAnswer | undefined {
  const begin = answer.indexOf(10) + 1;
  const end = answer.indexOf(10, begin);
  if (begin === 0 || end < 0 || !answer.toString('latin1', 0, begin).startsWith(ready)) return undefined;
  const head = JSON.parse(answer.toString('utf8', begin, end)) as AnswerHead;
  let at = end + 1;
  const pieces = head.pieces.map(([fd, bytes]) => {
    at += bytes;
    return [fd, answer.subarray(at - bytes, at)] as const;
  });
  return at === answer.length ? { exitCode: head.exitCode, pieces } : undefined;
}

import { readFile } from 'node:fs/promises';
import { unreadable } from '../../../../adapters/files/index.ts';
import { SourceText } from '../../../../foundations/diagnostics/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure } from '../../failure.ts';

/** A text with the name that messages give it. */
export async function readText(path: string): Promise<SourceText> {
  try {
    return new SourceText(path, await readFile(path, 'utf8'));
  } catch (error) {
    throw new CommandFailure([unreadable(path, error)]);
  }
}

/** The text of standard input; a terminal is asked for it. */
export async function readInput(what: string, console: Console): Promise<SourceText> {
  if (process.stdin.isTTY) console.note(`Reading from terminal input.\nEnter ${what} and hit Ctrl+D.\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new SourceText('<stdin>', Buffer.concat(chunks).toString('utf8'));
}

/** The expressions of a command line: arguments first, then files. */
export async function expressionsOf(args: readonly string[], files: readonly string[]): Promise<SourceText[]> {
  const texts = args.map((text, index) => new SourceText(`<expression ${index + 1}>`, text));
  for (const path of files) texts.push(await readText(path));
  return texts;
}

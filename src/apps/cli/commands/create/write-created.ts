import { writeFile } from 'node:fs/promises';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';

/** Where a created file goes: standard output, or a path, which is written anew as the reference does. */
export async function writeCreated(text: string, path: string | undefined, console: Console): Promise<number> {
  if (path === undefined || path === '') {
    console.print(text);
    return 0;
  }
  try {
    await writeFile(path, text);
  } catch (error) {
    throw failure('FILE_UNWRITABLE', `\`${path}\` cannot be written: ${(error as Error).message}`, 'check the folder');
  }
  return 0;
}

/** Lines `<indent>- value`, one for each value. */
export function items(values: readonly string[], indent: string): string {
  return values.map((value) => `\n${indent}- ${value}`).join('');
}

/** `key=value`; anything else is `undefined`. */
export function keyValue(text: string): readonly [string, string] | undefined {
  const [key, value, ...rest] = text.split('=');
  return key && value && rest.length === 0 ? [key, value] : undefined;
}

/** Reads each text with a reader and says which were left out, since the reference drops those in silence. */
export function readEach<T>(
  texts: readonly string[],
  read: (text: string) => T | undefined,
  form: string,
  console: Console,
): readonly T[] {
  return texts.flatMap((text) => {
    const found = read(text);
    if (found === undefined) console.note(`\`${text}\` is left out: it is not \`${form}\`\n`);
    return found === undefined ? [] : [found];
  });
}

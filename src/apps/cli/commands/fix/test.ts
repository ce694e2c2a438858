import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unreadable } from '../../../../adapters/files/index.ts';
import { type FixedText, fixHeader, fixTestFile } from '../../../../domain/lint/index.ts';
import { loadSuite } from '../../../../domain/suite/index.ts';
import { getPath } from '../../../../foundations/kube/index.ts';
import { type ManifestDocument, parseManifests } from '../../../../languages/manifest/index.ts';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';
import { filesBelow, saveFile } from './files.ts';

export interface FixTestFlags {
  readonly fileName: string;
  readonly save?: boolean;
  readonly force?: boolean;
  readonly compress?: boolean;
}

/** Tells what is out of date in test files and in the files they name, and with --save mends it. Returns the exit code. */
export async function runFixTest(paths: readonly string[], flags: FixTestFlags, console: Console): Promise<number> {
  if (flags.fileName === '')
    throw failure('COMMAND_WRONG_FLAGS', 'file-name must not be set to an empty string', 'name the test files');
  for (const [path, text] of await filesBelow(paths, (name) => basename(name) === flags.fileName))
    await fixFile(path, text, flags, console);
  console.print('Done.\n');
  return 0;
}

async function fixFile(path: string, text: string, flags: FixTestFlags, console: Console): Promise<void> {
  const { documents, diagnostics } = parseManifests(text, path);
  if (diagnostics.length > 0) {
    console.print(`Processing test file (${path})...\n  ERROR: loading test file (${path})\n`);
    console.report(diagnostics);
    return;
  }
  let fixed = text;
  for (const [index, document] of documents.entries()) {
    console.print(`Processing test file (${path})...\n`);
    const found = fixTestFile(path, fixed, index, flags.compress ?? false);
    fixed = found.text;
    tell(found, console);
    await fixNamed(document, 'userinfo', 'UserInfo', flags, console);
    await fixNamed(document, 'variables', 'Values', flags, console);
    console.print('\n');
  }
  const left = parseManifests(fixed, path).documents.flatMap((document) => loadSuite(document).diagnostics);
  console.report(left.filter(({ severity }) => severity === 'error'));
  await save('test', path, { before: text, after: fixed }, flags, console);
}

const called = { UserInfo: 'user info', Values: 'values' } as const;

/** The files that stand in a field of a test. */
async function fixNamed(
  document: ManifestDocument,
  field: string,
  kind: keyof typeof called,
  flags: FixTestFlags,
  console: Console,
): Promise<void> {
  const name = getPath(document.value, [field]);
  if (typeof name !== 'string' || name === '') return;
  const path = join(dirname(document.source.file), name);
  console.print(`  Processing ${called[kind]} file (${name})...\n`);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    console.print(`    ERROR: failed to load ${called[kind]}\n`);
    console.report([unreadable(path, error)]);
    return;
  }
  const found = fixHeader(path, text, kind);
  tell(found, console);
  await save(called[kind], path, { before: text, after: found.text }, flags, console);
}

function tell({ messages }: FixedText, console: Console): void {
  for (const message of messages) console.print(`  WARNING: ${message}\n`);
}

async function save(
  what: string,
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
  flags: FixTestFlags,
  console: Console,
): Promise<void> {
  if (!flags.save || (before === after && !flags.force)) return;
  console.print(`  Saving ${what} file (${path})...\n`);
  await saveFile(path, after);
  console.print('    OK\n');
}

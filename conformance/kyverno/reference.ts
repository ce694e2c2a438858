import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The real program, where it is installed. */
export const kyverno = join(
  process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'),
  'kyverno',
);

export const haveKyverno = existsSync(kyverno);

/** What the name of a test says where the real program is missing. */
export const needsKyverno = haveKyverno ? '' : ' (skipped: needs kyverno, see CONTRIBUTING.md)';

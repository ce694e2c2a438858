import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The real kyverno: `KYVERNO`, the folder of reference programs, or the PATH. */
export function findKyverno(): string | undefined {
  const folder = process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache/bylaw-reference/bin');
  const folders = [folder, ...(process.env['PATH'] ?? '').split(delimiter)];
  const candidates = [process.env['KYVERNO'], ...folders.map((each) => join(each, 'kyverno'))];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** Runs `kyverno apply` over texts of policies and resources, and returns what it prints. */
export function kyvernoApply(
  kyverno: string,
  policies: string,
  resources: string,
  flags: readonly string[] = [],
): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-differential-'));
  try {
    writeFileSync(join(folder, 'policies.yaml'), policies);
    writeFileSync(join(folder, 'resources.yaml'), resources);
    const run = spawnSync(kyverno, ['apply', 'policies.yaml', '-r', 'resources.yaml', ...flags], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

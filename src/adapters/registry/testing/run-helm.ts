import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

// For tests: the real program beside ours.

export const helm = join(
  process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'),
  'helm',
);
export const hasHelm = existsSync(helm);
export const needsHelm = 'skipped: needs helm, see CONTRIBUTING.md';

const run = promisify(execFile);

/** What `helm template` prints for a reference and the options of `openChart`; of an error only its line. */
export async function helmTemplate(
  reference: string,
  options: object,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const flags = Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name
      .replace('TlsVerify', '-tls-verify')
      .replace('plainHttp', 'plain-http')
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [flag] : [`${flag}=${value}`];
  });
  try {
    return await runHelm(['template', reference, ...flags], environment);
  } catch (error) {
    const lines = (error as { stderr: string }).stderr.split('\n');
    return `${lines.filter((line) => line.startsWith('Error:')).join('\n')}\n`;
  }
}

/** Runs the real program in a home of its own; returns what it prints. */
export async function runHelm(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'bylaw-helm-'));
  const places = { HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const env = { PATH: process.env['PATH'], ...places, ...environment };
  return (await run(helm, args, { env })).stdout;
}

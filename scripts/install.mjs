// Runs on any Node: installs what package-lock.json names when node_modules lacks it, and finds the Node 24 it brings.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const stamp = join(root, 'node_modules', '.bylaw-lock');

/** Brings node_modules to what the lock file says; does nothing when it is there. */
export function installIfNeeded() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('installing dependencies (npm ci)');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('npm ci failed: see above');
    process.exit(2);
  }
  writeFileSync(stamp, lock);
}

/** The Node that runs the product: the one npm brought, or this one when it is new enough. */
export function productNode() {
  const brought = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(brought)) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`Bylaw needs Node 24 or newer; this is ${process.version}, and npm could not bring another`);
  process.exit(2);
}

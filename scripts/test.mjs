// `npm test`: installs what is missing, then everything that `npm run check` does.
import { spawnSync } from 'node:child_process';
import { installIfNeeded, root } from './install.mjs';

installIfNeeded();
const { status } = spawnSync('npm', ['run', '--silent', 'check'], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);

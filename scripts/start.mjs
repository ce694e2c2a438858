// `npm start`: the sample organisation, served. Flags after `--` go to `bylaw serve`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installIfNeeded, productNode, root } from './install.mjs';

installIfNeeded();
const flags = process.argv.slice(2);
const config = flags.some((flag) => flag === '--config' || flag === '-c' || flag.startsWith('--config='))
  ? []
  : ['--config', join(root, 'examples', 'acme')];
const args = [
  '--disable-warning=ExperimentalWarning',
  join(root, 'src', 'apps', 'cli', 'main.ts'),
  'serve',
  ...config,
  ...flags,
];
const server = spawn(productNode(), args, { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// `npm run build`: a startup snapshot of `bylaw template`, and the client of its resident as one file, beside the
// dependencies. `bin/bylaw` starts them where they are. They hold code only, and give way to the sources as soon as one of
// these has changed. `npm ci` runs this too.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { productNode, root } from './install.mjs';

const cache = join(root, 'node_modules', '.cache', 'bylaw');
const builtins = new Set(builtinModules);

/** Modules of Node are looked up when they are used: a snapshot cannot hold them all, and a start needs few. */
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z:/_0-9]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      return builtins.has(name) ? { path: name, namespace: 'builtin' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      // A class of the bundle extends one of `events`, so that one is needed at once.
      contents: path === 'events' ? `module.exports = process.getBuiltinModule('events')` : lateModule(path),
    }));
  },
};

function lateModule(name) {
  return `const late = () => process.getBuiltinModule('node:${name}');
const define = (key, get) => Object.defineProperty(exports, key, { enumerable: true, configurable: true, get });
define('__esModule', () => true);
define('default', late);
for (const key of ${JSON.stringify(Object.keys(process.getBuiltinModule(name)).filter((key) => key !== 'default'))}) define(key, () => late()[key]);`;
}

/** Only what `template` always needs is in the snapshot; whoever asks for more is answered by the plain sources. */
const templateOnly = {
  name: 'template-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' && !/(commands\/template\/index|^\.\/run)\.ts$|^commander$/.test(path)
        ? { path, namespace: 'sources' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'sources' }, () => ({
      contents: `import { becomeSources } from './src/apps/cli/become-sources.ts'; becomeSources();`,
      resolveDir: root,
    }));
  },
};

/** Bundles what begins with a file; returns its text and the files it is made of, with their sizes and times. */
async function bundle(entry, options) {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minifyWhitespace: true,
    logLevel: 'error',
    ...options,
  });
  const files = Object.keys(metafile.inputs).filter((path) => !/^(builtin|sources):/.test(path));
  const inputs = ['src/apps/cli/main.ts', ...files].map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return [path, size, mtimeMs];
  });
  // One character beyond Latin 1 would double the size of the text in memory.
  const text = outputFiles[0].text.replace(/[^\0-\x7f]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return { text, inputs };
}

const charts = [
  'examples/acme/sources/security-policy/charts/security-policy',
  'examples/acme/sources/devops-policy/charts/devops-policy',
  'src/apps/cli/golden/inputs/platform/source/charts/teams',
];

/** Makes a snapshot from the text of a bundle. */
function makeSnapshot(text, inputs, work) {
  const [script, plan, blob] = ['snapshot.cjs', 'plan.json', 'template.blob'].map((name) => join(work, name));
  writeFileSync(script, text);
  writeFileSync(plan, JSON.stringify({ inputs, rehearsals: charts.map((chart) => ['template', join(root, chart)]) }));
  const flags = ['--disable-warning=ExperimentalWarning', '--snapshot-blob', blob, '--build-snapshot', script];
  const env = { ...process.env, BYLAW_SNAPSHOT_PLAN: plan };
  const { status } = spawnSync(process.execPath, flags, { stdio: 'inherit', env });
  if (status !== 0) throw new Error('Node could not make the snapshot: see above');
}

/** A snapshot serves only the Node that made it, and `npm` may run on another. */
function onProductNode() {
  const node = realpathSync(productNode());
  if (node === realpathSync(process.execPath)) return true;
  process.exitCode = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;
  return false;
}

if (onProductNode()) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'build-'));
  try {
    // Its own snapshot would start later: Node's has the code of Node's modules compiled, and a client needs little else.
    const client = await bundle('src/apps/cli/resident/client.ts');
    const template = await bundle('src/apps/cli/snapshot.ts', {
      format: 'iife',
      plugins: [lateBuiltins, templateOnly],
    });
    writeFileSync(join(work, 'client.cjs'), client.text);
    makeSnapshot(template.text, [...template.inputs, ...client.inputs], work);
    // The old ones stay until the new ones are whole.
    for (const name of ['client.cjs', 'template.blob']) renameSync(join(work, name), join(cache, name));
  } catch (error) {
    console.error(`no snapshot of \`bylaw template\`, which starts from its sources instead: ${error.message}`);
    // Without it everything works, so an installation goes on.
    process.exitCode = process.argv.includes('--optional') ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true });
  }
}

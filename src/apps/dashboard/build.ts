import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface BuiltDashboard {
  readonly html: string;
  readonly js: Uint8Array;
  readonly css: Uint8Array;
}

/** Bundles the dashboard in memory: one script, one style sheet, one page. */
export async function buildDashboard(): Promise<BuiltDashboard> {
  const folder = import.meta.dirname;
  const result = await build({
    entryPoints: [join(folder, 'main.tsx')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: 'assets',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const output = (ending: string) => result.outputFiles.find(({ path }) => path.endsWith(ending))!.contents;
  return { html: await readFile(join(folder, 'index.html'), 'utf8'), js: output('.js'), css: output('.css') };
}

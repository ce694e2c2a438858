import { fixPolicy } from '../../../../domain/lint/index.ts';
import { isResource, type JsonValue } from '../../../../foundations/kube/index.ts';
import { parseManifests } from '../../../../languages/manifest/index.ts';
import type { Console } from '../../console.ts';
import { filesBelow, saveFile } from './files.ts';

/** Tells what is out of date in policies, and with --save mends it. Returns the exit code. */
export async function runFixPolicy(
  paths: readonly string[],
  { save }: { readonly save?: boolean },
  console: Console,
): Promise<number> {
  for (const [path, text] of await filesBelow(paths, (name) => /\.ya?ml$/.test(name))) {
    const { documents, diagnostics } = parseManifests(text, path);
    console.report(diagnostics);
    if (diagnostics.length > 0) continue;
    let fixed = text;
    for (const { index, value } of documents) {
      if (!isClassicPolicy(value)) continue;
      const found = fixPolicy(
        path,
        fixed,
        documents.findIndex((document) => document.index === index),
        value,
      );
      fixed = found.text;
      console.print(`Processing file (${path})...\n`);
      for (const message of found.messages) console.print(`  WARNING: ${message}\n`);
    }
    if (!save || fixed === text) continue;
    console.print(`  Saving file (${path})...\n`);
    await saveFile(path, fixed);
    console.print('    OK\n');
  }
  console.print('Done.\n');
  return 0;
}

function isClassicPolicy(value: JsonValue): boolean {
  return isResource(value) && value.apiVersion.startsWith('kyverno.io/') && /^(Cluster)?Policy$/.test(value.kind);
}

import { nearestName } from '../../../../foundations/diagnostics/index.ts';
import { compareBytes } from '../../../../foundations/kube/index.ts';
import { functions, standardFunctions } from '../../../../languages/jmespath/index.ts';
import type { Console } from '../../console.ts';

/** Prints name, signature and note of functions: of those named, or of all that Kyverno adds. Returns the exit code. */
export function runFunction(names: readonly string[], console: Console): number {
  const wanted = [...functions.values()].filter(({ name }) =>
    names.length > 0 ? names.includes(name) : !standardFunctions.has(name),
  );
  for (const { name, signature, note } of wanted.sort((a, b) => compareBytes(a.signature, b.signature)))
    console.print(`Name: ${name}\n  Signature: ${signature}\n  Note:      ${note}\n\n`);
  for (const name of names) {
    if (functions.has(name)) continue;
    const near = nearestName(name, functions.keys());
    console.note(`there is no function \`${name}\`${near ? `: did you mean \`${near}\`?` : ''}\n`);
  }
  return 0;
}

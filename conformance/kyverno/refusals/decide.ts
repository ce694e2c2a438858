import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { kyverno } from '../reference.ts';

/** Whether an engine takes a policy, and why not. */
export interface Decision {
  readonly accepted: boolean;
  readonly reason: string;
}

/** What Bylaw does with a file that holds one policy. */
export function decideHere(text: string): Decision {
  const parsed = parseManifests(text, 'policy.yaml');
  const { policies, diagnostics } = loadPolicies(parsed.documents);
  const errors = [...parsed.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error');
  const reason = errors.map(({ code, message }) => `${code} ${message}`).join('; ');
  return { accepted: policies.length > 0, reason };
}

/** The reason where the real program stops with a Go panic: it decides nothing. */
export const crash = 'the program crashed';

const pod = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p"}}';

/**
 * What the real `kyverno apply` does with files that hold one policy each, called `name(0)`, `name(1)` and so on. One
 * process reads many files. A file that it loads gets a warning with its name, for the kinds are deprecated; a policy that
 * it then refuses is listed with its reason.
 */
export function decideByReference(texts: readonly string[], name: (index: number) => string): Decision[] {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-refusals-'));
  try {
    writeFileSync(join(folder, 'resource.json'), pod);
    const files = texts.map((_, index) => `${index}.yaml`);
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, files[index]!), text);
    const { stdout, stderr, status } = spawnSync(kyverno, ['apply', ...files, '-r', 'resource.json', '-v', '3'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const said = stdout + stderr;
    if (status !== 0 && !/^pass: /m.test(said)) return splitBatch(texts, name);
    return texts.map((_, index) => {
      if (!said.includes(`Warning: ${files[index]!}: kyverno.io/`)) return { accepted: false, reason: 'not loaded' };
      const refusal = new RegExp(`^\\d+\\. ${name(index)}: (.*)$`, 'm').exec(said);
      return { accepted: !refusal, reason: refusal?.[1] ?? '' };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A policy that crashes the real program is found by halving the batch. */
function splitBatch(texts: readonly string[], name: (index: number) => string): Decision[] {
  if (texts.length === 1) return [{ accepted: false, reason: crash }];
  const half = texts.length >> 1;
  return [
    ...decideByReference(texts.slice(0, half), name),
    ...decideByReference(texts.slice(half), (index) => name(index + half)),
  ];
}

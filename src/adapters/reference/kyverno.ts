import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { type ProgramRun, runProgram } from './programs.ts';

/** Documents for one run of `kyverno apply`. */
export interface ApplyInput {
  readonly policies: readonly JsonValue[];
  readonly resources: readonly JsonValue[];
  readonly exceptions?: readonly JsonValue[];
}

/** Runs `kyverno apply` over documents, which it gets as files of a folder that goes afterwards. */
export function kyvernoApply(kyverno: string, input: ApplyInput, flags: readonly string[] = []): ProgramRun {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-reference-'));
  try {
    return runProgram(kyverno, ['apply', ...writeApplyInput(folder, input), ...flags], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the documents into a folder, and gives the arguments of `kyverno apply` that name them. */
export function writeApplyInput(folder: string, { policies, resources, exceptions = [] }: ApplyInput): string[] {
  writeFileSync(join(folder, 'policies.yaml'), asDocuments(policies));
  writeFileSync(join(folder, 'resources.yaml'), asDocuments(resources));
  if (exceptions.length === 0) return ['policies.yaml', '--resource', 'resources.yaml'];
  writeFileSync(join(folder, 'exceptions.yaml'), asDocuments(exceptions));
  return ['policies.yaml', '--resource', 'resources.yaml', '--exception', 'exceptions.yaml'];
}

/** JSON is YAML, and every reader takes it the same way. */
function asDocuments(objects: readonly JsonValue[]): string {
  return objects.map((object) => `${JSON.stringify(object, null, 2)}\n`).join('---\n');
}

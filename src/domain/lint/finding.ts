import type { Diagnostic, TextEdit } from '../../foundations/diagnostics/index.ts';

/** A text file that lint may repair. */
export interface LintFile {
  /** As people see it. */
  readonly file: string;
  readonly text: string;
}

/** Applies the fixes of findings to the files they name; overlapping ones wait for the next run. */
export function editsByFile(findings: readonly Diagnostic[]): ReadonlyMap<string, readonly TextEdit[]> {
  const edits = new Map<string, TextEdit[]>();
  for (const edit of findings.flatMap(({ fix }) => fix ?? [])) {
    const known = edits.get(edit.file) ?? [];
    if (!known.some((other) => overlaps(edit, other))) edits.set(edit.file, [...known, edit]);
  }
  return edits;
}

function overlaps(a: TextEdit, b: TextEdit): boolean {
  return a.start < b.end && b.start < a.end ? true : a.start === b.start && a.end === b.end;
}

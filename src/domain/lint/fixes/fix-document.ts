import type { TextEdit } from '../../../foundations/diagnostics/index.ts';
import { applyEdits, type ManifestDocument, parseManifests } from '../../../languages/manifest/index.ts';

/** One thing that a fix found: what to tell, and the edits that mend it. Without edits it can only be told. */
export interface Repair {
  readonly messages: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** Finds the next thing to mend in a document, or `undefined` when nothing of its sort is left. */
export type Fix = (document: ManifestDocument) => Repair | undefined;

export interface FixedText {
  readonly text: string;
  readonly messages: readonly string[];
}

/** More repairs of one sort than a document can need. */
const maxRepairs = 10_000;

/**
 * Mends one document of a file, a fix after the other. Each edit is made in the text and the text is read again, so
 * everything that a fix does not touch stays as it was written.
 */
export function fixDocument(file: string, text: string, index: number, fixes: readonly Fix[]): FixedText {
  const messages: string[] = [];
  let fixed = text;
  for (const fix of fixes) {
    for (let count = 0; count < maxRepairs; count++) {
      const document = parseManifests(fixed, file).documents[index];
      const repair = document && fix(document);
      if (!repair) break;
      messages.push(...repair.messages);
      if (repair.edits.length === 0) break;
      fixed = applyEdits(fixed, withNewlinesOf(fixed, repair.edits));
    }
  }
  return { text: fixed, messages };
}

/** Lines that are added end as those of the file do. */
function withNewlinesOf(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (!text.includes('\r\n')) return edits;
  return edits.map((edit) => ({ ...edit, text: edit.text.replaceAll(/\r?\n/g, '\r\n') }));
}

/** A repair of one edit; one that cannot be made says so. */
export function repair(message: string | undefined, ...edits: readonly (TextEdit | undefined)[]): Repair {
  const messages = message === undefined ? [] : [message];
  if (edits.some((edit) => edit === undefined))
    return { messages: [...messages, 'it is written in a way that must be changed by hand'], edits: [] };
  return { messages, edits: edits as TextEdit[] };
}

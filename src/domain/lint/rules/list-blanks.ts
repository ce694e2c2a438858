import type { Diagnostic, TextEdit } from '../../../foundations/diagnostics/index.ts';
import { isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { ManifestDocument, ManifestPath } from '../../../languages/manifest/index.ts';
import { showPath } from '../../../languages/schema/index.ts';

/** Finds texts in lists that begin or end with a blank: `" kube-system"` matches no namespace. */
export function findListBlanks(document: ManifestDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (value: JsonValue, path: ManifestPath, inList: boolean): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index], true);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) visit(item, [...path, key], false);
    else if (
      inList &&
      typeof value === 'string' &&
      value !== value.trim() &&
      value.trim() !== '' &&
      !value.includes('\n')
    ) {
      found.push(blankFinding(document, path, value));
    }
  };
  visit(document.value, [], false);
  return found;
}

function blankFinding(document: ManifestDocument, path: ManifestPath, value: string): Diagnostic {
  const fix = trimEdit(document, path, value);
  return {
    code: 'VALUE_OUTER_BLANK',
    severity: 'error',
    message: `\`${JSON.stringify(value)}\` begins or ends with a blank, so it matches nothing that has none`,
    location: document.locate(path),
    subject: { path: showPath(path) },
    help: `write ${value.trim()}`,
    ...(fix ? { fix: [fix] } : {}),
  };
}

/** Takes the blanks out where they are written literally; quotes and comments stay. */
function trimEdit(document: ManifestDocument, path: ManifestPath, value: string): TextEdit | undefined {
  const range = document.range(path);
  if (!range) return undefined;
  const text = document.source.text.slice(range.start, range.end);
  const at = text.indexOf(value);
  if (at < 0) return undefined;
  const start = range.start + at;
  return { file: document.source.file, start, end: start + value.length, text: value.trim() };
}

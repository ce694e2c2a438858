import { type Diagnostic, SourceText } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { composeDocument } from './compose.ts';
import { type ManifestDocument, ParsedDocument, type Range } from './document.ts';
import { explain } from './explain.ts';
import { readFast } from './fast.ts';
import { goWords } from './go-words.ts';
import { scanProblem, YamlProblem } from './problem.ts';
import { splitDocuments } from './split.ts';
import { valueOf } from './value.ts';

export interface ParsedManifests {
  readonly documents: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a stream of YAML or JSON documents with the rules of the Kubernetes libraries: YAML 1.1 scalars, keys as
 * strings, the last of duplicate keys wins. Documents without content, and those that are null, are dropped. A broken
 * document becomes one diagnostic and the others are still read.
 */
export function parseManifests(text: string, file: string): ParsedManifests {
  const source = new SourceText(file, text);
  const documents: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const range of splitDocuments(text)) {
    const part = text.slice(range.start, range.end);
    if (isBlank(part)) continue;
    try {
      const value = readFast(part) ?? readDocument(part);
      if (value === null) continue;
      documents.push(new ParsedDocument(value, source, documents.length, range, () => composeDocument(part)));
    } catch (error) {
      if (!(error instanceof YamlProblem)) throw error;
      diagnostics.push(diagnose(error, part, range, source));
    }
  }
  return { documents, diagnostics };
}

/**
 * What the reference says about a text that it cannot read as its first document, or `undefined` when it can: Helm
 * shows these words, and people search for them.
 */
export function describeGoYamlError(text: string): string | undefined {
  const { start, end } = splitDocuments(text)[0]!;
  const part = text.slice(start, end);
  try {
    readDocument(part);
    return undefined;
  } catch (error) {
    if (error instanceof YamlProblem) return goWords(error, part);
    throw error;
  }
}

function isBlank(part: string): boolean {
  return part.length < 200 && /^(---)?[ \r\n]*$/.test(part);
}

function readDocument(part: string): JsonValue {
  checkCharacters(part);
  return valueOf(composeDocument(part));
}

/** What YAML forbids anywhere: control characters and two non-characters. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

function checkCharacters(part: string): void {
  const found = forbidden.exec(part);
  if (found)
    throw scanProblem('control characters are not allowed', found.index, 0, 'write it as an escape in double quotes');
}

function diagnose(problem: YamlProblem, part: string, range: Range, source: SourceText): Diagnostic {
  const { message, offset, help } = explain(problem, part);
  return {
    code: problem.code,
    severity: 'error',
    message,
    location: source.locate(range.start + offset),
    ...(help ? { help } : {}),
  };
}

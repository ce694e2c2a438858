import { type Diagnostic, SourceText } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { composeDocument } from './compose.ts';
import { type ManifestDocument, ParsedDocument, type Range } from './document.ts';
import { explain } from './explain.ts';
import { readFast } from './fast.ts';
import { goWords } from './go-words.ts';
import { YamlProblem } from './problem.ts';
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

/** Why a text cannot be read: the words of the reference, which Helm shows and people search for, and ours. */
export interface FirstProblem {
  readonly words: string;
  readonly diagnostic: Diagnostic;
}

/**
 * Reads what the reference reads of a text: its first document, and nothing behind it. A text without content gives
 * `undefined`.
 */
export function parseFirstManifest(text: string, file = ''): ManifestDocument | FirstProblem | undefined {
  const source = new SourceText(file, text);
  const range = firstRange(text);
  const part = text.slice(range.start, range.end);
  if (isBlank(part)) return undefined;
  try {
    // The reader is ahead of the parser by one of its buffers.
    if (range.end < text.length) checkCharacters(text.slice(0, Math.ceil(range.end / readerBuffer) * readerBuffer));
    const value = readFast(part) ?? readDocument(part);
    return value === null ? undefined : new ParsedDocument(value, source, 0, range, () => composeDocument(part));
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    if (error.isBehind) return parseFirstManifest(text.slice(0, range.start + error.offset), file);
    return { words: goWords(error, part), diagnostic: diagnose(error, part, range, source) };
  }
}

const readerBuffer = 512;

/** What the reference says about a text that it cannot read, or `undefined` when it can. */
export function describeGoYamlError(text: string): string | undefined {
  const found = parseFirstManifest(text);
  return found && 'words' in found ? found.words : undefined;
}

/** Comments before `---` are no document. */
function firstRange(text: string): Range {
  const ranges = splitDocuments(text);
  let first = 0;
  while (first + 1 < ranges.length && text.startsWith('---', ranges[first + 1]!.start)) {
    const { start, end } = ranges[first]!;
    const onlyComments = /^(?:[ \t]*(?:#.*)?(?:\r\n|[\n\r\u0085\u2028\u2029]|$))*$/.test(text.slice(start, end));
    if (!onlyComments) break;
    first++;
  }
  return ranges[first]!;
}

function isBlank(part: string): boolean {
  return part.length < 200 && /^(---)?[ \r\n]*$/.test(part);
}

function readDocument(part: string): JsonValue {
  checkCharacters(part);
  return valueOf(composeDocument(part));
}

/** What YAML forbids anywhere: control characters, two non-characters, and bytes that are no UTF-8 (kept as DC80..DCFF). */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

function checkCharacters(part: string): void {
  const found = forbidden.exec(part);
  if (!found) return;
  const code = found[0].charCodeAt(0);
  const [message, help] =
    code >= 0xd800 && code < 0xe000
      ? [wrongBytes(part.slice(found.index, found.index + 4)), 'save the file as UTF-8']
      : ['control characters are not allowed', 'write it as an escape in double quotes'];
  throw new YamlProblem('MANIFEST_INVALID_YAML', message, found.index, { reporter: 'reader', help });
}

/** What is wrong with bytes that are no UTF-8, in the words of the reference. */
function wrongBytes(text: string): string {
  const bytes = Array.from(text, (char) => {
    const code = char.codePointAt(0)!;
    return code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code < 0x80 ? code : 0xff;
  });
  const [lead = 0] = bytes;
  const width = lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  if (width === 0) return 'invalid leading UTF-8 octet';
  if (bytes.length < width) return 'incomplete UTF-8 octet sequence';
  if (bytes.slice(1, width).some((byte) => byte < 0x80 || byte > 0xbf)) return 'invalid trailing UTF-8 octet';
  const value = bytes.slice(1, width).reduce((sum, byte) => sum * 64 + byte - 0x80, lead & (0x7f >> width));
  const least = [0, 0, 0x80, 0x800, 0x10000][width]!;
  return value < least ? 'invalid length of a UTF-8 sequence' : 'invalid Unicode character';
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

import { readFileSync } from 'node:fs';
import {
  colorPaint,
  type Diagnostic,
  formatDiagnostics,
  type Paint,
  plainPaint,
  SourceText,
} from '../../foundations/diagnostics/index.ts';

/** Where a command writes: results to standard output, everything else to standard error. Colours only on a terminal. */
export class Console {
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;
  #colour: boolean | undefined;

  constructor(out: NodeJS.WriteStream, err: NodeJS.WriteStream) {
    this.#out = out;
    this.#err = err;
  }

  /** `--remove-color` and its like. */
  removeColour(): void {
    this.#colour = false;
  }

  get paint(): Paint {
    return this.#painted(this.#out);
  }

  /** Results. */
  print(text: string): void {
    this.#out.write(text);
  }

  /** Notes for people, which no program should read. */
  note(text: string): void {
    this.#err.write(text);
  }

  /** Diagnostics with the lines they point at. */
  report(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, SourceText> = new Map()): void {
    if (diagnostics.length === 0) return;
    const paint = this.#painted(this.#err);
    this.#err.write(formatDiagnostics(diagnostics, { paint, sources: withFiles(diagnostics, sources) }));
  }

  #painted(stream: NodeJS.WriteStream): Paint {
    const wanted = this.#colour ?? (stream.isTTY && !process.env['NO_COLOR']);
    return wanted ? colorPaint : plainPaint;
  }
}

/** Adds the texts of files that diagnostics point at and nobody gave. */
function withFiles(
  diagnostics: readonly Diagnostic[],
  given: ReadonlyMap<string, SourceText>,
): ReadonlyMap<string, SourceText> {
  const sources = new Map(given);
  for (const { location } of diagnostics) {
    if (!location || sources.has(location.file)) continue;
    try {
      sources.set(location.file, new SourceText(location.file, readFileSync(location.file, 'utf8')));
    } catch {
      sources.set(location.file, new SourceText(location.file, ''));
    }
  }
  return sources;
}

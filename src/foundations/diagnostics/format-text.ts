import { compareDiagnostics, type Diagnostic, type Location } from './diagnostic.ts';
import type { SourceText } from './source-text.ts';

/** Paints parts of a text; the plain one changes nothing. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const unpainted = (text: string) => text;
export const plainPaint: Paint = {
  error: unpainted,
  warning: unpainted,
  good: unpainted,
  faint: unpainted,
  strong: unpainted,
};

const ansi = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
export const colorPaint: Paint = {
  error: ansi('31'),
  warning: ansi('33'),
  good: ansi('32'),
  faint: ansi('2'),
  strong: ansi('1'),
};

export interface DiagnosticsOptions {
  readonly paint: Paint;
  /** The texts that can be quoted, by file. */
  readonly sources?: ReadonlyMap<string, SourceText>;
  /** Show at most this many. */
  readonly limit?: number;
}

/** Diagnostics as people read them: place, severity, code, message, the line with carets, and what to do. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticsOptions): string {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const limit = options.limit ?? 200;
  const shown = sorted.slice(0, limit).map((diagnostic) => formatDiagnostic(diagnostic, options));
  if (sorted.length > limit) shown.push(`and ${sorted.length - limit} more\n`);
  return shown.join('');
}

/** `file:line:column` */
export function showPlace({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

function formatDiagnostic(diagnostic: Diagnostic, { paint, sources }: DiagnosticsOptions): string {
  const { code, severity, message, location, subject, related = [], help, fix } = diagnostic;
  const colour = severity === 'error' ? paint.error : severity === 'warning' ? paint.warning : paint.faint;
  const place = location ? `${paint.strong(showPlace(location))}: ` : '';
  const lines = [`${place}${colour(severity)} ${code}: ${message}`, ...quote(diagnostic, sources, colour)];
  const about = [
    subject?.policy && `policy \`${subject.policy}\``,
    subject?.rule && `rule \`${subject.rule}\``,
    subject?.resource && `resource \`${subject.resource}\``,
    subject?.path && `at ${subject.path}`,
  ].filter(Boolean);
  if (about.length > 0) lines.push(`  ${paint.faint(about.join(', '))}`);
  for (const { message: what, location: at } of related) lines.push(`  ${paint.faint(`${what} at ${showPlace(at)}`)}`);
  if (help) lines.push(`  help: ${help}`);
  if (fix?.length) lines.push(`  ${paint.faint('can be repaired with --fix')}`);
  return `${lines.join('\n')}\n`;
}

function quote(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, SourceText> | undefined,
  colour: (text: string) => string,
): string[] {
  const { location } = diagnostic;
  const line = location && sources?.get(location.file)?.line(location.line);
  if (!location || !line || line.length > 400) return [];
  const width = String(location.line).length;
  const end = location.endLine === location.line && location.endColumn ? location.endColumn : location.column + 1;
  const carets = '^'.repeat(Math.max(1, Math.min(end, line.length + 1) - location.column));
  return [
    `  ${location.line} | ${line.replaceAll('\t', ' ')}`,
    `  ${' '.repeat(width)} | ${' '.repeat(location.column - 1)}${colour(carets)}`,
  ];
}

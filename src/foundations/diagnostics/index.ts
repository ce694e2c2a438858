export {
  compareDiagnostics,
  type Diagnostic,
  type Location,
  type Severity,
  type Subject,
  type TextEdit,
} from './diagnostic.ts';
export { diagnosticsGithub, diagnosticsJson, diagnosticsSarif } from './format-machine.ts';
export { colorPaint, formatDiagnostics, type Paint, plainPaint } from './format-text.ts';
export { nearestName } from './nearest.ts';
export { SourceText } from './source-text.ts';

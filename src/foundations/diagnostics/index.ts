export {
  compareDiagnostics,
  type Diagnostic,
  findingName,
  findingText,
  type Location,
  type Severity,
  type Subject,
  type TextEdit,
} from './diagnostic.ts';
export { diagnosticsGithub, diagnosticsJson } from './format-machine.ts';
export { diagnosticsSarif } from './format-sarif.ts';
export { colorPaint, formatDiagnostics, type Paint, plainPaint, showPlace } from './format-text.ts';
export { nearestName } from './nearest.ts';
export { SourceText } from './source-text.ts';

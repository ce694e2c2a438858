export {
  compareDiagnostics,
  type Diagnostic,
  type Location,
  type Severity,
  type Subject,
  type TextEdit,
} from './diagnostic.ts';
export { nearestName } from './nearest.ts';
export { SourceText } from './source-text.ts';

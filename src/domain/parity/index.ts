export { compareRendering, type RenderingDifference } from './rendering.ts';
export { compareVerdicts, ownVerdicts, referenceVerdicts, type Verdict, type VerdictDifference } from './verdicts.ts';

export { type CleanupOutcome, type CompiledCleanup, compileCleanup, timeToLive, ttlLabel } from './cleanup/index.ts';
export { compilePolicies } from './compile.ts';
export type { CompiledPolicies, CompiledPolicy, CompiledRule } from './compiled.ts';
export { type Evaluation, evaluate, type TraceFor } from './evaluate.ts';
export { evaluateWith, type FactSource, firstOf, noFacts, withFacts } from './evaluate-with.ts';
export { exceptionName } from './exceptions.ts';
export { type Explanation, explain } from './explain.ts';
export {
  type Fact,
  type Facts,
  FactWanted,
  type Lookup,
  lookupKey,
  type RegistryAccess,
  type SignatureVerdict,
} from './facts.ts';
export { failureActionOf, statedAction } from './failure-action.ts';
export { type EvaluationInput, judgedResource, type Operation, type UserInfo } from './input.ts';
export {
  type Action,
  type EngineResponse,
  type Phase,
  phases,
  type RuleResult,
  type Status,
  statuses,
} from './result.ts';
export { selectObjects } from './select-objects.ts';
export type { Trace, TraceStep } from './trace.ts';
export { mergeDotted, mergeMaps } from './variables/dotted-values.ts';
export type { CertificateIdentity, SignatureCheck, SigningKey } from './verify-images/signature-check.ts';

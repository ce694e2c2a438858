export { type ApplyInput, kyvernoApply, writeApplyInput } from './kyverno.ts';
export { findProgram, type ProgramRun, type ReferenceProgram, runProgram } from './programs.ts';

export { FunctionFailure, JmesPathError } from './errors.ts';
export { type CompiledExpression, compileJmesPath } from './expression.ts';
export type { FunctionDefinition } from './functions/function.ts';
export { generateFromRegex } from './functions/generate.ts';
export { functions, standardFunctions } from './functions/index.ts';
export { printJmesPathTree } from './print-syntax.ts';
export type { FunctionContext, Roots } from './run.ts';

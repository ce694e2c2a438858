export { JmesPathError } from './errors.ts';
export { type CompiledExpression, compileJmesPath } from './expression.ts';
export { functions } from './functions/index.ts';
export type { FunctionContext, Roots } from './run.ts';

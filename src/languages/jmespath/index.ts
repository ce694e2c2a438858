export { type CompiledExpression, compileJmesPath, type Roots } from './compile.ts';
export { JmesPathError } from './errors.ts';
export type { FunctionContext } from './functions/function.ts';

export { type CelCompileError, type CelEnv, type CelProgram, compileCel, type StaticType } from './compile.ts';
export type { Activation } from './run.ts';
export { CelError, type CelValue, toPlain } from './value.ts';

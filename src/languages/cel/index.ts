export { type CelCompilation, type CelEnv, type CelProgram, compileCel } from './compile/compiler.ts';
export type { CelCompileError } from './compile/node.ts';
export type { Activation } from './compile/run.ts';
export { showCompileErrors } from './compile/show-errors.ts';
export { weigh } from './library/cost.ts';
export type { CelFunction, CelLibrary } from './library/function-table.ts';
export { type CelType, dyn, recordType, type Type } from './type/type.ts';
export type { Meter } from './value/meter.ts';
export { toPlain, withDoubles } from './value/plain.ts';
export {
  CelDouble,
  CelDuration,
  CelError,
  CelMap,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
} from './value/value.ts';

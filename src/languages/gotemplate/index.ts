export { fromPlain, toPlain } from './format/json.ts';
export { jsonProblem } from './format/json-problem.ts';
export { printValue } from './format/print.ts';
export { sprintf } from './format/printf.ts';
export { quote } from './format/quote.ts';
export { byteList, stringList } from './functions/convert.ts';
export { sprigFunctions } from './functions/index.ts';
export { basePath } from './functions/paths.ts';
export { isTime, timeValue } from './functions/time-value.ts';
export { fromBytes, toBytes } from './runtime/bytes.ts';
export { ExecError, FunctionError, LimitError, ParseError, type Place } from './runtime/errors.ts';
export { Writer } from './runtime/frame.ts';
export { fn, type GoFunction, runFn } from './runtime/function.ts';
export { plainView } from './runtime/plain-view.ts';
export {
  type CertificateProvider,
  type CertificateRequest,
  type KeyPair,
  type Providers,
  repeatableProviders,
} from './runtime/providers.ts';
export { defaultLimits, type Limits, Run } from './runtime/run.ts';
export { prepareTemplates, type Template, TemplateSet } from './runtime/template-set.ts';
export { typeOf } from './runtime/types.ts';
export {
  GoInt,
  GoList,
  GoMap,
  GoStruct,
  type GoValue,
  int,
  int64,
  list,
  map,
  sortedKeys,
} from './runtime/value.ts';
export { parseConstraint } from './semver/constraint.ts';
export { compareVersions, parseVersion, printVersion } from './semver/version.ts';
export {
  type AnyNode,
  type CommandNode,
  type Node,
  type Operand,
  type PipeNode,
  printNode,
  type Tree,
} from './syntax/node.ts';
export { parseText } from './syntax/parser.ts';

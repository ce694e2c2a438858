export { base64Of } from './format/base64.ts';
export { fromPlain, toJson as writeJson, toPlain } from './format/json.ts';
export { printValue } from './format/print.ts';
export { byteList, stringList } from './functions/convert.ts';
export { sprigFunctions } from './functions/index.ts';
export { basePath, cleanPath } from './functions/paths.ts';
export { byteLength, fromBytes, toBytes } from './runtime/bytes.ts';
export { ExecError, FunctionError, LimitError, ParseError, type Place } from './runtime/errors.ts';
export { lineAndColumn, Writer } from './runtime/frame.ts';
export { fn, type GoFunction, isFunction, runFn, runVariadic, variadic } from './runtime/function.ts';
export {
  type CertificateProvider,
  type CertificateRequest,
  type KeyPair,
  type Providers,
  repeatableProviders,
} from './runtime/providers.ts';
export { defaultLimits, type Limits, Run } from './runtime/run.ts';
export { prepareTemplates, type Template, TemplateSet } from './runtime/template-set.ts';
export { isTrue, kindOf, typeOf } from './runtime/types.ts';
export {
  compareStrings,
  GoInt,
  GoList,
  GoMap,
  GoStruct,
  type GoValue,
  int,
  int64,
  list,
  type Methods,
  map,
  sortedKeys,
} from './runtime/value.ts';
export { parseConstraint } from './semver/constraint.ts';
export { compareVersions, parseVersion, printVersion, type Version } from './semver/version.ts';
export * from './syntax/node.ts';
export { parseText } from './syntax/parser.ts';

import { isObject, type JsonObject, parseImageReference } from '../../../foundations/kube/index.ts';
import { compileJmesPath, JmesPathError } from '../../../languages/jmespath/index.ts';
import type { ClassicPolicy, ContextEntry } from '../policy.ts';
import { findVariables } from '../text/scan.ts';
import { asData, type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';

const code = 'POLICY_CONTEXT_INVALID';
const sources = ['configMap', 'apiCall', 'imageRegistry', 'variable', 'globalReference'] as const;
const reserved = ['images', 'request', 'serviceAccountName', 'serviceAccountNamespace', 'element', 'elementIndex'];

/** The context entries of a rule. Of those in blocks only the number of sources counts, as in the reference. */
export const checkContext: RuleCheck = (rule, policy) => {
  const { context = [], validate } = rule;
  const { found, add } = findingsAt(code, ['context']);
  if (context.length > 0 && validate?.cel) {
    add([], 'a rule with `validate.cel` has no context', 'use the variables of `validate.cel`');
  }
  const inBlocks = contextsBelow(asData(rule)).flatMap(({ entry, path }) => checkCount(entry, path));
  return [...found, ...context.flatMap((entry, index) => checkEntry(entry, ['context', index], policy)), ...inBlocks];
};

/** The entries of foreach blocks and mutation targets. */
function contextsBelow(rule: JsonObject): { entry: ContextEntry; path: Path }[] {
  return (['validate', 'mutate', 'generate'] as const).flatMap((operation) => {
    const part = rule[operation];
    return ['foreach', 'targets'].flatMap((list) =>
      objectsIn(isObject(part) ? part[list] : undefined).flatMap((block, index) =>
        objectsIn(block['context']).map((entry, at) => ({
          entry: entry as unknown as ContextEntry,
          path: [operation, list, index, 'context', at],
        })),
      ),
    );
  });
}

function checkCount(entry: ContextEntry, path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  const given = sources.filter((source) => entry[source] !== undefined);
  if (given.length === 1) return found;
  const names = sources.map((source) => `\`${source}\``).join(', ');
  add([], `a context entry has ${given.length === 0 ? 'no source' : 'several sources'}`, `give it one of ${names}`);
  return found;
}

function checkEntry(entry: ContextEntry, path: Path, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, path);
  if (!entry.name) add([], 'a context entry has no name', 'add its `name`');
  const taken = reserved.find((name) => entry.name === name || entry.name?.startsWith(`${name}.`));
  if (taken) add(['name'], `\`${entry.name}\` is the name of something else`, 'choose another name');
  const counted = checkCount(entry, path);
  if (counted.length > 0) return [...found, ...counted];
  return [...found, ...checkSource(entry, path, policy)];
}

function checkSource(entry: ContextEntry, path: Path, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, path);
  const { variable, configMap, apiCall, imageRegistry, globalReference } = entry;
  if (variable) {
    const { value, jmesPath = '', default: otherwise } = variable;
    if (isAbsent(value) && jmesPath === '')
      add(['variable'], 'a variable has no value', 'add a `value` or a `jmesPath`');
    if (!isAbsent(otherwise) && jmesPath === '') {
      add(['variable', 'default'], 'a default stands beside no `jmesPath`', 'remove it, or add a `jmesPath`');
    }
    found.push(...checkExpression(jmesPath, [...path, 'variable', 'jmesPath']));
  }
  if (configMap && !configMap.name) add(['configMap'], 'a ConfigMap has no name', 'add its `name`');
  if (configMap && !configMap.namespace) add(['configMap'], 'a ConfigMap has no namespace', 'add its `namespace`');
  if (apiCall) {
    if (apiCall['urlPath'] && apiCall['service'] !== undefined) {
      add(['apiCall', 'urlPath'], 'a call has a path and a service', 'keep one of them');
    }
    found.push(...checkExpression(apiCall['jmesPath'], [...path, 'apiCall', 'jmesPath']));
  }
  if (globalReference) {
    if (policy.kind === 'Policy')
      add(['globalReference'], 'a Policy reads the global context', 'make it a ClusterPolicy');
    if (!globalReference.name) add(['globalReference'], 'a global reference has no name', 'add its `name`');
    found.push(...checkExpression(globalReference.jmesPath, [...path, 'globalReference', 'jmesPath']));
  }
  if (imageRegistry) {
    const { reference, jmesPath } = imageRegistry;
    const image = typeof reference === 'string' ? reference : '';
    if (image === '') add(['imageRegistry'], 'no image is named', 'add a `reference`');
    else if (findVariables(image).length === 0 && !parseImageReference(image)) {
      add(['imageRegistry', 'reference'], `\`${image}\` is no image`, 'write a name such as `ghcr.io/acme/app:v1`');
    }
    found.push(...checkExpression(jmesPath, [...path, 'imageRegistry', 'jmesPath']));
  }
  return found;
}

/** An expression with variables in it is known only when they are. */
function checkExpression(expression: unknown, path: Path): Finding[] {
  if (typeof expression !== 'string' || expression === '' || findVariables(expression).length > 0) return [];
  const problem = expressionProblem(expression);
  if (!problem) return [];
  const { found, add } = findingsAt('POLICY_EXPRESSION_INVALID', path);
  add([], `\`${expression}\` is no JMESPath: ${problem}`, 'correct the expression');
  return found;
}

/** Why a text is no JMESPath, or `undefined`. */
export function expressionProblem(expression: string): string | undefined {
  try {
    compileJmesPath(expression);
    return undefined;
  } catch (error) {
    if (error instanceof JmesPathError) return error.message;
    throw error;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

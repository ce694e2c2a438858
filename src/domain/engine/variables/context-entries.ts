import { cleanPath, isObject, type JsonObject, type JsonValue, toGoJson } from '../../../foundations/kube/index.ts';
import type { ContextEntry, RegistryCredentials } from '../../policy/index.ts';
import type { RuleContext } from '../context.ts';
import { FactWanted, knownFact, type Lookup } from '../facts.ts';
import { registryAccess } from '../verify-images/verdict.ts';
import { type Querier, Scope, VariableError } from './scope.ts';
import { compileTemplate, type Template } from './template.ts';

/** Adds context entries to a rule's context. Nothing is loaded until an expression names the entry. */
export type ContextEntries = (context: RuleContext) => RuleContext;

type Load = (context: RuleContext) => JsonValue | undefined;

/** Compiles `context` of a rule or foreach block. Source: Kyverno, "External Data Sources". */
export function compileContextEntries(
  entries: readonly ContextEntry[] | undefined,
  policyNamespace: string,
  querier: Querier,
): ContextEntries {
  if (!entries?.length) return (context) => context;
  const compiled = entries.map((entry) => ({ name: entry.name, load: compileEntry(entry, policyNamespace, querier) }));
  return (context) => {
    let current = context;
    for (const { name, load } of compiled) {
      const before = current;
      const scope = new Scope(current.scope, name, () => loadTraced(name, load, before));
      current = { ...current, scope };
    }
    return current;
  };
}

function loadTraced(name: string, load: Load, context: RuleContext): JsonValue | undefined {
  try {
    const value = load(context);
    if (value !== undefined) context.scope.budget.spendValue(value, `the values of context entry \`${name}\``);
    context.trace?.add({ kind: 'context', name, ...(value === undefined ? {} : { value }) });
    return value;
  } catch (error) {
    if (!(error instanceof FactWanted)) context.trace?.add({ kind: 'context', name, error: (error as Error).message });
    throw error;
  }
}

function compileEntry(entry: ContextEntry, policyNamespace: string, querier: Querier): Load {
  if (entry.variable) return compileVariable(entry.name, entry.variable, querier);
  if (entry.configMap) return compileConfigMap(entry.configMap, policyNamespace, querier);
  if (entry.apiCall) return compileApiCall(entry.apiCall, policyNamespace, querier);
  if (entry.globalReference) return compileGlobalReference(entry.globalReference, policyNamespace, querier);
  if (entry.imageRegistry) return compileImageRegistry(entry.imageRegistry, querier);
  return () => {
    throw new VariableError(`context entry \`${entry.name}\` says no place to load from`);
  };
}

function compileVariable(name: string, variable: NonNullable<ContextEntry['variable']>, querier: Querier): Load {
  const path = variable.jmesPath === undefined ? undefined : compileTemplate(variable.jmesPath, querier);
  const value = variable.value === undefined ? undefined : compileTemplate(variable.value, querier);
  const fallback = variable.default === undefined ? undefined : compileTemplate(variable.default, querier);
  return (context) => {
    const expression =
      path && inEntry(name, variable.jmesPath!, () => fillText(path, context, `jmesPath of \`${name}\``));
    const fill = (template: Template) => template.fill(context.scope, context.deleting);
    const otherwise = fallback ? inEntry(name, variable.default!, () => fill(fallback)) : null;
    const from = value && inEntry(name, variable.value!, () => fill(value));
    let found: JsonValue = otherwise;
    try {
      if (from !== undefined) found = expression ? (querier.queryValue(expression, from, context.scope) ?? null) : from;
      else if (expression) found = querier.query(expression, context.scope) ?? otherwise;
    } catch (error) {
      if (!(error instanceof VariableError) || otherwise === null) throw error;
    }
    if (found === null) {
      throw new VariableError(`failed to add context entry for variable ${name} since it evaluated to nil`);
    }
    return found;
  };
}

/** Names the entry in whose text a variable could not be resolved. */
function inEntry<T>(name: string, source: JsonValue, fill: () => T): T {
  try {
    return fill();
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    const text = typeof source === 'string' ? source : toGoJson(source);
    throw new VariableError(`failed to substitute variables in context entry ${name} ${text}: ${error.message}`);
  }
}

function compileConfigMap(
  configMap: { name: string; namespace?: string },
  policyNamespace: string,
  querier: Querier,
): Load {
  const name = compileTemplate(configMap.name, querier);
  const namespace = compileTemplate(configMap.namespace ?? (policyNamespace || 'default'), querier);
  return (context) => {
    const lookup: Lookup = {
      kind: 'configMap',
      namespace: fillText(namespace, context, 'configMap namespace') || policyNamespace || 'default',
      name: fillText(name, context, 'configMap name'),
    };
    if (policyNamespace && lookup.namespace !== policyNamespace)
      throw new VariableError(
        `configMap namespace ${lookup.namespace} is different from policy namespace ${policyNamespace}`,
      );
    return readFact(lookup, context);
  };
}

function compileApiCall(call: JsonObject, policyNamespace: string, querier: Querier): Load {
  const template = compileTemplate(call, querier);
  return (context) => {
    const filled = template.fill(context.scope, context.deleting) as JsonObject;
    const lookup = callLookup(filled);
    checkNamespace(String(filled['urlPath'] ?? ''), policyNamespace);
    let value: JsonValue | undefined;
    try {
      value = readFact(lookup, context);
    } catch (error) {
      if (!(error instanceof VariableError) || filled['default'] === undefined) throw error;
      return filled['default'];
    }
    if (value === undefined) return filled['default'];
    const path = filled['jmesPath'];
    return typeof path === 'string' && path ? querier.queryValue(path, value, context.scope) : value;
  };
}

function callLookup({ service, method, urlPath, data }: JsonObject): Lookup {
  const sent = { method: typeof method === 'string' ? method : 'GET', ...(data === undefined ? {} : { data }) };
  if (!isObject(service)) return { kind: 'apiCall', urlPath: String(urlPath ?? ''), ...sent };
  const { url, headers, caBundle } = service;
  return {
    kind: 'service',
    url: String(url ?? ''),
    ...sent,
    ...(Array.isArray(headers) ? { headers: headers.filter(isObject).map(headerOf) } : {}),
    ...(typeof caBundle === 'string' ? { caBundle } : {}),
  };
}

function headerOf({ key, value }: JsonObject): { key: string; value: string } {
  return { key: String(key), value: String(value) };
}

/** A namespaced policy asks for its own namespace only, however the path is written, and calls no service. */
function checkNamespace(urlPath: string, policyNamespace: string): void {
  if (!policyNamespace) return;
  const path = cleanPath(unescapePath(urlPath));
  const namespace = /^\/apis?\/.*?\/namespaces\/([^/]+)/.exec(path)?.[1];
  if (namespace === policyNamespace) return;
  throw new VariableError(
    namespace === undefined
      ? `path ${path} does not contain a namespace segment, which is required for namespaced policies`
      : `path ${path} refers to namespace ${namespace}, which is different from the policy namespace ${policyNamespace}`,
  );
}

function unescapePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function compileGlobalReference(
  reference: { name: string; jmesPath?: string },
  policyNamespace: string,
  querier: Querier,
): Load {
  const name = compileTemplate(reference.name, querier);
  const path = compileTemplate(reference.jmesPath ?? '', querier);
  return (context) => {
    if (policyNamespace) throw new VariableError('globalReference is not allowed in namespaced policies');
    const value = readFact({ kind: 'globalContext', name: fillText(name, context, 'globalReference name') }, context);
    const expression = fillText(path, context, 'globalReference jmesPath');
    return value === undefined || !expression ? value : querier.queryValue(expression, value, context.scope);
  };
}

function compileImageRegistry(registry: JsonObject, querier: Querier): Load {
  const reference = compileTemplate(registry['reference'] ?? '', querier);
  const path = compileTemplate(registry['jmesPath'] ?? '', querier);
  const access = registryAccess(registry['imageRegistryCredentials'] as RegistryCredentials | undefined);
  return (context) => {
    const named = fillText(reference, context, 'image reference');
    const value = readFact({ kind: 'imageData', reference: named, access }, context);
    const expression = fillText(path, context, 'imageRegistry jmesPath');
    return value === undefined || !expression ? value : querier.queryValue(expression, value, context.scope);
  };
}

/** The value of a lookup, or `undefined` when nothing can answer it here. */
function readFact(lookup: Lookup, context: RuleContext): JsonValue | undefined {
  const fact = knownFact(context.facts, lookup);
  switch (fact.kind) {
    case 'value':
      return fact.value;
    case 'error':
      throw new VariableError(fact.message);
    case 'unavailable':
      return undefined;
  }
}

function fillText(template: Template, context: RuleContext, what: string): string {
  const filled = template.fill(context.scope, context.deleting);
  if (typeof filled !== 'string') throw new VariableError(`${what} did not become a text`);
  return filled;
}

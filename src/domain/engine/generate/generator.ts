import {
  isObject,
  isResource,
  type JsonObject,
  type JsonValue,
  type Resource,
} from '../../../foundations/kube/index.ts';
import type { ClassicPolicy, ForeachGeneration, GeneratePattern, Rule } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import type { Outcome } from '../result.ts';
import { elementContext, evaluateList } from '../rules/foreach.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { cloneObject, findSources } from './clone.ts';
import { labelGenerated } from './labels.ts';

/** Makes the objects of a generate rule for one trigger. */
export type Generator = (context: RuleContext, trigger: Resource) => Outcome;

type Generate = (context: RuleContext) => readonly Resource[];

/**
 * Compiles what a generate rule creates. An object that cannot be made is an error with its reason, also where the
 * reference's command line only logs it and passes.
 */
export function compileGenerator(policy: ClassicPolicy, rule: Rule, querier: Querier): Generator {
  const { foreach } = rule.generate!;
  const policyNamespace = policy.kind === 'Policy' ? policy.namespace : '';
  const generate = foreach
    ? compileForeach(foreach, policyNamespace, querier)
    : compilePattern(rule.generate!, querier);
  return (context, trigger) => {
    try {
      const generated = generate(context).map((object) => labelGenerated(object, trigger, policy, rule.name));
      return { status: 'pass', message: '', generated };
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return { status: 'error', message: `failed to generate: ${error.message}` };
    }
  };
}

function compileForeach(blocks: readonly ForeachGeneration[], policyNamespace: string, querier: Querier): Generate {
  const compiled = blocks.map(({ list, context, preconditions, ...pattern }) => ({
    list,
    entries: compileContextEntries(context, policyNamespace, querier),
    conditions: compileConditions(preconditions, 'preconditions', querier),
    generate: compilePattern(pattern, querier),
  }));
  return (context) =>
    compiled.flatMap(({ list, entries, conditions, generate }) =>
      evaluateList(list, context, querier).flatMap((element, index) => {
        if (element === null) return [];
        const inner = entries(elementContext(context, element, index, 0, false));
        return conditions(inner).holds ? generate(inner) : [];
      }),
    );
}

function compilePattern(pattern: GeneratePattern, querier: Querier): Generate {
  const fields = ['apiVersion', 'kind', 'name', 'namespace', 'data', 'clone', 'cloneList'] as const;
  const given = fields.flatMap((field) => (pattern[field] === undefined ? [] : [[field, pattern[field]]]));
  const template = compileTemplate(Object.fromEntries(given) as JsonObject, querier);
  return (context) => {
    const filled = template.fill(context.scope, context.deleting) as unknown as GeneratePattern;
    if (filled.clone?.name || filled.cloneList?.kinds?.length) {
      return findSources(filled, context).flatMap((source) => cloneObject(source, targetOf(filled, source)) ?? []);
    }
    return filled.data === undefined || filled.data === null ? [] : [objectOf(filled, filled.data)];
  };
}

/** Where a clone goes: a list keeps the names and kinds of its sources. */
function targetOf(pattern: GeneratePattern, source: Resource): GeneratePattern {
  if (pattern.clone?.name) return pattern;
  const metadata = source['metadata'] as JsonObject;
  return {
    apiVersion: source.apiVersion,
    kind: source.kind,
    name: String(metadata['name']),
    ...(pattern.namespace === undefined ? {} : { namespace: pattern.namespace }),
  };
}

function objectOf({ apiVersion, kind, name, namespace }: GeneratePattern, data: JsonValue): Resource {
  if (!isObject(data)) throw new VariableError('`data` is no map');
  const metadata = { ...(isObject(data['metadata']) ? data['metadata'] : {}) };
  if (name) metadata['name'] = name;
  if (namespace) metadata['namespace'] = namespace;
  const object = {
    ...data,
    apiVersion: apiVersion ?? '',
    kind: typeof data['kind'] === 'string' && data['kind'] ? data['kind'] : (kind ?? ''),
    metadata,
  };
  if (!isResource(object)) throw new VariableError('the object has no apiVersion or kind');
  return object;
}

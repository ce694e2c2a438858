import { nearestName } from '../../../foundations/diagnostics/index.ts';
import { type JsonObject, type JsonValue, matchWildcard } from '../../../foundations/kube/index.ts';
import type { ContextEntry, Rule } from '../policy.ts';
import { resolveReferences, UnresolvedReference } from '../text/references.ts';
import { findVariables } from '../text/scan.ts';
import { expressionProblem } from './context-entries.ts';
import { asData, type Finding, findingsAt, objectsIn, type Path, type RuleCheck, runsInBackground } from './finding.ts';
import { seenByReference } from './seen-by-reference.ts';
import { textsIn } from './texts.ts';

// Any of these in an expression makes it known: the reference looks for the text, not for a name.
const calls = /[a-z_0-9]+\([^{}]/;
const always = /request|serviceAccountName|serviceAccountNamespace|element|elementIndex|@|images|image/;
const background = /request\.|element|elementIndex|@|images|image\./;
const inTarget = /request\.|serviceAccountName|serviceAccountNamespace|element|elementIndex|@|images|image\.|target\./;
const inTargetBackground = /request\.|element|elementIndex|@|images|image\.|target\./;

/** Every variable must be known: part of the request, of the element, or a context entry of the rule. */
export const checkVariables: RuleCheck = (rule, policy) => {
  const inBackground = runsInBackground(policy);
  const targets = objectsIn(rule.mutate?.['targets']);
  const known = [...entriesOf(rule), ...attestationNames(rule)];
  const found = checkTexts(withoutAttestations(rule), [], {
    text: targets.length > 0 ? (inBackground ? inTargetBackground : inTarget) : inBackground ? background : always,
    names: known,
  });
  if (targets.length === 0) return found;
  // The targets are chosen before `target` exists.
  const choosing = {
    context: (rule.context ?? []) as unknown as JsonValue,
    preconditions: seenByReference({ preconditions: rule.preconditions ?? null }),
    mutate: {
      targets: targets.map(({ apiVersion, kind, namespace, name, uid, selector }) =>
        compact({ apiVersion, kind, namespace, name, uid, selector }),
      ),
    },
  };
  return [...found, ...checkTexts(choosing, [], { text: inBackground ? background : always, names: known })];
};

interface Known {
  readonly text: RegExp;
  /** Wildcards of names. */
  readonly names: readonly string[];
}

function checkTexts(value: JsonValue, path: Path, known: Known): Finding[] {
  const { found, add } = findingsAt('POLICY_REFERENCE_INVALID', path);
  let resolved = value;
  try {
    resolved = resolveReferences(value);
  } catch (error) {
    if (!(error instanceof UnresolvedReference)) throw error;
    add([], error.message, 'a `$(path)` leads to a text of the same rule; `\\$(` is no reference');
  }
  for (const { text, path: at } of textsIn(resolved, path)) {
    const problem = variableProblem(text, known);
    if (problem) found.push({ ...problem, path: at });
  }
  return found;
}

/** Goes through the variables of a text as a substitution would: from the inner to the outer ones. */
function variableProblem(text: string, known: Known): Omit<Finding, 'path'> | undefined {
  let rest = text;
  // Each round replaces variables by texts that are shorter, so this ends.
  for (let variables = findVariables(rest); variables.length > 0; variables = findVariables(rest)) {
    for (const { expression } of variables) {
      const problem = expressionFinding(expression, known);
      if (problem) return problem;
    }
    if (variables.at(-1)!.shallow) return undefined;
    for (const { start, end } of variables.toReversed()) rest = `${rest.slice(0, start)}null${rest.slice(end)}`;
  }
  return undefined;
}

function expressionFinding(expression: string, known: Known): Omit<Finding, 'path'> | undefined {
  if (expression === '@') return undefined;
  const problem = expression === '' ? 'it is empty' : expressionProblem(expression);
  if (problem) {
    const message = `\`${expression}\` is no JMESPath: ${problem}`;
    return { code: 'POLICY_EXPRESSION_INVALID', message, help: 'correct the expression; `\\{{` is no variable' };
  }
  const plain = expression.replaceAll('"', '');
  if (calls.test(plain) || known.text.test(plain) || known.names.some((name) => matchWildcard(name, plain)))
    return undefined;
  const [, root = ''] = /^"?([\w-]+)/.exec(expression) ?? [];
  const near = nearestName(root, [...roots, ...known.names.map((name) => name.replace(/(\..*|\*)$/, ''))]);
  return {
    code: 'POLICY_VARIABLE_UNKNOWN',
    message: `\`${expression}\` is no variable here`,
    help: near ? `did you mean \`${near}\`?` : 'add a context entry of that name to the rule',
  };
}

const roots = [
  'request',
  'element',
  'elementIndex',
  'images',
  'target',
  'serviceAccountName',
  'serviceAccountNamespace',
];

/** The names of context entries, of the rule and of the outer foreach blocks, as wildcards. */
function entriesOf(rule: Rule): string[] {
  const generate = asData(rule.generate);
  const blocks = [rule.validate?.foreach, rule.mutate?.['foreach'], rule.mutate?.['targets'], generate['foreach']];
  const entries = [
    ...((rule.context ?? []) as unknown as JsonObject[]),
    ...blocks.flatMap((list) => objectsIn(list).flatMap((block) => objectsIn(block['context']))),
  ] as unknown as ContextEntry[];
  return entries.flatMap(({ name, configMap, ...rest }) => [
    ...(configMap ? ['data', 'metadata', 'data.*', 'metadata.*'].map((part) => `${name}.${part}`) : []),
    ...((rest.variable ?? rest.apiCall ?? rest.imageRegistry ?? rest.globalReference) ? [`${name}*`] : []),
  ]);
}

function attestationNames(rule: Rule): string[] {
  const verify = objectsIn(rule.verifyImages);
  if (!verify.some((one) => one['validate'] !== undefined)) return [];
  return verify.flatMap((one) =>
    objectsIn(one['attestations']).map(({ name }) => `${typeof name === 'string' ? name : ''}*`),
  );
}

/** Conditions of attestations see the attestation, which is not known here. */
function withoutAttestations(rule: Rule): JsonValue {
  const value = seenByReference(asData(rule)) as JsonObject;
  if (!rule.verifyImages) return value;
  const verifyImages = objectsIn(value['verifyImages']).map((one) => ({
    ...one,
    ...(one['attestations'] === undefined
      ? {}
      : { attestations: objectsIn(one['attestations']).map(({ conditions: _, ...rest }) => rest) }),
  }));
  return { ...value, verifyImages };
}

function compact(object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as JsonObject;
}

// Policies with one mistake each, and beside them the nearest policies without. Every one was shown to kyverno 1.19.1
// first: what is refused here it refuses too, and what is accepted here it accepts.

export interface RefusalCase {
  /** Finishes "a policy ...". */
  readonly name: string;
  /** The document without its `apiVersion` and `metadata.name`. */
  readonly policy: string;
  /** `CODE path` of each finding; none for a policy that is accepted. */
  readonly found: readonly string[];
}

const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** A ClusterPolicy with these lines in its spec, and one rule whose fields these are. */
function ruleOf(rule: string, spec = '', kind = 'ClusterPolicy'): string {
  const fields = /^match:/m.test(rule) ? rule : `match: {any: [{resources: {kinds: [Pod]}}]}\n${rule}`;
  const more = spec ? `${indent(spec, 2)}\n` : '';
  return `kind: ${kind}\nspec:\n${more}  rules:\n  - name: r\n${indent(fields, 4)}\n`;
}

const deny = 'validate: {message: m, deny: {}}';
const kinds = '{kinds: [Pod]}';
const matching = (filter: string, rest = deny) => `match: {any: [${filter}]}\n${rest}`;
const precondition = (condition: string) => `preconditions: {all: [${condition}]}\n${deny}`;
const context = (entry: string, rest = deny) => `context: [${entry}]\n${rest}`;
const message = (text: string) => `validate: {message: '${text}', deny: {}}`;
const pattern = (text: string) => `validate: {message: m, pattern: ${text}}`;
const generate = (fields: string) => `match: {any: [{resources: {kinds: [Namespace]}}]}\ngenerate: ${fields}`;
const target = 'kind: ConfigMap, apiVersion: v1, name: made, namespace: x';
const jsonPatch = (operation: string) => `mutate: {patchesJson6902: '[${operation}]'}`;
const image = (fields: string) => `verifyImages: [{imageReferences: ["a/*"], mutateDigest: false${fields}}]`;
const signer = (entry: string) => image(`, attestors: [{entries: [${entry}]}]`);

const rule = 'spec.rules[0]';

type Row = readonly [name: string, policy: string, ...found: string[]];

const rows: readonly Row[] = [
  // The rule as a whole.
  ['with a rule that denies everything', ruleOf(deny)],
  ['with a rule that does nothing', ruleOf('match: {any: [{resources: {kinds: [Pod]}}]}'), `POLICY_RULE_BODY ${rule}`],
  [
    'with a rule that does two things',
    ruleOf(`${deny}\nmutate: {patchStrategicMerge: {a: b}}`),
    `POLICY_RULE_BODY ${rule}.mutate`,
  ],
  ['without a body in `validate`', ruleOf('validate: {message: m}'), `POLICY_RULE_BODY ${rule}.validate`],
  ['with an empty `mutate`', ruleOf('mutate: {}'), `POLICY_RULE_BODY ${rule}`],
  [
    'with a pattern beside deny',
    ruleOf('validate: {pattern: {a: b}, deny: {}}'),
    `POLICY_RULE_BODY ${rule}.validate.deny`,
  ],
  [
    'with two rules of one name',
    `kind: ClusterPolicy\nspec:\n  rules:\n${`  - name: r\n    match: {any: [{resources: {kinds: [Pod]}}]}\n    ${deny}\n`.repeat(2)}`,
    'POLICY_RULE_DUPLICATE spec.rules[1].name',
  ],
  [
    'with a rule without a name',
    `kind: ClusterPolicy\nspec:\n  rules:\n  - match: {any: [{resources: {kinds: [Pod]}}]}\n    ${deny}\n`,
    `FIELD_MISSING ${rule}`,
  ],
  [
    'with a rule name of 64 letters',
    ruleOf(deny).replace('name: r', `name: ${'r'.repeat(64)}`),
    'POLICY_SETTING_INVALID spec.rules[0].name',
  ],
  ['without rules', 'kind: ClusterPolicy\nspec: {background: true}\n'],
  ['with an empty item among its rules', 'kind: ClusterPolicy\nspec: {rules: [null]}\n', `FIELD_WRONG_TYPE ${rule}`],
  [
    'with a foreach without a list',
    ruleOf('validate: {foreach: [{deny: {}}]}'),
    `POLICY_RULE_BODY ${rule}.validate.foreach[0]`,
  ],
  [
    'with a foreach that checks nothing',
    ruleOf('validate: {foreach: [{list: request.object.spec.containers}]}'),
    `POLICY_RULE_BODY ${rule}.validate.foreach[0]`,
  ],
  ['with a foreach that denies', ruleOf('validate: {foreach: [{list: request.object.spec.containers, deny: {}}]}')],
  [
    'with CEL preconditions and no CEL',
    ruleOf(`celPreconditions: [{name: a, expression: "true"}]\n${deny}`),
    `POLICY_RULE_BODY ${rule}.celPreconditions`,
  ],
  [
    'with CEL preconditions for CEL',
    ruleOf('celPreconditions: [{name: a, expression: "true"}]\nvalidate: {cel: {expressions: [{expression: "true"}]}}'),
  ],
  [
    'with an empty CEL expression',
    ruleOf('validate: {cel: {expressions: [{expression: ""}]}}'),
    `POLICY_RULE_BODY ${rule}.validate.cel.expressions[0]`,
  ],
  [
    'with a parameter kind and no reference',
    ruleOf('validate: {cel: {paramKind: {apiVersion: v1, kind: ConfigMap}, expressions: [{expression: "true"}]}}'),
    `POLICY_RULE_BODY ${rule}.validate.cel.paramKind`,
  ],
  [
    'with image extractors and no images to verify',
    ruleOf(`imageExtractors: {Pod: [{path: /a}]}\n${deny}`),
    `POLICY_RULE_BODY ${rule}.imageExtractors`,
  ],
  // Match and exclude.
  [
    'with a filter without kinds',
    ruleOf(matching('{resources: {names: [a]}}')),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources`,
  ],
  ['with an empty filter', ruleOf(matching('{}')), `POLICY_MATCH_INVALID ${rule}.match.any[0]`],
  [
    'with `any` and `all`',
    ruleOf(`match: {any: [{resources: ${kinds}}], all: [{resources: ${kinds}}]}\n${deny}`),
    `POLICY_MATCH_INVALID ${rule}.match.all`,
  ],
  [
    'with `any` beside the old form',
    ruleOf(`match: {any: [{resources: ${kinds}}], resources: ${kinds}}\n${deny}`),
    `POLICY_MATCH_INVALID ${rule}.match.resources`,
  ],
  [
    'with `name` and `names`',
    ruleOf(matching('{resources: {kinds: [Pod], name: a, names: [b]}}')),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.name`,
  ],
  [
    'with an empty selector',
    ruleOf(matching('{resources: {kinds: [Pod], selector: {}}}')),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.selector`,
  ],
  ['with an empty namespace selector', ruleOf(matching('{resources: {kinds: [Pod], namespaceSelector: {}}}'))],
  [
    'with a selector that has no operator of selectors',
    ruleOf(matching('{resources: {kinds: [Pod], selector: {matchExpressions: [{key: a, operator: Is}]}}}')),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.selector`,
  ],
  [
    'with wildcards in a selector',
    ruleOf(matching('{resources: {kinds: [Pod], selector: {matchLabels: {"a*": "?*"}}}}')),
  ],
  [
    'that excludes what it matches',
    ruleOf(`match: {any: [{resources: ${kinds}}]}\nexclude: {any: [{resources: ${kinds}}]}\n${deny}`),
    `POLICY_MATCH_INVALID ${rule}.exclude`,
  ],
  [
    'that excludes some of what it matches',
    ruleOf(
      `match: {any: [{resources: ${kinds}}]}\nexclude: {any: [{resources: {kinds: [Pod], namespaces: [a]}}]}\n${deny}`,
    ),
  ],
  [
    'with a subject that is no subject',
    ruleOf(matching(`{resources: ${kinds}, subjects: [{kind: Robot, name: a}]}`), 'background: false'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].subjects[0].kind`,
  ],
  [
    'with a service account without a namespace',
    ruleOf(matching(`{resources: ${kinds}, subjects: [{kind: ServiceAccount, name: a}]}`), 'background: false'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].subjects[0]`,
  ],
  [
    'with a role that names no namespace',
    ruleOf(matching(`{resources: ${kinds}, roles: [a]}`), 'background: false'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].roles[0]`,
  ],
  [
    'about users, in the background',
    ruleOf(matching(`{resources: ${kinds}, clusterRoles: [a]}`)),
    `POLICY_NOT_IN_BACKGROUND ${rule}.match.any[0].clusterRoles`,
  ],
  [
    'about users, not in the background',
    ruleOf(matching(`{resources: ${kinds}, clusterRoles: [a]}`), 'background: false'),
  ],
  [
    'for every kind, in the background',
    ruleOf(matching('{resources: {kinds: ["*"]}}')),
    `POLICY_NOT_IN_BACKGROUND ${rule}.match.any[0].resources.kinds`,
  ],
  ['for every kind, not in the background', ruleOf(matching('{resources: {kinds: ["*"]}}'), 'background: false')],
  [
    'for every kind and one more',
    ruleOf(matching('{resources: {kinds: ["*", Pod]}}'), 'background: false'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.kinds`,
  ],
  [
    'for every kind that looks at specs',
    ruleOf(matching('{resources: {kinds: ["*"]}}', pattern('{spec: {a: b}}')), 'background: false'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.kinds`,
  ],
  [
    'for every kind and Pods, whose rule for controllers looks at specs',
    ruleOf(
      'match: {any: [{resources: {kinds: ["*"]}}, {resources: {kinds: [Pod]}}]}\nvalidate: {message: m, deny: {conditions: [{key: "{{ request.object.metadata.labels.a || `1` }}", operator: Equals, value: 1}]}}',
      'background: false',
    ),
    `POLICY_MATCH_INVALID ${rule}.name`,
  ],
  [
    'for every kind that looks at metadata',
    ruleOf(matching('{resources: {kinds: ["*"]}}', pattern('{metadata: {name: "?*"}}')), 'background: false'),
  ],
  [
    'of one namespace that chooses namespaces',
    ruleOf(matching('{resources: {kinds: [Pod], namespaces: [a]}}'), '', 'Policy'),
    `POLICY_MATCH_INVALID ${rule}.match.any[0].resources.namespaces`,
  ],
  [
    'with a variable in `match`',
    ruleOf(matching('{resources: {kinds: [Pod], names: ["{{ request.namespace }}"]}}')),
    `POLICY_VARIABLE_FORBIDDEN ${rule}.match.any[0].resources.names[0]`,
  ],
  // Variables.
  ['with an unknown variable', ruleOf(message('{{ foo }}')), `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`],
  [
    'with a misspelled variable',
    ruleOf(message('{{ requst.object.metadata.name }}')),
    `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`,
  ],
  ['with an unknown variable in a call, which is not looked into', ruleOf(message('{{ to_upper(foo) }}'))],
  [
    'with an unknown variable inside another',
    ruleOf(message('{{ request.object.metadata.labels.{{ foo }} }}')),
    `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`,
  ],
  ['with an escaped variable', ruleOf(message('\\{{ foo }}'))],
  ['with a variable of its context', ruleOf(context('{name: foo, variable: {value: a}}', message('{{ foo }}')))],
  [
    'with a variable of a ConfigMap',
    ruleOf(context('{name: foo, configMap: {name: a, namespace: b}}', message('{{ foo.data.x }}'))),
  ],
  [
    'with a ConfigMap as a variable, without `data`',
    ruleOf(context('{name: foo, configMap: {name: a, namespace: b}}', message('{{ foo.x }}'))),
    `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`,
  ],
  [
    'with a variable of a foreach block',
    ruleOf(
      `validate: {message: "{{ foo }}", foreach: [{list: "request.object.spec.x", context: [{name: foo, variable: {value: a}}], deny: {}}]}`,
    ),
  ],
  [
    'with a target outside of targets',
    ruleOf(message('{{ target.metadata.name }}')),
    `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`,
  ],
  [
    'with the user, in the background',
    ruleOf(message('{{ request.userInfo.username }}')),
    `POLICY_NOT_IN_BACKGROUND ${rule}.validate.message`,
  ],
  ['with the user, not in the background', ruleOf(message('{{ request.userInfo.username }}'), 'background: false')],
  [
    'with the service account, in the background',
    ruleOf(message('{{ serviceAccountName }}')),
    `POLICY_NOT_IN_BACKGROUND ${rule}.validate.message`,
    `POLICY_VARIABLE_UNKNOWN ${rule}.validate.message`,
  ],
  [
    'with the user in an annotation, in the background',
    `metadata: {annotations: {a: "{{ request.roles }}"}}\n${ruleOf(deny)}`,
    'POLICY_NOT_IN_BACKGROUND metadata.annotations.a',
  ],
  [
    'with an element outside of foreach',
    ruleOf(message('{{ element.name }}')),
    `POLICY_VARIABLE_FORBIDDEN ${rule}.validate.message`,
  ],
  [
    'with an element inside of foreach',
    ruleOf(
      'validate: {message: m, foreach: [{list: request.object.spec.containers, pattern: {name: "{{ element.name }}"}}]}',
    ),
  ],
  [
    'with a variable that is no JMESPath',
    ruleOf(message('{{ request.object.a..b }}')),
    `POLICY_EXPRESSION_INVALID ${rule}.validate.message`,
  ],
  ['with an empty variable', ruleOf(message('{{ }}')), `POLICY_EXPRESSION_INVALID ${rule}.validate.message`],
  ['with a reference that leads nowhere', ruleOf(message('$(./../nothing)')), `POLICY_REFERENCE_INVALID ${rule}`],
  ['with an escaped reference', ruleOf(message('\\$(./../nothing)'))],
  // Context.
  ['with a context entry without a source', ruleOf(context('{name: a}')), `POLICY_CONTEXT_INVALID ${rule}.context[0]`],
  [
    'with a context entry with two sources',
    ruleOf(context('{name: a, variable: {value: 1}, configMap: {name: b, namespace: c}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0]`,
  ],
  [
    'with a context entry called `request`',
    ruleOf(context('{name: request, variable: {value: 1}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].name`,
  ],
  [
    'with a context variable without a value',
    ruleOf(context('{name: a, variable: {}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].variable`,
  ],
  [
    'with a default and no expression',
    ruleOf(context('{name: a, variable: {value: 1, default: 2}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].variable.default`,
  ],
  [
    'with a context expression that is no JMESPath',
    ruleOf(context('{name: a, variable: {jmesPath: "a..b"}}')),
    `POLICY_EXPRESSION_INVALID ${rule}.context[0].variable.jmesPath`,
  ],
  [
    'with a context expression that has variables',
    ruleOf(context('{name: a, variable: {jmesPath: "request.object.{{request.namespace}}"}}')),
  ],
  [
    'with a ConfigMap of no namespace',
    ruleOf(context('{name: a, configMap: {name: b}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].configMap`,
  ],
  [
    'with a call to a path of a service',
    ruleOf(context('{name: a, apiCall: {urlPath: /a, service: {url: "http://b"}}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].apiCall.urlPath`,
  ],
  [
    'with a call by an unknown method',
    ruleOf(context('{name: a, apiCall: {urlPath: /a, method: PUT}}')),
    `FIELD_WRONG_VALUE ${rule}.context[0].apiCall.method`,
  ],
  [
    'of one namespace with the global context',
    ruleOf(context('{name: a, globalReference: {name: b}}'), '', 'Policy'),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].globalReference`,
  ],
  [
    'with a bad image in its context',
    ruleOf(context('{name: a, imageRegistry: {reference: "A B"}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context[0].imageRegistry.reference`,
  ],
  [
    'with a context for CEL',
    ruleOf(context('{name: a, variable: {value: 1}}', 'validate: {cel: {expressions: [{expression: "true"}]}}')),
    `POLICY_CONTEXT_INVALID ${rule}.context`,
  ],
  // Conditions.
  ['with a condition', ruleOf(precondition('{key: a, operator: Equals, value: b}'))],
  [
    'with a condition without a key',
    ruleOf(precondition('{operator: Equals, value: b}')),
    `POLICY_CONDITION_INVALID ${rule}.preconditions.all[0]`,
  ],
  [
    'with a condition whose value is null',
    ruleOf(precondition('{key: a, operator: Equals, value: null}')),
    `POLICY_CONDITION_INVALID ${rule}.preconditions.all[0]`,
  ],
  [
    'with an operator in small letters',
    ruleOf(precondition('{key: a, operator: equals, value: b}')),
    `POLICY_CONDITION_INVALID ${rule}.preconditions.all[0].operator`,
  ],
  [
    'with an unknown operation',
    ruleOf(precondition('{key: "{{request.operation}}", operator: Equals, value: MAKE}')),
    `POLICY_CONDITION_INVALID ${rule}.preconditions.all[0].value`,
  ],
  [
    'with several operations',
    ruleOf(precondition('{key: "{{ request.operation }}", operator: AnyIn, value: [CREATE, UPDATE]}')),
  ],
  [
    'with a list of any/all blocks as preconditions',
    ruleOf(`preconditions: [{any: [{key: a, operator: Equals, value: b}]}]\n${deny}`),
    `POLICY_CONDITION_INVALID ${rule}.preconditions[0]`,
  ],
  [
    'with a text as preconditions',
    ruleOf(`preconditions: never\n${deny}`),
    `POLICY_CONDITION_INVALID ${rule}.preconditions`,
  ],
  [
    'with a deny condition without an operator',
    ruleOf('validate: {deny: {conditions: {any: [{key: a, value: b}]}}}'),
    `POLICY_CONDITION_INVALID ${rule}.validate.deny.conditions.any[0]`,
  ],
  ['with the short operator `Equal` in preconditions', ruleOf(precondition('{key: a, operator: Equal, value: b}'))],
  [
    'with the short operator `Equal` in foreach',
    ruleOf('validate: {foreach: [{list: a, preconditions: {all: [{key: a, operator: Equal, value: b}]}, deny: {}}]}'),
    `FIELD_WRONG_VALUE ${rule}.validate.foreach[0].preconditions.all[0].operator`,
  ],
  // Patterns.
  [
    'with an anchor of mutation in a pattern',
    ruleOf(pattern('{spec: {"+(a)": b}}')),
    `POLICY_PATTERN_INVALID ${rule}.validate.pattern.spec.+(a)`,
  ],
  [
    'with an existence anchor without a list',
    ruleOf(pattern('{spec: {"^(a)": b}}')),
    `POLICY_PATTERN_INVALID ${rule}.validate.pattern.spec.^(a)`,
  ],
  ['with an existence anchor with a list', ruleOf(pattern('{spec: {"^(a)": [{b: c}]}}'))],
  [
    'with a label that is no text',
    ruleOf(pattern('{metadata: {labels: {a: true}}}')),
    `POLICY_PATTERN_INVALID ${rule}.validate.pattern.metadata.labels.a`,
  ],
  [
    'with an anyPattern that is no list',
    ruleOf('validate: {anyPattern: {a: b}}'),
    `POLICY_PATTERN_INVALID ${rule}.validate.anyPattern`,
  ],
  // Settings.
  [
    'for the cluster in a namespace',
    `metadata: {namespace: a}\n${ruleOf(deny)}`,
    'POLICY_SETTING_INVALID metadata.namespace',
  ],
  [
    'for all controllers by name',
    `metadata: {annotations: {pod-policies.kyverno.io/autogen-controllers: all}}\n${ruleOf(deny)}`,
    'POLICY_SETTING_INVALID metadata.annotations.pod-policies.kyverno.io/autogen-controllers',
  ],
  [
    'with an annotation that is a number',
    `metadata: {annotations: {a: 1}}\n${ruleOf(deny)}`,
    'FIELD_WRONG_TYPE metadata.annotations.a',
  ],
  [
    'with a bad annotation key',
    `metadata: {annotations: {"(a)": b}}\n${ruleOf(deny)}`,
    'POLICY_SETTING_INVALID metadata.annotations.(a)',
  ],
  ['with a bad label', `metadata: {labels: {a: "b c"}}\n${ruleOf(deny)}`, 'POLICY_SETTING_INVALID metadata.labels.a'],
  [
    'with a timeout of 31 seconds',
    ruleOf(deny, 'webhookConfiguration: {timeoutSeconds: 31}'),
    'POLICY_SETTING_INVALID spec.webhookConfiguration.timeoutSeconds',
  ],
  [
    'with its failure policy in two places',
    ruleOf(deny, 'failurePolicy: Fail\nwebhookConfiguration: {failurePolicy: Fail}'),
    'POLICY_SETTING_INVALID spec.failurePolicy',
  ],
  ['that runs nowhere', ruleOf(deny, 'admission: false\nbackground: false'), 'POLICY_SETTING_INVALID spec.background'],
  [
    'that mutates without admission',
    ruleOf('mutate: {patchStrategicMerge: {a: b}}', 'admission: false'),
    'POLICY_SETTING_INVALID spec.admission',
  ],
  [
    'that names a namespace for both actions',
    ruleOf(
      deny,
      'validationFailureActionOverrides: [{action: Enforce, namespaces: ["a*"]}, {action: Audit, namespaces: [ab]}]',
    ),
    'POLICY_SETTING_INVALID spec.validationFailureActionOverrides[1].namespaces',
  ],
  [
    'that names different namespaces for the actions',
    ruleOf(
      deny,
      'validationFailureActionOverrides: [{action: Enforce, namespaces: ["a*"]}, {action: Audit, namespaces: [b]}]',
    ),
  ],
  [
    'of one namespace with overrides for namespaces',
    ruleOf(deny, 'validationFailureActionOverrides: [{action: Enforce, namespaces: [a]}]', 'Policy'),
    'POLICY_SETTING_INVALID spec.validationFailureActionOverrides',
  ],
  [
    'with `enforce` in small letters for a rule',
    ruleOf('validate: {failureAction: enforce, deny: {}}'),
    `FIELD_WRONG_VALUE ${rule}.validate.failureAction`,
  ],
  // Mutation.
  [
    'with two forms of a mutation',
    ruleOf('mutate: {patchStrategicMerge: {a: b}, patchesJson6902: "[]"}'),
    `POLICY_MUTATION_INVALID ${rule}.mutate.patchesJson6902`,
  ],
  ['with a JSON patch', ruleOf(jsonPatch('{"op": "add", "path": "/a", "value": 1}'))],
  [
    'with a JSON patch at a path without a slash',
    ruleOf(jsonPatch('{"op": "add", "path": "a", "value": 1}')),
    `POLICY_MUTATION_INVALID ${rule}.mutate.patchesJson6902`,
  ],
  [
    'with a JSON patch that adds nothing',
    ruleOf(jsonPatch('{"op": "add", "path": "/a"}')),
    `POLICY_MUTATION_INVALID ${rule}.mutate.patchesJson6902`,
  ],
  [
    'with an unknown operation in a JSON patch',
    ruleOf(jsonPatch('{"op": "put", "path": "/a", "value": 1}')),
    `POLICY_MUTATION_INVALID ${rule}.mutate.patchesJson6902`,
  ],
  [
    'with a variable in the path of a JSON patch',
    ruleOf(jsonPatch('{"op": "add", "path": "/{{request.namespace}}", "value": 1}')),
    `POLICY_VARIABLE_FORBIDDEN ${rule}.mutate.patchesJson6902`,
  ],
  [
    'with a mutating foreach without a patch',
    ruleOf('mutate: {foreach: [{list: a}]}'),
    `POLICY_MUTATION_INVALID ${rule}.mutate.foreach[0]`,
  ],
  [
    'that mutates what exists, without targets',
    ruleOf('mutate: {mutateExistingOnPolicyUpdate: true, patchStrategicMerge: {a: b}}'),
    `POLICY_MUTATION_INVALID ${rule}.mutate`,
  ],
  [
    'of one namespace that mutates in another',
    `metadata: {namespace: a}\n${ruleOf('mutate: {targets: [{apiVersion: v1, kind: ConfigMap, namespace: b}], patchStrategicMerge: {a: b}}', '', 'Policy')}`,
    `POLICY_MUTATION_INVALID ${rule}.mutate.targets[0].namespace`,
  ],
  // Generation.
  ['that generates', ruleOf(generate(`{${target}, data: {data: {a: b}}}`))],
  [
    'that generates without a name',
    ruleOf(generate('{kind: ConfigMap, apiVersion: v1, namespace: x, data: {data: {a: b}}}')),
    `POLICY_GENERATION_INVALID ${rule}.generate`,
  ],
  [
    'that generates without a namespace',
    ruleOf(generate('{kind: ConfigMap, apiVersion: v1, name: made, data: {data: {a: b}}}')),
    `POLICY_GENERATION_INVALID ${rule}.generate`,
  ],
  [
    'that generates from two sources',
    ruleOf(generate(`{${target}, data: {a: b}, clone: {name: a, namespace: b}}`)),
    `POLICY_GENERATION_INVALID ${rule}.generate.clone`,
  ],
  [
    'that generates with an anchor',
    ruleOf(generate(`{${target}, data: {"(a)": b}}`)),
    `POLICY_GENERATION_INVALID ${rule}.generate.data`,
  ],
  [
    'that generates what it matches',
    ruleOf(`match: {resources: {kinds: [ConfigMap]}}\ngenerate: {${target}, data: {a: b}}`),
    `POLICY_GENERATION_INVALID ${rule}.generate.kind`,
  ],
  [
    'of one namespace that generates in another',
    `metadata: {namespace: a}\n${ruleOf(generate(`{${target}, data: {a: b}}`), '', 'Policy')}`,
    `POLICY_GENERATION_INVALID ${rule}.generate.namespace`,
  ],
  [
    'that clones a list without a namespace',
    ruleOf(generate('{namespace: x, cloneList: {kinds: [v1/Secret]}}')),
    `POLICY_GENERATION_INVALID ${rule}.generate.cloneList`,
  ],
  // Images.
  ['that verifies images', ruleOf(signer('{keys: {publicKeys: a}}'))],
  [
    'that verifies no images',
    ruleOf('verifyImages: [{mutateDigest: false}]'),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0]`,
  ],
  [
    'that writes digests and only audits',
    ruleOf('verifyImages: [{imageReferences: ["a/*"]}]'),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].mutateDigest`,
  ],
  ['that writes digests and enforces', ruleOf('verifyImages: [{imageReferences: ["a/*"], failureAction: Enforce}]')],
  [
    'with a signer of two kinds',
    ruleOf(signer('{keys: {kms: a}, certificates: {cert: b}}')),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].attestors[0].entries[0]`,
  ],
  [
    'with an unknown signature algorithm',
    ruleOf(signer('{keys: {publicKeys: a, signatureAlgorithm: md5}}')),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].attestors[0].entries[0].keys.signatureAlgorithm`,
  ],
  [
    'with a keyless signer without a log',
    ruleOf(signer('{keyless: {issuer: a, subject: b}}')),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].attestors[0].entries[0].keyless`,
  ],
  [
    'that wants more signatures than it has signers',
    ruleOf(image(', attestors: [{count: 2, entries: [{keys: {kms: a}}]}]')),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].attestors[0].count`,
  ],
  [
    'for Notary with keys',
    ruleOf(image(', type: Notary, attestors: [{entries: [{keys: {kms: a}}]}]')),
    `POLICY_IMAGE_RULE_INVALID ${rule}.verifyImages[0].attestors`,
  ],
  [
    'with a variable in an image reference',
    ruleOf('verifyImages: [{imageReferences: ["{{request.namespace}}/*"], mutateDigest: false}]'),
    `POLICY_VARIABLE_FORBIDDEN ${rule}.verifyImages[0]`,
  ],
  // Fields and versions.
  ['with an unknown field', ruleOf(`${deny}\nfoo: 1`), `FIELD_UNKNOWN ${rule}.foo`],
  ['of a version that does not exist', `apiVersion: kyverno.io/v3\n${ruleOf(deny)}`, 'FIELD_WRONG_VALUE apiVersion'],
  [
    'of version v2beta1 in the old form of match',
    `apiVersion: kyverno.io/v2beta1\n${ruleOf(`match: {resources: ${kinds}}\n${deny}`)}`,
    `FIELD_UNKNOWN ${rule}.match.resources`,
  ],
  ['of version v1 in the old form of match', ruleOf(`match: {resources: ${kinds}}\n${deny}`)],
];

export const refusalCases: readonly RefusalCase[] = rows.map(([name, policy, ...found]) => ({ name, policy, found }));

/** The whole document, under a name of its own. */
export function documentOf({ policy }: RefusalCase, name: string): string {
  const versioned = /^apiVersion:/m.test(policy) ? policy : `apiVersion: kyverno.io/v1\n${policy}`;
  return /^metadata:/m.test(versioned)
    ? versioned.replace(/^metadata: \{/m, `metadata: {name: ${name}, `)
    : `metadata: {name: ${name}}\n${versioned}`;
}

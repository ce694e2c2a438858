import { deprecated, list, object, oneOf, required, text, textMap, texts } from '../../../languages/schema/index.ts';

export const selector = object({
  matchLabels: textMap,
  matchExpressions: list(object({ key: required(text), operator: required(text), values: texts })),
});

const subjects = list(object({ kind: required(text), name: required(text), namespace: text, apiGroup: text }));

const resourceDescription = object({
  kinds: texts,
  name: deprecated(text, 'use `names`'),
  names: texts,
  namespaces: texts,
  annotations: textMap,
  selector,
  namespaceSelector: selector,
  operations: list(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT')),
});

export const resourceFilter = object({
  resources: resourceDescription,
  roles: texts,
  clusterRoles: texts,
  subjects,
});

export const legacyMatchHelp = 'write it as an item of `any` or `all`';

export const matchResources = object({
  any: list(resourceFilter),
  all: list(resourceFilter),
  resources: deprecated(resourceDescription, legacyMatchHelp),
  roles: deprecated(texts, legacyMatchHelp),
  clusterRoles: deprecated(texts, legacyMatchHelp),
  subjects: deprecated(subjects, legacyMatchHelp),
});

/** `match` and `exclude` without the legacy form. */
export const anyAllMatch = object({ any: list(resourceFilter), all: list(resourceFilter) });

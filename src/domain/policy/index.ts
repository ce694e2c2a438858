export { allRules, autogenControllers, podControllerKinds, rulesFor } from './autogen-classic.ts';
export { type KindSelector, namesKind, parseKindSelector } from './kind-selector.ts';
export { isPolicyDocument, type LoadedPolicies, loadPolicies } from './load.ts';
export type * from './policy.ts';
export { isClassic } from './policy.ts';
export { legacyMatchHelp } from './schema/match.ts';
export { type Anchor, parseAnchor } from './text/anchor.ts';
export { resolveReferences, UnresolvedReference } from './text/references.ts';
export { findVariables, mayHoldVariables } from './text/scan.ts';

import { namespaceOf } from '../../../foundations/kube/index.ts';
import type { MatchResources } from '../../policy/index.ts';
import { type CompiledFilter, compileFilter, type MatchInput } from './filter.ts';

export type { MatchInput } from './filter.ts';

/** Whether a rule looks at a resource, with the reasons why not. */
export interface RuleMatcher {
  matches(subject: MatchInput): boolean;
  explain(subject: MatchInput): { readonly match: readonly string[]; readonly excluded: readonly string[] };
}

/**
 * Compiles `match` and `exclude`. `any` is an or, `all` an and; the legacy form is one filter.
 * Without a user, as in scans, user criteria of `match` count as met, those of `exclude` as not met.
 */
export function compileMatch(
  match: MatchResources,
  exclude: MatchResources | undefined,
  policyNamespace: string,
): RuleMatcher {
  const included = compileBlock(match);
  const excluded = exclude ? compileBlock(exclude) : undefined;
  const inNamespace = (subject: MatchInput) =>
    policyNamespace === '' || namespaceOf(subject.resource) === policyNamespace;
  return {
    matches(subject) {
      const withUser = subject.input.user !== undefined;
      return inNamespace(subject) && isMatched(included, subject, withUser) && !isExcluded(excluded, subject);
    },
    explain(subject) {
      const withUser = subject.input.user !== undefined;
      if (!inNamespace(subject))
        return { match: [`the policy judges namespace ${policyNamespace} only`], excluded: [] };
      if (!isMatched(included, subject, withUser))
        return { match: reasonsOf(included, subject, withUser), excluded: [] };
      return { match: [], excluded: isExcluded(excluded, subject) ? ['an exclude filter matches'] : [] };
    },
  };
}

interface Block {
  readonly kind: 'any' | 'all';
  readonly filters: readonly CompiledFilter[];
}

function compileBlock(block: MatchResources): Block {
  if (block.any?.length) return { kind: 'any', filters: block.any.map(compileFilter) };
  if (block.all?.length) return { kind: 'all', filters: block.all.map(compileFilter) };
  return { kind: 'any', filters: [compileFilter(block)] };
}

function isMatched(block: Block, subject: MatchInput, withUser: boolean): boolean {
  const test = (filter: CompiledFilter) => !isEmpty(filter, withUser) && filter.matches(subject, withUser);
  return block.kind === 'any' ? block.filters.some(test) : block.filters.every(test);
}

/** A filter with user criteria alone is empty where there is no user. */
function isEmpty(filter: CompiledFilter, withUser: boolean): boolean {
  return withUser ? filter.empty : !filter.hasResourceCriteria;
}

function isExcluded(block: Block | undefined, subject: MatchInput): boolean {
  if (!block) return false;
  const test = (filter: CompiledFilter) => !filter.empty && filter.matches(subject, true);
  return block.kind === 'any' ? block.filters.some(test) : block.filters.every(test);
}

function reasonsOf(block: Block, subject: MatchInput, withUser: boolean): string[] {
  return block.filters.flatMap((filter) =>
    isEmpty(filter, withUser) ? ['a filter without criteria matches nothing'] : filter.reasons(subject, withUser),
  );
}

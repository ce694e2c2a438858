import type { Suite } from '../../../../domain/suite/index.ts';
import { compileWildcard } from '../../../../foundations/kube/index.ts';
import { failure } from '../../failure.ts';

type Selector = (suite: Suite) => Suite;

const fields = ['policy', 'rule', 'resource'] as const;

/**
 * Leaves those expectations of a suite that `policy=a*,rule=b,resource=c` selects, and of their resources those
 * selected. What an expectation does not name is no reason to leave it out.
 */
export function parseSelector(text: string | undefined): Selector {
  const parts = (text ?? '').split(',').filter((part) => part.trim() !== '');
  const patterns = parts.map((part) => {
    const [name = '', pattern = '', ...rest] = part.split('=').map((side) => side.trim());
    const field = fields.find((candidate) => candidate === name);
    if (!field || rest.length > 0 || !part.includes('=')) {
      throw failure(
        'COMMAND_WRONG_FLAGS',
        `\`${part.trim()}\` selects nothing`,
        'write policy=, rule= or resource= before a pattern',
      );
    }
    return { field, matches: compileWildcard(pattern) };
  });
  const isSelected = (field: (typeof fields)[number], value: string | undefined) =>
    !value || patterns.every((pattern) => pattern.field !== field || pattern.matches(value));
  const isResourceSelected = (name: string) =>
    isSelected('resource', name) || isSelected('resource', name.split('/').at(-1));
  return (suite) => ({
    ...suite,
    results: suite.results.flatMap((expected) => {
      if (!isSelected('policy', expected.policy) || !isSelected('rule', expected.rule)) return [];
      const resources = expected.resources?.filter(isResourceSelected);
      if (expected.resources?.length && resources?.length === 0) return [];
      return [{ ...expected, ...(resources ? { resources } : {}) }];
    }),
  });
}

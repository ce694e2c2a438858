import type { Rule } from '../../policy/index.ts';
import type { RuleContext } from '../context.ts';
import { judgedResource } from '../input.ts';
import type { Outcome } from '../result.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compileRuleImages, matchingImages } from './rule-images.ts';

export { compileImageCheck } from './check-rule.ts';
export type { VerifiedFor } from './metadata.ts';
export { compileVerifyRule } from './verify-rule.ts';

/**
 * Whether a `verifyImages` rule has images to look at: asked before context and preconditions, since a rule without images
 * says nothing at all. An object that is not as an extractor says is an error.
 */
export function compileImageConcern(rule: Rule, querier: Querier): (context: RuleContext) => boolean | Outcome {
  const imagesOf = compileRuleImages(rule, querier);
  return (context) => {
    const resource = judgedResource(context.input);
    if (!resource) return false;
    try {
      return matchingImages(imagesOf(resource, context.scope), rule).length > 0;
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      const what = rule.imageExtractors ? 'failed to extract images: ' : '';
      return { status: 'error', message: `failed to instantiate handler: ${what}${error.message}` };
    }
  };
}

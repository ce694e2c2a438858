import { formatImageReference, type Resource } from '../../../foundations/kube/index.ts';
import { type ImageVerification, modernVerification, type Rule } from '../../policy/index.ts';
import type { RuleHandler } from '../context.ts';
import { judgedResource } from '../input.ts';
import type { Outcome } from '../result.ts';
import type { ImageInfo } from '../variables/images.ts';
import type { Querier } from '../variables/scope.ts';
import { type ImageStatus, recordedStatus, type VerifiedFor } from './metadata.ts';
import { compileRuleImages } from './rule-images.ts';
import { matchesAny } from './verify-image.ts';

/**
 * A `verifyImages` rule in the pass that validates: images must have a digest, and the pass before must have verified them.
 * Source: Kyverno, "Verify Images", `verifyDigest` and `required`.
 */
export function compileImageCheck(rule: Rule, by: VerifiedFor, querier: Querier): RuleHandler {
  const imagesOf = compileRuleImages(rule, querier);
  const entries = (rule.verifyImages ?? []).map(modernVerification);
  return (context) => {
    const resource = judgedResource(context.input)!;
    const images = imagesOf(resource, context.scope);
    const passed: string[] = [];
    const skipped: string[] = [];
    for (const entry of entries) {
      for (const info of images) {
        const text = formatImageReference(info.image);
        if (!matchesAny(entry.imageReferences, text)) continue;
        const found = checkImage(entry, info, resource, by);
        if (typeof found === 'object') return found;
        if (found === 'skip') skipped.push(text);
        else if (found === 'pass') passed.push(text);
      }
    }
    return summary(passed, skipped);
  };
}

/** The failure of an image, what is written down for it, or nothing when the entry does not want it verified. */
function checkImage(
  { verifyDigest, required }: ImageVerification,
  { image }: ImageInfo,
  resource: Resource,
  by: VerifiedFor,
): Outcome | ImageStatus | undefined {
  const text = formatImageReference(image);
  let status: ImageStatus;
  try {
    status = recordedStatus(resource, by, text);
  } catch (error) {
    return { status: 'fail', message: (error as Error).message };
  }
  // Nothing could be asked: whether the tag would have become a digest is not known either.
  if (status === 'unknown') return 'skip';
  if ((verifyDigest ?? true) && !image.digest) return { status: 'fail', message: `missing digest for ${text}` };
  if (!(required ?? true)) return undefined;
  return status === 'fail' ? { status: 'fail', message: `unverified image ${text}` } : status;
}

function summary(passed: readonly string[], skipped: readonly string[]): Outcome {
  if (skipped.length === 0) return { status: 'pass', message: 'image verified' };
  const names = skipped.join(' ');
  return passed.length > 0
    ? { status: 'pass', message: `image verified, skipped images: ${names}` }
    : { status: 'skip', message: `image skipped, skipped images: ${names}` };
}

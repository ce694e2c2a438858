import { isObject, type Resource } from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { extractImages } from './images.ts';
import { Scope } from './scope.ts';

/** The context in which `request.object` and `images` are those of a changed resource. */
export function withObject(context: RuleContext, resource: Resource): RuleContext {
  const images = new Scope(context.scope, 'images', () => extractImages(resource));
  const scope = new Scope(images, 'request', () => {
    const request = context.scope.get('request');
    return { ...(isObject(request) ? request : {}), object: resource };
  });
  return { ...context, scope };
}

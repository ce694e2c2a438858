import { getPath, type Resource, toGoJson } from '../../../foundations/kube/index.ts';
import type { PodSecurity } from '../../policy/index.ts';
import { extractImages } from '../variables/images.ts';
import { controlName } from './control.ts';
import { containerLists, podSpecPath } from './pod.ts';
import type { BrokenControl } from './standard.ts';
import type { FieldError } from './violation.ts';

/** The message of a failing rule, in the reference's words. Field paths are those of the resource, not of its pod. */
export function failMessage(
  rule: string,
  { level, version = '' }: PodSecurity,
  broken: readonly BrokenControl[],
  kind: string,
): string {
  const controls = broken.map(({ reason, errors }) => {
    const fields = errors.map((error) => showError(error, kind)).join(', ');
    return `(Forbidden reason: ${reason}, field error list: [${fields}])`;
  });
  return `Validation rule '${rule}' failed. It violates PodSecurity "${level ?? ''}:${version}": ${controls.join('')}`;
}

function showError({ kind: type, field, badValue }: FieldError, kind: string): string {
  // Plain replacements of text, as in the reference: `metadata` is written so for a Pod too.
  const path = field.replaceAll('spec', podSpecPath(kind) ?? 'spec').replaceAll('metadata', 'spec.template.metadata');
  if (type === 'required') return `${path}: Required value`;
  if (badValue === undefined) return `${path}: Forbidden`;
  const shown = Array.isArray(badValue) ? `[${badValue.join(' ')}]` : String(badValue);
  return `${path} is forbidden, forbidden values found: ${shown}`;
}

/** The properties of a failing result: the standard, and the controls with the images of the containers that break them. */
export function failProperties(
  { level, version = '' }: PodSecurity,
  broken: readonly BrokenControl[],
  resource: Resource,
): Record<string, string> {
  const images = extractImages(resource);
  const controls = broken.map(({ id, detail }) => {
    const named = namedContainers(detail)?.map((name) => imageOf(name, images));
    return `{"ID":${toGoJson(id)},"Name":${toGoJson(controlName(id))},"Images":${toGoJson(named ?? null)}}`;
  });
  return {
    standard: level ?? '',
    version,
    controls: broken.map(({ id }) => id).join(','),
    controlsJSON: `[${controls.join(',')}]`,
  };
}

/** The names in a detail such as `containers "a", "b" must ...`; `undefined` where it has another form. */
function namedContainers(detail: string): string[] | undefined {
  const found = /containers?[\t\n\f\r ]*([^\n]*?)[\t\n\f\r ]*must/.exec(detail);
  return found ? found[1]!.replaceAll(/[" ]/g, '').split(',') : undefined;
}

function imageOf(container: string, images: ReturnType<typeof extractImages>): string {
  for (const list of ['containers', ...containerLists]) {
    const reference = getPath(images, [list, container, 'reference']);
    if (typeof reference === 'string') return reference;
  }
  return container;
}

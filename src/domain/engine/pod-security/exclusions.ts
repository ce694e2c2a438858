import { compileWildcard } from '../../../foundations/kube/index.ts';
import type { PodSecurityExclusion } from '../../policy/index.ts';
import { controlIds } from './control.ts';
import { type ContainerList, containerLists, type Pod } from './pod.ts';
import type { BrokenControl, StandardCheck } from './standard.ts';
import type { FieldError } from './violation.ts';

/** Takes what a policy excludes from the controls that a pod breaks. */
export type Exclusion = (broken: readonly BrokenControl[], pod: Pod) => BrokenControl[];

/**
 * An entry of `exclude`. It works by judging a reduced pod and taking away, for each error found there, one error of the same
 * field: the pod with a single empty container when no images are named, else only the containers of these images.
 * Source: Kyverno, "Pod Security: Exemptions", and the reference's behaviour where the documents are silent.
 */
export function compileExclusion(exclude: PodSecurityExclusion, standard: StandardCheck): Exclusion {
  const ids = Object.hasOwn(controlIds, exclude.controlName) ? controlIds[exclude.controlName]! : [];
  const images = (exclude.images ?? []).map(compileWildcard);
  const values = (exclude.values ?? []).map(compileWildcard);
  const covers = (error: FieldError) =>
    (!exclude.restrictedField || generalise(error.field) === exclude.restrictedField) &&
    (values.length === 0 || shownValues(error).every((value) => values.some((matches) => matches(value))));
  return (broken, pod) => {
    const reduced = images.length === 0 ? withoutContainers(pod) : onlyImages(pod, images);
    // Without images the container of an error does not count: any error of the same field goes.
    const placeIn = (where: Pod) => (error: FieldError) =>
      images.length === 0 ? generalise(error.field) : `${generalise(error.field)} ${containerOf(error, where)}`;
    const excluded = standard(reduced).filter(({ id }) => ids.includes(id));
    return broken.flatMap((control) => {
      const places = excluded
        .filter(({ id }) => id === control.id)
        .flatMap(({ errors }) => errors.filter(covers).map(placeIn(reduced)));
      const errors = places.reduce((left, place) => removeOne(left, place, placeIn(pod)), control.errors);
      return errors.length === 0 && control.errors.length > 0 ? [] : [{ ...control, errors }];
    });
  };
}

/** Removes the first error of a place. The last one takes its position, as in the reference, where order is visible. */
function removeOne(
  errors: readonly FieldError[],
  place: string,
  placeOf: (error: FieldError) => string,
): readonly FieldError[] {
  const at = errors.findIndex((error) => placeOf(error) === place);
  if (at < 0) return errors;
  const left = errors.with(at, errors.at(-1)!);
  left.pop();
  return left;
}

function shownValues({ badValue }: FieldError): readonly string[] {
  if (badValue === undefined) return [];
  return Array.isArray(badValue) ? badValue : [String(badValue)];
}

function withoutContainers({ annotations, spec }: Pod): Pod {
  const { initContainers, ephemeralContainers, ...rest } = spec;
  return { annotations, spec: { ...rest, containers: [{ name: 'fake' }] } };
}

/** The containers alone, without anything that the pod sets for them. */
function onlyImages({ spec }: Pod, images: readonly ((image: string) => boolean)[]): Pod {
  const kept = containerLists.map((list) => [
    list,
    (spec[list] ?? []).filter(({ image = '' }) => images.some((matches) => matches(image))),
  ]);
  return { annotations: {}, spec: Object.fromEntries(kept) };
}

/** The name of the container that an error is in; empty for errors of the pod. */
function containerOf({ field }: FieldError, { spec }: Pod): string {
  const [, list, index] = /^spec\.(\w+)\[(\d+)\]/.exec(field) ?? [];
  return containerLists.includes(list as ContainerList)
    ? (spec[list as ContainerList]?.[Number(index)]?.name ?? '')
    : '';
}

/** Every number becomes `*`, also inside annotation keys: this is how the reference writes `containers[*]`. */
function generalise(field: string): string {
  return field.replaceAll(/\d+/g, '*');
}

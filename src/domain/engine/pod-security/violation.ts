import { compareBytes } from '../../../foundations/kube/index.ts';

/** One field that breaks a control. `required`: it must be set. `forbidden`: it must not have that value. */
export interface FieldError {
  readonly kind: 'forbidden' | 'required';
  /** `spec.containers[0].securityContext.privileged` */
  readonly field: string;
  /** What the field has; absent where the value does not say anything or is empty. */
  readonly badValue?: boolean | number | string | readonly string[];
}

/** How a pod breaks a control. */
export interface Violation {
  readonly reason: string;
  /** A sentence with the names of the containers: the images of results are found by it. */
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

export function forbidden(field: string, badValue?: FieldError['badValue']): FieldError {
  return { kind: 'forbidden', field, ...(badValue === undefined || badValue === '' ? {} : { badValue }) };
}

export function required(field: string): FieldError {
  return { kind: 'required', field };
}

/** `"a", "b"` */
export function joinQuoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** `container "a"` or `containers "a", "b"` */
export function nameContainers(names: readonly string[]): string {
  return `${plural('container', names.length)} ${joinQuoted(names)}`;
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** Each text once, in byte order. */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareBytes);
}

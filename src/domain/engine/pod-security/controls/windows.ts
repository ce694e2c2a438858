import type { PodCheck } from '../control.ts';

/** A check that says nothing about pods for Windows, which cannot set the fields it looks at. */
export function exceptOnWindows(check: PodCheck): PodCheck {
  return (pod) => (pod.spec.os?.name === 'windows' ? undefined : check(pod));
}

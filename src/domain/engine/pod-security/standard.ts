import type { PodSecurity } from '../../policy/index.ts';
import type { Control, PodCheck } from './control.ts';
import { controls } from './controls/index.ts';
import type { Pod } from './pod.ts';
import type { Violation } from './violation.ts';

/** A control that a pod breaks. */
export interface BrokenControl extends Violation {
  readonly id: string;
}

/** Finds the controls of a standard that a pod breaks. */
export type StandardCheck = (pod: Pod) => BrokenControl[];

/**
 * The checks of a level and version. Two habits of the reference, kept: every level but `baseline` runs all controls, those
 * that a restricted control replaces included; and a control younger than the version runs in its first edition.
 */
export function compileStandard({ level, version }: PodSecurity): StandardCheck {
  const minor = minorOf(version);
  const checks = controls
    .filter((control) => level !== 'baseline' || control.level === 'baseline')
    .map((control) => ({ id: control.id, check: editionOf(control, minor) }));
  return (pod) =>
    checks.flatMap(({ id, check }) => {
      const violation = check(pod);
      return violation ? { id, ...violation } : [];
    });
}

function editionOf({ editions }: Control, minor: number): PodCheck {
  return (editions.findLast(({ since }) => since <= minor) ?? editions[0]!).check;
}

/** `v1.27` is 27; no version and `latest` are later than all. */
function minorOf(version: string | undefined): number {
  const found = /^v1\.(\d+)$/.exec(version ?? '');
  return found ? Number(found[1]) : Number.POSITIVE_INFINITY;
}

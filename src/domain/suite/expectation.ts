import type { Location } from '../../foundations/diagnostics/index.ts';
import type { Operation, Status } from '../engine/index.ts';

/** One line of `results`: what some resources should give. */
export interface Expectation {
  readonly policy: string;
  readonly rule?: string;
  readonly kind?: string;
  readonly resources?: readonly string[];
  readonly resourceSpecs?: readonly { group?: string; version?: string; namespace?: string; name?: string }[];
  readonly result?: Status;
  readonly operation?: Operation;
  readonly patchedResource?: string;
  readonly patchedResources?: string;
  readonly generatedResource?: string;
  readonly generatedResources?: readonly string[];
  readonly cloneSourceResource?: string;
  readonly failOnMissingResources?: boolean;
  /** Where it is written. */
  readonly location?: Location;
}

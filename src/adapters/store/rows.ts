import type { Status } from '../../domain/engine/index.ts';
import type { PolicyState } from '../../domain/rollout/index.ts';

/** What identifies a result: one rule on one resource of a cluster. */
export interface ResultKey {
  readonly cluster: string;
  readonly policy: string;
  readonly rule: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What one rule says about one resource of a cluster. */
export interface ResultInput extends ResultKey {
  readonly status: Status;
  readonly message: string;
  readonly action: string;
  readonly severity: string;
  readonly category: string;
  /** The policy source. */
  readonly source: string;
  readonly exceptions: readonly string[];
  /** `file:line` of the resource. */
  readonly location: string | undefined;
}

/** Times in milliseconds since 1970. */
export interface StoredResult extends ResultInput {
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly statusSince: number;
}

/** A result that appeared (`from` null), changed, or went away (`to` null). */
export interface Transition extends ResultKey {
  readonly at: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly message: string;
}

export interface ScanRecord {
  readonly cluster: string;
  readonly environment: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly resources: number;
  readonly policies: number;
  /** Files or policies that could not be read or compiled. */
  readonly problems: number;
}

/** The policies of a source at a commit, by `environment/policy`. */
export type SourceSnapshot = Readonly<Record<string, PolicyState>>;

import type { PolicyMode } from '../catalog/index.ts';

/** What one commit of a source says about a policy in an environment. */
export interface PolicyState {
  readonly mode: PolicyMode;
  /** Hash of the policy without its mode: it changes when the rule changes. */
  readonly textHash: string;
}

/** A source at one commit: policies by `environment/policy`. */
export interface Snapshot {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  readonly author: string;
  readonly message: string;
  readonly states: ReadonlyMap<string, PolicyState>;
}

/** A change of a policy's mode in an environment, with the commit that made it. */
export interface ModeChange {
  readonly mode: PolicyMode | undefined;
  readonly commit: string;
  readonly date: number;
  readonly author: string;
  readonly message: string;
}

export interface ModeHistory {
  /** Oldest first; the last one is how things are. */
  readonly changes: readonly ModeChange[];
  /** When the present mode began. */
  readonly since: number;
  /** When the rule last changed, its mode aside. */
  readonly textSince: number;
}

/** The history of each policy in each environment, from the snapshots of its source, oldest first. */
export function modeHistories(snapshots: readonly Snapshot[]): ReadonlyMap<string, ModeHistory> {
  const histories = new Map<string, { changes: ModeChange[]; textHash: string; textSince: number }>();
  for (const snapshot of snapshots) {
    const { commit, date, author, message } = snapshot;
    for (const [key, state] of snapshot.states) {
      const history = histories.get(key) ?? { changes: [], textHash: '', textSince: date };
      if (history.changes.at(-1)?.mode !== state.mode) {
        history.changes.push({ mode: state.mode, commit, date, author, message });
      }
      if (history.textHash !== state.textHash) {
        history.textHash = state.textHash;
        history.textSince = date;
      }
      histories.set(key, history);
    }
    for (const [key, history] of histories) {
      if (!snapshot.states.has(key) && history.changes.at(-1)?.mode !== undefined) {
        history.changes.push({ mode: undefined, commit, date, author, message });
      }
    }
  }
  return new Map(
    [...histories].map(([key, { changes, textSince }]) => [key, { changes, since: changes.at(-1)!.date, textSince }]),
  );
}

import type { PolicyMode, RolloutSettings } from '../catalog/index.ts';
import { type Cell, type NextStep, nextStep, type PolicyCounts } from './gate.ts';
import type { ModeHistory } from './history.ts';

/** One policy across the environments. */
export interface RolloutRow {
  readonly policy: string;
  readonly kind: string;
  readonly source: string;
  readonly cells: readonly Cell[];
  readonly next: NextStep | undefined;
}

export interface RolloutInput {
  readonly environments: readonly string[];
  readonly policies: readonly { readonly name: string; readonly kind: string; readonly source: string }[];
  readonly modeOf: (policy: string, environment: string) => PolicyMode | undefined;
  readonly historyOf: (source: string, policy: string, environment: string) => ModeHistory | undefined;
  readonly countsOf: (policy: string, environment: string) => PolicyCounts | undefined;
  readonly settings: RolloutSettings;
  readonly now: number;
}

/** Policies x environments: mode, since when, violations, next step and what holds it back. */
export function rolloutTable(input: RolloutInput): readonly RolloutRow[] {
  return input.policies.map(({ name, kind, source }) => {
    const cells = input.environments.map((environment): Cell => {
      const history = input.historyOf(source, name, environment);
      return {
        environment,
        mode: input.modeOf(name, environment),
        ...(history ? { history } : {}),
        counts: input.countsOf(name, environment),
      };
    });
    return { policy: name, kind, source, cells, next: nextStep(cells, input.settings, input.now) };
  });
}

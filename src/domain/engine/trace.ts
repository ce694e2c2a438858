import type { JsonValue } from '../../foundations/kube/index.ts';

/** One thing that an evaluation looked at, for people who ask why. */
export type TraceStep =
  | { readonly kind: 'match' | 'exclude'; readonly matched: boolean; readonly reasons: readonly string[] }
  | { readonly kind: 'context'; readonly name: string; readonly value?: JsonValue; readonly error?: string }
  | {
      readonly kind: 'condition';
      readonly block: string;
      readonly key: JsonValue;
      readonly operator: string;
      readonly value: JsonValue;
      readonly holds: boolean;
    }
  | { readonly kind: 'expression'; readonly name: string; readonly expression: string; readonly value: JsonValue }
  | { readonly kind: 'exception'; readonly name: string; readonly applied: boolean; readonly reason?: string }
  | { readonly kind: 'pattern'; readonly path: string; readonly matched: boolean; readonly message: string };

/** Collects the steps of one rule; absent in ordinary evaluation, which pays nothing for it. */
export interface Trace {
  add(step: TraceStep): void;
}

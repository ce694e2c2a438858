import { ago, stamp } from '../format.ts';

/** How long ago, with the exact time for those who ask. */
export function Time({ at, now }: { readonly at: number; readonly now: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={stamp(at)}>
      {ago(at, now)}
    </time>
  );
}

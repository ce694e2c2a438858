import { fromPlain, type GoValue } from '../../languages/gotemplate/index.ts';

/** Reads JSON as Go does: half of a surrogate pair is U+FFFD, and a number that is no float64 is refused. */
export function readJson(text: string): GoValue {
  return fromPlain(
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string') return value.toWellFormed();
      if (typeof value === 'number' && !Number.isFinite(value)) throw new SyntaxError('the number is too large');
      return value;
    }),
  );
}

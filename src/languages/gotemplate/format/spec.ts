/** The flags, width and precision of one verb of printf. */
export interface Spec {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%#v`: Go syntax. */
  goSyntax: boolean;
  /** `%+v`: names of fields. */
  fieldNames: boolean;
  width: number | undefined;
  precision: number | undefined;
}

export function emptySpec(): Spec {
  return {
    plus: false,
    minus: false,
    sharp: false,
    space: false,
    zero: false,
    goSyntax: false,
    fieldNames: false,
    width: undefined,
    precision: undefined,
  };
}

/** Fills up to the width, which counts runes; zeros only on the left. */
export function pad(spec: Spec, text: string, zero = spec.zero): string {
  if (spec.width === undefined) return text;
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  if (spec.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

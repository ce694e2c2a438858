/** A chart, and how it is rendered. Every part can be taken out alone, so that a difference shrinks. */
export interface Case {
  /** Paths in the chart; one that begins with `../` lies beside it. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly flags: readonly string[];
}

/** One way of making random cases. */
export interface Mode {
  readonly name: string;
  /** How many seeds the test tries; the command tries as many as it is told. */
  readonly tried: number;
  /** The seed that the test begins with, where that is not 1. */
  readonly from?: number;
  /** How often helm is asked until it agrees, where it goes through maps in an order of chance; once when left out. */
  readonly asks?: number;
  /** The case of a number: always the same one. */
  generate(seed: number): Case;
  /** What counts beside output and the place of an error: the whole text of the error, and what is warned of. */
  readonly compares?: { readonly errorText?: boolean; readonly warnings?: boolean };
  /** Small cases that succeed go through helm together, since starting it costs more than what it does. */
  readonly together?: { readonly size: number; join(cases: readonly Case[]): Case };
}

export interface Outcome {
  readonly text: string;
  readonly error: string | undefined;
  /** Once each, in byte order: helm says some more than once. */
  readonly warnings: readonly string[];
}

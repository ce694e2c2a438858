/** A packed chart, from wherever it came. */
export interface FetchedChart {
  readonly archive: Uint8Array;
  /** The name of its file, which its provenance names too. */
  readonly fileName: string;
  /** Where it came from. */
  readonly url: string;
  /** Fetches what is signed about it. */
  readonly provenance: () => Promise<Uint8Array>;
}

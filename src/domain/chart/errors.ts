import type { Diagnostic, Location } from '../../foundations/diagnostics/index.ts';

/**
 * A chart, its values or its templates are wrong. Thrown inside this folder only; callers get `diagnostic`.
 * `message` is the text that `helm template` prints after `Error: `, so that people find the same words.
 */
export class ChartError extends Error {
  readonly code: string;
  readonly location: Location | undefined;
  readonly help: string | undefined;
  /** What was rendered before the error, when there is something to show. */
  output: string | undefined;
  constructor(code: string, message: string, location?: Location, help?: string) {
    super(message);
    this.code = code;
    this.location = location;
    this.help = help;
  }

  get diagnostic(): Diagnostic {
    return {
      code: this.code,
      severity: 'error',
      message: this.message,
      ...(this.location && { location: this.location }),
      ...(this.help && { help: this.help }),
    };
  }
}

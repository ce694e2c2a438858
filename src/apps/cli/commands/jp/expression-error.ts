import type { SourceText } from '../../../../foundations/diagnostics/index.ts';
import { JmesPathError } from '../../../../languages/jmespath/index.ts';
import type { Console } from '../../console.ts';

/** Tells of an expression that cannot be read or evaluated, with a caret at the place. Other errors are thrown again. */
export function reportExpressionError(error: unknown, expression: SourceText, console: Console): number {
  if (!(error instanceof JmesPathError)) throw error;
  console.report(
    [
      {
        code: error.kind === 'syntax' ? 'JMESPATH_SYNTAX' : 'JMESPATH_EVALUATION',
        severity: 'error',
        message: error.message,
        location: expression.locate(error.offset, error.end),
      },
    ],
    new Map([[expression.file, expression]]),
  );
  return 1;
}

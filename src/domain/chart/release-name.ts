import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import {
  ExecError,
  LimitError,
  ParseError,
  Run,
  sprigFunctions,
  TemplateSet,
} from '../../languages/gotemplate/index.ts';

const name = 'name-template';

/** The name of a release from a template, which sees no chart and has no functions but Sprig's. */
export function nameFromTemplate(text: string): string | Diagnostic {
  const set = new TemplateSet(sprigFunctions);
  try {
    set.parse(name, text);
    return set.run(name, new Run(), null).text;
  } catch (error) {
    if (!(error instanceof ParseError || error instanceof ExecError || error instanceof LimitError)) throw error;
    return { code: 'CHART_RELEASE_NAME', severity: 'error', message: error.message };
  }
}

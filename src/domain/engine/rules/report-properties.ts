import type { JsonObject } from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';

export type Properties = Readonly<Record<string, string>>;

/** Compiles `reportProperties`. Where a variable is missing they stand in the report as they are written, as in the reference. */
export function compileReportProperties(
  properties: Properties | undefined,
  querier: Querier,
): (context: RuleContext) => Properties | undefined {
  if (!properties) return () => undefined;
  const template = compileTemplate(properties, querier);
  return (context) => {
    try {
      const filled = template.fill(context.scope, context.deleting) as JsonObject;
      return Object.values(filled).every((value) => typeof value === 'string') ? (filled as Properties) : properties;
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return properties;
    }
  };
}

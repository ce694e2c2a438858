import type { RuleContext } from '../context.ts';
import { VariableError } from '../variables/scope.ts';
import type { Template } from '../variables/template.ts';

/** Fills in a rule's message; `undefined` when a variable in it cannot be resolved. */
export function fillMessage(message: Template, context: RuleContext): string | undefined {
  try {
    const filled = message.fill(context.scope, context.deleting);
    return typeof filled === 'string' ? filled : undefined;
  } catch (error) {
    if (error instanceof VariableError) return undefined;
    throw error;
  }
}

export function joinNonEmpty(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}

/** One `{{ expression }}` in a text. */
export interface VariableRef {
  /** Offset of the first brace, and the offset after the last. */
  readonly start: number;
  readonly end: number;
  readonly expression: string;
  /** `{{- expression }}`: variables in the result are left alone. */
  readonly shallow: boolean;
}

/**
 * Finds variables as the reference's regular expression does: `{{ ... }}` not preceded by a backslash, with one
 * level of inner braces; the character before a variable belongs to it, so of two that touch only the first is found.
 */
export function findVariables(text: string): VariableRef[] {
  const found: VariableRef[] = [];
  let from = 0;
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at + 1)) {
    const consumed = found.length > 0 && at < from + 1;
    if (consumed || (at > 0 && text[at - 1] === '\\')) continue;
    const end = endOfVariable(text, at + 2);
    if (end === undefined) continue;
    found.push({ start: at, end, ...readExpression(text.slice(at, end)) });
    from = end;
    at = end - 1;
  }
  return found;
}

function endOfVariable(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '{') {
      while (++at < text.length && text[at] !== '}') if (text[at] === '{') return undefined;
    } else if (char === '}') return text[at + 1] === '}' ? at + 2 : undefined;
  }
  return undefined;
}

function readExpression(reference: string): { expression: string; shallow: boolean } {
  const expression = reference.replaceAll('{{', '').replaceAll('}}', '').trim();
  return expression.startsWith('-')
    ? { expression: expression.slice(1).trim(), shallow: true }
    : { expression, shallow: false };
}

/** Whether a text holds a variable, an escaped one, or a reference, and so must be substituted. */
export function mayHoldVariables(text: string): boolean {
  return text.includes('{{') || text.includes('$(');
}

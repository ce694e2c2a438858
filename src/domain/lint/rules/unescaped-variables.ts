import { type Diagnostic, SourceText } from '../../../foundations/diagnostics/index.ts';
import type { LintFile } from '../finding.ts';

/** The first names of Kyverno's variables; no function of a chart template is called so. */
const roots =
  /^(request|element\d*|elementIndex\d*|serviceAccountName|serviceAccountNamespace|images|image|target|@)(?![\w-])/;
/** Words that begin an action of a template. */
const keywords =
  /^(if|else|end|range|with|define|block|template|break|continue|include|tpl|toYaml|printf|quote|default|required|fail|lookup)\b/;

/**
 * Finds `{{ request... }}` in a chart template: the chart's template engine takes it for its own and stops with
 * `function "request" not defined`. Names of the policy's own context entries count too.
 */
export function findUnescapedVariables({ file, text }: LintFile): Diagnostic[] {
  const source = new SourceText(file, text);
  const names = contextNames(text);
  return actions(text).flatMap(({ start, end, inner }) => {
    const expression = inner.replace(/^-\s/, '').replace(/\s-$/, '').trim();
    if (keywords.test(expression) || !isVariable(expression, names)) return [];
    return [
      {
        code: 'CHART_UNESCAPED_VARIABLE',
        severity: 'error',
        message: `the Kyverno variable \`{{ ${shorten(expression)} }}\` is not escaped, so the chart does not render`,
        location: source.locate(start, end),
        help: `write ${escapeVariable(expression)}`,
        fix: [{ file, start, end, text: escapeVariable(expression) }],
      },
    ];
  });
}

/** An expression in the form that the template engine prints as a Kyverno variable. */
function escapeVariable(expression: string): string {
  // A raw string cannot hold a backtick, which JMESPath literals are written with.
  return expression.includes('`') ? `{{ "{{" }} ${expression} {{ "}}" }}` : `{{\`{{ ${expression} }}\`}}`;
}

function isVariable(expression: string, names: ReadonlySet<string>): boolean {
  if (roots.test(expression)) return true;
  const first = /^[A-Za-z_][\w-]*/.exec(expression)?.[0];
  return first !== undefined && names.has(first) && !expression.startsWith(`${first} :=`);
}

/** Names of `context` entries, as `- name: x` followed by where it is loaded from. */
function contextNames(text: string): ReadonlySet<string> {
  const entry =
    /-\s+name:\s*["']?([A-Za-z_][\w-]*)["']?\s*\n\s+(?:variable|configMap|apiCall|imageRegistry|globalReference):/g;
  return new Set([...text.matchAll(entry)].map((found) => found[1]!));
}

/** The `{{ ... }}` of a template, strings and comments inside them respected. */
function actions(text: string): { start: number; end: number; inner: string }[] {
  const found: { start: number; end: number; inner: string }[] = [];
  for (let start = text.indexOf('{{'); start >= 0; ) {
    const end = endOfAction(text, start + 2);
    if (end === undefined) break;
    found.push({ start, end, inner: text.slice(start + 2, end - 2) });
    start = text.indexOf('{{', end);
  }
  return found;
}

function endOfAction(text: string, from: number): number | undefined {
  const comment = /^-?\s*\/\*/.exec(text.slice(from, from + 8));
  if (comment) {
    const close = text.indexOf('*/', from);
    const end = close < 0 ? -1 : text.indexOf('}}', close);
    return end < 0 ? undefined : end + 2;
  }
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (quote) {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '`' || (char === '"' && !isKyvernoText(text, from))) quote = char;
    else if (text.startsWith('}}', at)) return at + 2;
    else if (char === '\n' && isKyvernoText(text, from)) return undefined;
  }
  return undefined;
}

/** Inside a Kyverno variable quotes may be JMESPath's, and the closing braces end it all the same. */
function isKyvernoText(text: string, from: number): boolean {
  return roots.test(text.slice(from, from + 64).replace(/^-?\s*/, ''));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

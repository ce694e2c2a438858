import type { JsonValue } from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { compilePattern, type PatternOutcome, type PatternTest } from '../pattern/index.ts';
import type { Outcome } from '../result.ts';
import { type Querier, UnresolvedVariable, VariableError } from '../variables/scope.ts';
import { compileTemplate, type Template } from '../variables/template.ts';
import { fillMessage } from './messages.ts';

/** Judges an element: the whole resource, or the element of a foreach. */
export type ElementJudge = (context: RuleContext, element: JsonValue) => Outcome;

/** A pattern without variables is compiled once; with variables, after they are filled in. */
function compilePatternTemplate(pattern: JsonValue, querier: Querier): (context: RuleContext) => PatternTest {
  const template = compileTemplate(pattern, querier);
  if (template.constant !== undefined) {
    const test = compilePattern(template.constant);
    return () => test;
  }
  return (context) => compilePattern(template.fill(context.scope, context.deleting));
}

/** `validate.pattern`. */
export function compilePatternRule(rule: string, pattern: JsonValue, message: string, querier: Querier): ElementJudge {
  const testFor = compilePatternTemplate(pattern, querier);
  const text = compileTemplate(message, querier);
  return (context, element) => {
    const test = substituted(() => testFor(context));
    if (typeof test !== 'function') return test;
    const outcome = test(element);
    tracePattern(context, outcome);
    switch (outcome.kind) {
      case 'pass':
        return { status: 'pass', message: `validation rule '${rule}' passed.` };
      case 'skip':
        return { status: 'skip', message: outcome.message() };
      case 'error':
        return {
          status: 'error',
          message: failureText(rule, text, message, context, `execution error: ${outcome.message()}`, outcome.message),
        };
      case 'fail':
        return {
          status: 'fail',
          message: failureText(rule, text, message, context, `failed at path ${outcome.path}`, outcome.message),
        };
    }
  };
}

/** `validate.anyPattern`: one matching pattern is enough. */
export function compileAnyPatternRule(
  rule: string,
  patterns: JsonValue,
  message: string,
  querier: Querier,
): ElementJudge {
  const text = compileTemplate(message, querier);
  if (!Array.isArray(patterns)) {
    return () => ({ status: 'error', message: 'failed to deserialize anyPattern, expected type array' });
  }
  const tests = patterns.map((pattern) => compilePatternTemplate(pattern, querier));
  return (context, element) => {
    const filled = substituted(() => tests.map((testFor, index) => atIndex(index, () => testFor(context))));
    if (!Array.isArray(filled)) return filled as Outcome;
    const failed: string[] = [];
    const skipped: string[] = [];
    for (const [index, test] of filled.entries()) {
      const outcome = test(element);
      tracePattern(context, outcome);
      if (outcome.kind === 'pass') {
        return { status: 'pass', message: `validation rule '${rule}' anyPattern[${index}] passed.` };
      }
      if (outcome.kind === 'skip') skipped.push(`rule ${rule}[${index}] skipped: ${outcome.message()}`);
      else if (outcome.kind === 'fail') failed.push(`rule ${rule}[${index}] failed at path ${outcome.path}`);
      else failed.push(`rule ${rule}[${index}] failed: ${outcome.message()}`);
    }
    if (failed.length > 0)
      return { status: 'fail', message: anyFailureText(rule, text, message, context, failed.join(' ')) };
    if (skipped.length > 0) return { status: 'skip', message: skipped.join(' ') };
    return { status: 'pass', message };
  };
}

/** A variable that could not be resolved is placed in the list of patterns. */
function atIndex<T>(index: number, fill: () => T): T {
  try {
    return fill();
  } catch (error) {
    throw error instanceof UnresolvedVariable ? error.below(index) : error;
  }
}

function substituted<T>(fill: () => T): T | Outcome {
  try {
    return fill();
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return { status: 'error', message: `variable substitution failed: ${error.message}` };
  }
}

function tracePattern(context: RuleContext, outcome: PatternOutcome): void {
  if (!context.trace) return;
  context.trace.add({
    kind: 'pattern',
    path: outcome.kind === 'fail' ? outcome.path : '',
    matched: outcome.kind === 'pass',
    message: outcome.kind === 'pass' ? 'the pattern matches' : outcome.message(),
  });
}

function failureText(
  rule: string,
  template: Template,
  message: string,
  context: RuleContext,
  what: string,
  mismatch: () => string,
): string {
  if (message === '') return `validation error: rule ${rule} ${what}`;
  const text = fillMessage(template, context);
  if (text === undefined)
    return `validation error: variables substitution error in rule ${rule} execution error: ${mismatch()}`;
  return `validation error: ${text.endsWith('.') ? text : `${text}.`} rule ${rule} ${what}`;
}

function anyFailureText(
  rule: string,
  template: Template,
  message: string,
  context: RuleContext,
  failed: string,
): string {
  if (message === '') return `validation error: ${failed}`;
  const text = fillMessage(template, context);
  if (text === undefined)
    return `validation error: variables substitution error in rule ${rule} execution error: ${failed}`;
  return `validation error: ${text.endsWith('.') ? text : `${text}.`} ${failed}`;
}

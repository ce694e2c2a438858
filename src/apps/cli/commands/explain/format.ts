import type { Explanation, TraceStep } from '../../../../domain/engine/index.ts';
import { isClassic } from '../../../../domain/policy/index.ts';
import { showResource } from '../../../../domain/report/index.ts';
import type { Paint } from '../../../../foundations/diagnostics/index.ts';

/** Explanations as people read them: verdict, where the rule is, then each step. */
export function formatExplanations(explanations: readonly Explanation[], paint: Paint, all: boolean): string {
  if (explanations.length === 0)
    return all ? 'no rule looks at this resource\n' : 'no rule matches this resource; --all shows why\n';
  return explanations.map((explanation) => formatOne(explanation, paint)).join('\n');
}

function formatOne({ policy, rule, resource, steps, result }: Explanation, paint: Paint): string {
  const status = result?.status ?? 'no match';
  const colour = status === 'pass' ? paint.good : status === 'fail' || status === 'error' ? paint.error : paint.warning;
  const index = isClassic(policy) ? policy.spec.rules.findIndex(({ name }) => rule.endsWith(name)) : -1;
  const place = policy.document.locate(index < 0 ? ['metadata', 'name'] : ['spec', 'rules', index, 'name']);
  const name = rule ? `${policy.name}/${rule}` : policy.name;
  const lines = [
    `${colour(status)} ${paint.strong(name)} on ${showResource(resource)}`,
    paint.faint(`  ${place.file}:${place.line}`),
    ...steps.map((step) => `  ${formatStep(step)}`),
    ...(result ? [`  => ${status}${result.status === 'fail' ? ` (${result.action})` : ''}: ${result.message}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function formatStep(step: TraceStep): string {
  switch (step.kind) {
    case 'match':
      return step.matched ? 'match: yes' : `match: no, ${step.reasons.join('; ')}`;
    case 'exclude':
      return step.matched ? `exclude: yes, ${step.reasons.join('; ')}` : 'exclude: no';
    case 'context':
      return `context ${step.name}: ${step.error ?? show(step.value)}`;
    case 'condition':
      return `${step.block}: ${show(step.key)} ${step.operator} ${show(step.value)} is ${step.holds}`;
    case 'expression':
      return `${step.name}: ${step.expression.trim()} is ${show(step.value)}`;
    case 'exception':
      return `exception ${step.name}: ${step.applied ? 'applies' : `does not apply, ${step.reason}`}`;
    case 'pattern':
      return step.matched ? 'pattern: matches' : `pattern: ${step.message}`;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

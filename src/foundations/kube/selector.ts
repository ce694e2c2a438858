import { compareBytes } from './bytes.ts';
import { isLabelKey, isLabelValue } from './label-name.ts';
import { containsWildcard, matchWildcard } from './wildcard.ts';

/** A label selector as Kubernetes objects and policies carry it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels satisfy a selector: all of matchLabels and all of matchExpressions. An empty selector matches
 * everything; no selector, and one that Kubernetes would refuse, matches nothing.
 */
export function matchLabelSelector(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const wanted = Object.entries(selector.matchLabels ?? {});
  const expressions = selector.matchExpressions ?? [];
  return (
    isValidSelector(selector) &&
    wanted.every(([key, value]) => labelOf(labels, key) === value) &&
    expressions.every((requirement) => holds(requirement, labels))
  );
}

/**
 * The same with Kyverno's wildcards in the keys and values of matchLabels: each stands for the first label, by key,
 * that both match. What stands for no label has its wildcards read as `0`.
 */
export function matchKyvernoSelector(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  const wanted = selector?.matchLabels;
  if (!wanted || !Object.entries(wanted).some(([key, value]) => containsWildcard(key) || containsWildcard(value))) {
    return matchLabelSelector(selector, labels);
  }
  const present = Object.entries(labels).sort(([a], [b]) => compareBytes(a, b));
  const expanded = Object.entries(wanted).map(([key, value]): [string, string] => {
    if (!containsWildcard(key) && !containsWildcard(value)) return [key, value];
    const found = present.find(([name, text]) => matchWildcard(key, name) && matchWildcard(value, text));
    return found ?? [withoutWildcards(key), withoutWildcards(value)];
  });
  return matchLabelSelector({ ...selector, matchLabels: Object.fromEntries(expanded) }, labels);
}

function withoutWildcards(text: string): string {
  return text.replace(/[*?]/g, '0');
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function holds({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const label = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    default:
      return label === undefined;
  }
}

function isValidSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => isLabelKey(key) && isLabelValue(value)) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const counted = operator === 'In' || operator === 'NotIn' ? values.length > 0 : values.length === 0;
      return operators.has(operator) && counted && isLabelKey(key) && values.every(isLabelValue);
    })
  );
}

const operators = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

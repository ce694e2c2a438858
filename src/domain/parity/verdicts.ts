import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import type { EngineResponse } from '../engine/index.ts';
import { isClassic } from '../policy/index.ts';
import { showResource } from '../report/index.ts';

/** One verdict: what a rule says about a resource. */
export interface Verdict {
  readonly policy: string;
  /** Empty for policies that have no rules. */
  readonly rule: string;
  /** `namespace/Kind/name` */
  readonly resource: string;
  readonly status: string;
  readonly message: string;
}

/** Two engines, one rule, one resource. `undefined`: that engine says nothing. */
export interface VerdictDifference {
  readonly policy: string;
  readonly rule: string;
  readonly resource: string;
  readonly reference: Pick<Verdict, 'status' | 'message'> | undefined;
  readonly ours: Pick<Verdict, 'status' | 'message'> | undefined;
}

/** The verdicts in what `kyverno apply --policy-report --output-format json` prints. Other lines are passed over. */
export function referenceVerdicts(printed: string): readonly Verdict[] {
  return printed.split('\n').flatMap((line) => {
    // The reference writes a report right behind what it says about changes.
    const start = line.search(/\{"kind":"(Cluster)?Report"/);
    const report = start < 0 ? undefined : parseReport(line.slice(start));
    return (Array.isArray(report?.['results']) ? report['results'] : []).flatMap((result) =>
      isObject(result) ? verdictsOf(result) : [],
    );
  });
}

function parseReport(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function verdictsOf(result: JsonObject): Verdict[] {
  const text = (key: string) => (typeof result[key] === 'string' ? result[key] : '');
  const resources = Array.isArray(result['resources']) ? result['resources'].filter(isObject) : [];
  return resources.map((resource) => ({
    policy: text('policy').split('/').at(-1)!,
    // Policies without rules are reported under other names in every version.
    rule: text('source') === 'kyverno' ? text('rule') : '',
    resource: [resource['namespace'], resource['kind'], resource['name']].filter(Boolean).join('/'),
    status: text('result'),
    message: inPlainWords(text('message') || text('description')),
  }));
}

/** Where the reference names the types of its language, Bylaw says what they are. */
function inPlainWords(message: string): string {
  return message
    .replaceAll(/(Expected|found) map\[string\]interface \{\}/g, '$1 a map')
    .replaceAll(/(Expected|found) \[\]interface \{\}/g, '$1 a list')
    .replaceAll(
      /(Expected|found) (string|bool|float64)\b/g,
      (_, word: string, type: string) => `${word} ${plain[type]}`,
    );
}

const plain: Readonly<Record<string, string>> = { string: 'a string', bool: 'a boolean', float64: 'a number' };

/** The verdicts of the engine. */
export function ownVerdicts(responses: Iterable<EngineResponse>): readonly Verdict[] {
  return [...responses].flatMap(({ policy, resource, results }) =>
    results.map(({ rule, status, message }) => ({
      policy: policy.name,
      rule: isClassic(policy) ? rule : '',
      resource: showResource(resource),
      status,
      message,
    })),
  );
}

/** Every rule and resource on which the two differ, in order; messages count only when asked for. */
export function compareVerdicts(
  reference: readonly Verdict[],
  ours: readonly Verdict[],
  messages = false,
): readonly VerdictDifference[] {
  const [theirs, own] = [byKey(reference), byKey(ours)];
  return [...new Set([...theirs.keys(), ...own.keys()])].sort().flatMap((key) => {
    const [found, mine] = [theirs.get(key), own.get(key)];
    if (found?.status === mine?.status && (!messages || found?.message === mine?.message)) return [];
    const { policy, rule, resource } = (found ?? mine)!;
    return [{ policy, rule, resource, reference: found, ours: mine }];
  });
}

function byKey(verdicts: readonly Verdict[]): Map<string, Verdict> {
  return new Map(verdicts.map((verdict) => [`${verdict.policy}|${verdict.rule}|${verdict.resource}`, verdict]));
}

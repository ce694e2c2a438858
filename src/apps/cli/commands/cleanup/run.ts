import { FolderCluster } from '../../../../adapters/cluster/index.ts';
import {
  type CompiledCleanup,
  compileCleanup,
  type Fact,
  timeToLive,
  ttlLabel,
  withFacts,
} from '../../../../domain/engine/index.ts';
import type { CleanupPolicy } from '../../../../domain/policy/index.ts';
import { formatColumns, showResource } from '../../../../domain/report/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import { type LocatedResource, readPolicies, readResources } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';
import { formatData } from '../../machine-formats.ts';

export interface CleanupFlags {
  readonly resource: readonly string[];
  readonly at?: string;
  readonly output: string;
}

/** One object that goes, and why. Times are RFC 3339. */
interface Deletion {
  readonly resource: string;
  /** The policy, or the label. */
  readonly by: string;
  /** The policy's next run, or when the label's time was over. */
  readonly at: string;
  readonly place: string;
}

/** Prints what cleanup policies and labels would delete. Returns the exit code. */
export async function runCleanup(paths: readonly string[], flags: CleanupFlags, console: Console): Promise<number> {
  const now = instantOf(flags.at);
  const loaded = await readPolicies(paths);
  const { resources, diagnostics } = await readResources(flags.resource);
  const problems: Diagnostic[] = [...loaded.diagnostics, ...diagnostics];
  if (paths.length > 0 && loaded.cleanups.length === 0 && !problems.some(({ severity }) => severity === 'error'))
    throw failure('COMMAND_NO_POLICY', `no cleanup policy in ${paths.join(', ')}`, 'name files with CleanupPolicies');
  const compiled = loaded.cleanups.flatMap((policy) => compile(policy, problems) ?? []);
  const found = [
    ...(await byPolicies(compiled, resources, now, problems)),
    ...resources.flatMap((located) => byLabel(located, now, problems) ?? []),
  ];
  console.report(problems);
  console.print(flags.output === 'text' ? formatText(found) : formatData(found, flags.output));
  return problems.some(({ severity }) => severity === 'error') ? 2 : 0;
}

function instantOf(text: string | undefined): number {
  const instant = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(instant))
    throw failure('COMMAND_WRONG_FLAGS', `\`${text}\` is no instant`, 'write it as 2026-12-01T00:00:00Z');
  return instant;
}

function compile(policy: CleanupPolicy, problems: Diagnostic[]): CompiledCleanup | undefined {
  try {
    return compileCleanup(policy);
  } catch (error) {
    problems.push({
      code: 'ENGINE_RULE_INVALID',
      severity: 'error',
      message: `cleanup policy \`${policy.name}\`: ${(error as Error).message}`,
      location: policy.document.locate(['spec', 'schedule']),
      subject: { policy: policy.name },
      help: 'the other policies still run',
    });
    return undefined;
  }
}

async function byPolicies(
  policies: readonly CompiledCleanup[],
  resources: readonly LocatedResource[],
  now: number,
  problems: Diagnostic[],
): Promise<Deletion[]> {
  const cluster = new FolderCluster(resources.map(({ resource }) => resource));
  const known = new Map<string, Fact>();
  const found: Deletion[] = [];
  for (const { policy, schedule, judge } of policies) {
    const next = schedule.next(now);
    for (const located of resources) {
      const outcome = await withFacts(cluster, known, (facts) =>
        judge(located.resource, next ?? now, facts, cluster.namespaceOf(located.resource)),
      );
      if (outcome.kind === 'deletes') {
        const name = policy.namespace ? `${policy.namespace}/${policy.name}` : policy.name;
        found.push({ ...deletion(located), by: `${policy.kind} ${name}`, at: next ? iso(next) : 'never' });
      } else if (outcome.kind === 'error') problems.push(conditionProblem(policy, located, outcome.message));
    }
  }
  return found;
}

function conditionProblem(policy: CleanupPolicy, { document, resource }: LocatedResource, message: string): Diagnostic {
  return {
    code: 'CLEANUP_NOT_JUDGED',
    severity: 'warning',
    message: `cleanup policy \`${policy.name}\` cannot judge ${showResource(resource)}: ${message}`,
    location: document.locate(['kind'], 'key'),
    subject: { policy: policy.name, resource: showResource(resource) },
    help: 'the object stays; give its conditions a default',
  };
}

function byLabel(located: LocatedResource, now: number, problems: Diagnostic[]): Deletion | undefined {
  const life = timeToLive(located.resource);
  if (life === undefined) return undefined;
  if ('problem' in life) {
    problems.push({
      code: 'CLEANUP_NOT_JUDGED',
      severity: 'warning',
      message: `label \`${ttlLabel}\` of ${showResource(located.resource)}: ${life.problem}`,
      location: located.document.locate(['metadata', 'labels', ttlLabel]),
      subject: { resource: showResource(located.resource) },
      help: 'write a duration such as `36h` or `2d`, or a date such as `2026-12-31`',
    });
    return undefined;
  }
  return life.deletedAt < now ? { ...deletion(located), by: 'its label', at: iso(life.deletedAt) } : undefined;
}

function deletion({ document, resource }: LocatedResource): Pick<Deletion, 'resource' | 'place'> {
  const { file, line } = document.locate(['kind'], 'key');
  return { resource: showResource(resource), place: `${file}:${line}` };
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

function formatText(deletions: readonly Deletion[]): string {
  if (deletions.length === 0) return 'nothing to delete\n';
  const rows = deletions.map(({ resource, by, at, place }) => [resource, by, at, place]);
  return formatColumns(['RESOURCE', 'DELETED BY', 'AT', 'PLACE'], rows);
}

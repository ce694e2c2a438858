import type { StoredResult } from '../../../adapters/store/index.ts';
import { exceptionName } from '../../../domain/engine/index.ts';
import type { PolicyException } from '../../../domain/policy/index.ts';
import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { countResources } from '../../workspace/index.ts';
import type { ClusterView, ExceptionView, NowView, ProblemView, ViolationView } from '../api-types.ts';
import type { PlatformState, PlatformView } from '../platform-state.ts';

/** Answers are cut here; the counts are of everything. */
const maxViolations = 2000;
const day = 24 * 60 * 60 * 1000;
/** An exception is shown as expiring in its last days. */
const expiringDays = 14;

const severities = ['critical', 'high', 'medium', 'low', 'info'];

export function nowView(state: PlatformState, view: PlatformView): NowView {
  const results = state.store.results();
  const environments = environmentsOf(state);
  const violations = violationsOf(results, environments);
  return {
    platform: state.workspace.platform.name,
    sample: state.workspace.platform.sample,
    asOf: view.asOf,
    totals: countResources(results),
    clusters: clusterViews(state, results),
    violations: violations.slice(0, maxViolations),
    totalViolations: violations.length,
    exceptions: view.exceptions.map((exception) => exceptionView(exception, results, state.now())),
    problems: view.diagnostics.filter(({ code }) => code !== 'FIELD_DEPRECATED').map(problemView),
  };
}

export function environmentsOf(state: PlatformState): ReadonlyMap<string, string> {
  return new Map(state.workspace.platform.clusters.map(({ name, environment }) => [name, environment]));
}

function clusterViews(state: PlatformState, results: readonly StoredResult[]): ClusterView[] {
  const scans = state.store.lastScans();
  return state.workspace.platform.clusters.map(({ name, environment }) => {
    const scan = scans.get(name);
    return {
      name,
      environment,
      scannedAt: scan?.finishedAt ?? null,
      resources: scan?.resources ?? 0,
      policies: scan?.policies ?? 0,
      problems: scan?.problems ?? 0,
      counts: scan ? countResources(results.filter(({ cluster }) => cluster === name)) : null,
    };
  });
}

/** Present violations: the most severe first, then the newest. */
export function violationsOf(
  results: readonly StoredResult[],
  environments: ReadonlyMap<string, string>,
): ViolationView[] {
  return results
    .flatMap((result): ViolationView[] => {
      const { status } = result;
      if (status !== 'fail' && status !== 'warn' && status !== 'error') return [];
      return [
        {
          cluster: result.cluster,
          environment: environments.get(result.cluster) ?? '',
          policy: result.policy,
          rule: result.rule,
          kind: result.kind,
          apiVersion: result.apiVersion,
          namespace: result.namespace,
          name: result.name,
          status,
          message: result.message,
          action: result.action,
          severity: result.severity,
          source: result.source,
          location: result.location ?? null,
          firstSeen: result.firstSeen,
          statusSince: result.statusSince,
        },
      ];
    })
    .sort((a, b) => rankOf(a.severity) - rankOf(b.severity) || b.statusSince - a.statusSince);
}

function rankOf(severity: string): number {
  const rank = severities.indexOf(severity);
  return rank < 0 ? severities.length : rank;
}

function exceptionView(exception: PolicyException, results: readonly StoredResult[], now: number): ExceptionView {
  const name = exceptionName(exception);
  const expiresAt = exception.kind === 'cel' && exception.spec.expiresAt ? Date.parse(exception.spec.expiresAt) : null;
  const noted = exception.kind === 'cel' ? exception.spec.properties : undefined;
  const note = (key: string) =>
    noted?.[key] ??
    Object.entries(exception.annotations).find(([annotation]) => annotation.endsWith(`/${key}`))?.[1] ??
    '';
  return {
    name: exception.name,
    namespace: exception.namespace,
    policies:
      exception.kind === 'classic'
        ? exception.spec.exceptions.map(({ policyName }) => policyName)
        : exception.spec.policyRefs.map((ref) => ref.name),
    reason: note('reason'),
    ticket: note('ticket'),
    approvedBy: note('approved-by'),
    expiresAt,
    state: stateOf(expiresAt, now),
    matches: results.filter((result) => result.exceptions.includes(name)).length,
  };
}

function stateOf(expiresAt: number | null, now: number): ExceptionView['state'] {
  if (expiresAt === null) return 'permanent';
  if (expiresAt <= now) return 'expired';
  return expiresAt - now < expiringDays * day ? 'expiring' : 'active';
}

function problemView({ code, severity, message, location, help }: Diagnostic): ProblemView {
  return {
    code,
    severity,
    message,
    location: location ? `${location.file}:${location.line}:${location.column}` : null,
    help: help ?? null,
  };
}

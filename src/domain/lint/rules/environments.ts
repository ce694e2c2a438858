import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { type Catalog, type CatalogPolicy, compareModes, modeOf } from '../../catalog/index.ts';
import type { ModeHistory } from '../../rollout/index.ts';

const day = 24 * 60 * 60 * 1000;
/** While a policy goes ring by ring, later environments lag; after this many days they are forgotten. */
const lagDays = 60;

export interface EnvironmentsInput {
  /** In promotion order. */
  readonly catalogs: readonly Catalog[];
  /** Sources whose history is in Git: of the others nobody can tell what is new. */
  readonly sourcesWithHistory: ReadonlySet<string>;
  readonly historyOf: (source: string, policy: string, environment: string) => ModeHistory | undefined;
  readonly soakDays: number;
  readonly now: number;
}

/**
 * Production more permissive than an earlier environment: the policy is missing there, or in a weaker mode, and no
 * rollout under way explains it.
 */
export function findPermissiveProduction({ catalogs, historyOf, now }: EnvironmentsInput): Diagnostic[] {
  const last = catalogs.at(-1);
  if (!last || catalogs.length < 2) return [];
  const found: Diagnostic[] = [];
  for (const name of policyNames(catalogs)) {
    const own = last.policies.find(({ policy }) => policy.name === name);
    const stricter = catalogs
      .slice(0, -1)
      .flatMap(({ environment, policies }) =>
        policies.filter(({ policy }) => policy.name === name).map((entry) => ({ environment, entry })),
      )
      .filter(
        ({ entry }) =>
          compareModes(own && modeOf(own.policy), modeOf(entry.policy)) < 0 && modeOf(entry.policy) === 'Enforce',
      )
      .at(-1);
    if (!stricter) continue;
    const { environment, entry } = stricter;
    const since = historyOf(entry.source, name, environment)?.since;
    const days = since === undefined ? undefined : Math.floor((now - since) / day);
    const rolling = days !== undefined && days <= lagDays;
    found.push(permissiveFinding(name, last.environment, environment, own, entry, rolling, days));
  }
  return found;
}

function permissiveFinding(
  name: string,
  production: string,
  environment: string,
  own: CatalogPolicy | undefined,
  entry: CatalogPolicy,
  rolling: boolean,
  days: number | undefined,
): Diagnostic {
  const weak = own ? `in ${modeOf(own.policy)}` : 'missing';
  const since = days === undefined ? '' : ` for ${days} days`;
  return {
    code: 'ENVIRONMENT_MORE_PERMISSIVE',
    severity: rolling ? 'info' : 'warning',
    message: `policy \`${name}\` is ${weak} in ${production} but in Enforce in ${environment}${since}`,
    location: own?.modeLine ?? entry.modeLine ?? entry.template,
    subject: { policy: name },
    help: rolling
      ? 'a rollout is under way: `bylaw rollout` shows what holds it back'
      : `bring ${production} to Enforce, or take the policy back in ${environment}`,
  };
}

/** A policy that is new in an environment and did not start in Audit. Without history in Git nobody can tell. */
export function findHardStarts({
  catalogs,
  historyOf,
  sourcesWithHistory,
  soakDays,
  now,
}: EnvironmentsInput): Diagnostic[] {
  return catalogs.flatMap(({ environment, policies }) =>
    policies.flatMap((entry): Diagnostic[] => {
      const mode = modeOf(entry.policy);
      const history = historyOf(entry.source, entry.policy.name, environment);
      if (mode === undefined || mode === 'Audit' || !sourcesWithHistory.has(entry.source)) return [];
      const first = history?.changes[0];
      const isNew = !first || now - first.date < soakDays * day;
      const startedSoft = first?.mode === 'Audit' || first?.mode === 'Warn';
      if (!isNew || startedSoft) return [];
      return [
        {
          code: 'ROLLOUT_HARD_START',
          severity: 'warning',
          message: `the new policy \`${entry.policy.name}\` starts in ${mode} in ${environment}`,
          location: entry.modeLine ?? entry.template,
          subject: { policy: entry.policy.name },
          help: `start in Audit, and go to Enforce after ${soakDays} days without violations`,
        },
      ];
    }),
  );
}

/** Policies of the same kind and name from two sources: the later one to be deployed wins silently. */
export function findDuplicatePolicies(catalogs: readonly Catalog[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { policies } of catalogs) {
    const seen = new Map<string, CatalogPolicy>();
    for (const entry of policies) {
      const key = `${entry.policy.kind}/${entry.policy.namespace}/${entry.policy.name}`;
      const first = seen.get(key);
      if (!first) {
        seen.set(key, entry);
        continue;
      }
      const where =
        first.source === entry.source ? `${first.template.file}:${first.template.line}` : `source \`${first.source}\``;
      found.set(`${key} ${entry.source} ${first.source}`, {
        code: 'CATALOG_DUPLICATE_POLICY',
        severity: 'error',
        message: `${entry.policy.kind} \`${entry.policy.name}\` is also in ${where}`,
        location: entry.template,
        subject: { policy: entry.policy.name },
        help: 'rename one of them: the one that is deployed last would replace the other',
      });
    }
  }
  return [...found.values()];
}

function policyNames(catalogs: readonly Catalog[]): ReadonlySet<string> {
  return new Set(catalogs.flatMap(({ policies }) => policies.map(({ policy }) => policy.name)));
}

import { z } from '@hono/zod-openapi';
import type { ErrorView, NowView, PolicySummaryView, PolicyView } from '../api-types.ts';

// The answers as the OpenAPI document describes them. `satisfies` keeps them equal to the types in api-types.ts.

const listOf = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const time = z.number().describe('milliseconds since 1970');
const counts = z
  .object({ compliant: z.number(), excepted: z.number(), failing: z.number(), errors: z.number() })
  .openapi('ComplianceCounts');

const cluster = z
  .object({
    name: z.string(),
    environment: z.string(),
    scannedAt: time.nullable(),
    resources: z.number(),
    policies: z.number(),
    problems: z.number(),
    counts: counts.nullable(),
  })
  .openapi('Cluster');

const violation = z
  .object({
    cluster: z.string(),
    environment: z.string(),
    policy: z.string(),
    rule: z.string(),
    kind: z.string(),
    apiVersion: z.string(),
    namespace: z.string(),
    name: z.string(),
    status: z.enum(['fail', 'warn', 'error']),
    message: z.string(),
    action: z.string(),
    severity: z.string(),
    source: z.string(),
    location: z.string().nullable(),
    firstSeen: time,
    statusSince: time,
  })
  .openapi('Violation');

const exception = z
  .object({
    name: z.string(),
    namespace: z.string(),
    policies: listOf(z.string()),
    reason: z.string(),
    ticket: z.string(),
    approvedBy: z.string(),
    expiresAt: time.nullable(),
    state: z.enum(['active', 'expiring', 'expired', 'permanent']),
    matches: z.number(),
  })
  .openapi('Exception');

const problem = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    location: z.string().nullable(),
    help: z.string().nullable(),
  })
  .openapi('Problem');

export const nowSchema = z
  .object({
    platform: z.string(),
    sample: z.boolean(),
    asOf: time,
    totals: counts,
    clusters: listOf(cluster),
    violations: listOf(violation),
    totalViolations: z.number(),
    exceptions: listOf(exception),
    problems: listOf(problem),
  })
  .openapi('Now') satisfies z.ZodType<NowView>;

const gateItem = z.object({ name: z.string(), status: z.enum(['green', 'red']), text: z.string() }).openapi('GateItem');
const nextStep = z
  .object({
    environment: z.string(),
    to: z.enum(['Audit', 'Enforce']),
    ready: z.boolean(),
    items: listOf(gateItem),
    heldBackBy: z.string(),
  })
  .openapi('NextStep');
const cell = z
  .object({
    environment: z.string(),
    mode: z.enum(['Audit', 'Warn', 'Mixed', 'Enforce']).nullable(),
    since: time.nullable(),
    counts: counts.nullable(),
  })
  .openapi('RolloutCell');

export const policySummarySchema = z
  .object({
    name: z.string(),
    kind: z.string(),
    source: z.string(),
    title: z.string(),
    category: z.string(),
    severity: z.string(),
    cells: listOf(cell),
    next: nextStep.nullable(),
  })
  .openapi('PolicySummary') satisfies z.ZodType<PolicySummaryView>;

export const policySchema = policySummarySchema
  .extend({
    sample: z.boolean(),
    asOf: time,
    description: z.string(),
    chart: z.string(),
    template: z.string(),
    modeLines: listOf(z.object({ environment: z.string(), location: z.string() })),
    history: listOf(
      z.object({
        environment: z.string(),
        mode: z.string().nullable(),
        date: time,
        commit: z.string(),
        author: z.string(),
        message: z.string(),
      }),
    ),
    violations: listOf(violation),
    transitions: listOf(
      z.object({
        at: time,
        cluster: z.string(),
        rule: z.string(),
        resource: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  })
  .openapi('Policy') satisfies z.ZodType<PolicyView>;

export const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi('Error') satisfies z.ZodType<ErrorView>;

export const policySummariesSchema = listOf(policySummarySchema);

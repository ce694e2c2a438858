// What the API answers, as the dashboard and other clients see it. The zod schemas in routes/ must satisfy these.
// Times are milliseconds since 1970.

/** Three numbers, never one: what is compliant, what is excepted, what fails; and what could not be evaluated. */
export interface ComplianceCounts {
  readonly compliant: number;
  readonly excepted: number;
  readonly failing: number;
  readonly errors: number;
}

export interface ClusterView {
  readonly name: string;
  readonly environment: string;
  /** Null: never scanned. Missing data is shown as missing. */
  readonly scannedAt: number | null;
  readonly resources: number;
  readonly policies: number;
  /** Files or policies that could not be read or compiled in the last scan. */
  readonly problems: number;
  readonly counts: ComplianceCounts | null;
}

/** A present violation: one rule on one resource of one cluster. */
export interface ViolationView {
  readonly cluster: string;
  readonly environment: string;
  readonly policy: string;
  readonly rule: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: 'fail' | 'warn' | 'error';
  readonly message: string;
  /** What a failure does at admission there. */
  readonly action: string;
  readonly severity: string;
  readonly source: string;
  /** Where the resource is written, `file:line`. */
  readonly location: string | null;
  readonly firstSeen: number;
  readonly statusSince: number;
}

export interface ExceptionView {
  readonly name: string;
  readonly namespace: string;
  readonly policies: readonly string[];
  readonly reason: string;
  readonly ticket: string;
  readonly approvedBy: string;
  /** Null: it never expires. */
  readonly expiresAt: number | null;
  readonly state: 'active' | 'expiring' | 'expired' | 'permanent';
  /** Resources that it covers now. */
  readonly matches: number;
}

export interface ProblemView {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly location: string | null;
  readonly help: string | null;
}

/** GET /api/v1/now */
export interface NowView {
  readonly platform: string;
  /** The data is made up: say so wherever it is shown. */
  readonly sample: boolean;
  readonly asOf: number;
  readonly totals: ComplianceCounts;
  readonly clusters: readonly ClusterView[];
  /** The most severe and the newest first. */
  readonly violations: readonly ViolationView[];
  readonly totalViolations: number;
  readonly exceptions: readonly ExceptionView[];
  readonly problems: readonly ProblemView[];
}

export interface GateItemView {
  readonly name: string;
  readonly status: 'green' | 'red';
  readonly text: string;
}

export interface NextStepView {
  readonly environment: string;
  readonly to: 'Audit' | 'Enforce';
  readonly ready: boolean;
  readonly items: readonly GateItemView[];
  /** What holds it back, in one line; empty when nothing does. */
  readonly heldBackBy: string;
}

export interface RolloutCellView {
  readonly environment: string;
  /** Null: not rolled out there. */
  readonly mode: 'Audit' | 'Warn' | 'Mixed' | 'Enforce' | null;
  readonly since: number | null;
  readonly counts: ComplianceCounts | null;
}

/** GET /api/v1/policies */
export interface PolicySummaryView {
  readonly name: string;
  readonly kind: string;
  readonly source: string;
  readonly title: string;
  readonly category: string;
  readonly severity: string;
  readonly cells: readonly RolloutCellView[];
  readonly next: NextStepView | null;
}

export interface ModeChangeView {
  readonly environment: string;
  readonly mode: string | null;
  readonly date: number;
  readonly commit: string;
  readonly author: string;
  readonly message: string;
}

export interface TransitionView {
  readonly at: number;
  readonly cluster: string;
  readonly rule: string;
  readonly resource: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** GET /api/v1/policies/{name} */
export interface PolicyView extends PolicySummaryView {
  readonly sample: boolean;
  readonly asOf: number;
  readonly description: string;
  /** Where it is written: source, chart and version, template `file:line`, and the line that sets its mode in each environment. */
  readonly chart: string;
  readonly template: string;
  readonly modeLines: readonly { readonly environment: string; readonly location: string }[];
  readonly history: readonly ModeChangeView[];
  readonly violations: readonly ViolationView[];
  readonly transitions: readonly TransitionView[];
}

/** Every error of the API. */
export interface ErrorView {
  readonly error: { readonly code: string; readonly message: string };
}

import type { ReportApi } from '../../../../domain/report/index.ts';
import type { ApplyFormat } from './formats.ts';
import type { RefusedFlags } from './refused-flags.ts';

/** The flags of `apply`, as they were given. */
export interface ApplyFlags extends RefusedFlags {
  readonly resource?: readonly string[];
  readonly resources?: readonly string[];
  readonly targetResource?: readonly string[];
  readonly targetResources?: readonly string[];
  readonly stdin?: boolean;
  readonly exception?: readonly string[];
  readonly exceptions?: readonly string[];
  readonly exceptionsWithResources?: boolean;
  readonly exceptionsWithinResources?: boolean;
  readonly exceptionsWithinPolicies?: boolean;
  readonly valuesFile?: string;
  readonly set?: readonly string[];
  readonly userinfo?: string;
  readonly contextFile?: string;
  readonly registry?: boolean;
  readonly trustedRoot?: string;
  readonly cluster?: boolean;
  readonly clusterWideResources?: boolean;
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly concurrent: number;
  readonly batchSize: number;
  readonly continueOnError: boolean;
  readonly gitBranch?: string;
  readonly username?: string;
  readonly password?: string;
  readonly output?: string;
  readonly table?: boolean;
  readonly detailedResults?: boolean;
  readonly removeColor?: boolean;
  readonly outputFormat?: ApplyFormat;
  readonly policyReport?: boolean;
  readonly policyReportApi: ReportApi;
  readonly generateExceptions?: boolean;
  /** Nanoseconds. */
  readonly generatedExceptionTtl?: bigint;
  readonly auditWarn?: boolean;
  readonly warnExitCode: number;
  readonly warnNoPass?: boolean;
  readonly warningsAsErrors?: boolean;
}

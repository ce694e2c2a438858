import type { Diagnostic, Location } from '../../../foundations/diagnostics/index.ts';
import type { Action, EngineResponse, Status } from '../../engine/index.ts';
import { isAuditOnly } from './audit.ts';
import { placeOfResource, placeOfRule, type WrittenResource } from './places.ts';
import { showResource } from './show-resource.ts';

/** One result as every format prints it. */
export interface ReportedResult {
  readonly policy: string;
  /** Set for a policy that lives in a namespace. */
  readonly policyNamespace?: string;
  readonly rule: string;
  /** `namespace/Kind/name`; of a test line with the apiVersion before it. */
  readonly resource: string;
  readonly status: Status;
  readonly message: string;
  /** In few words, where there are any: `Want fail, got pass`. */
  readonly reason?: string;
  readonly action?: Action;
  /** As the policy says: critical, high, medium, low, info. */
  readonly severity?: string;
  /** Of the resource: the field that failed, where it is known. */
  readonly location?: Location;
  readonly ruleLocation?: Location;
  /** Of the line of a test file that expects something else. */
  readonly expectation?: Location;
}

/** What one policy says about one resource, and where the resource is written. */
export interface PlacedResponse {
  readonly response: EngineResponse;
  readonly written?: WrittenResource;
}

/** The results of responses, in their order. With `auditWarn` the failures of policies in Audit are warnings. */
export function reportedResults(placed: readonly PlacedResponse[], auditWarn = false): ReportedResult[] {
  return placed.flatMap(({ response, written }) => {
    const { policy, resource, results } = response;
    const severity = policy.annotations['policies.kyverno.io/severity'];
    const warns = auditWarn && isAuditOnly(response);
    return results.map(
      (result): ReportedResult => ({
        policy: policy.name,
        ...(policy.namespace ? { policyNamespace: policy.namespace } : {}),
        rule: result.rule,
        resource: showResource(resource),
        status: warns && result.status === 'fail' ? 'warn' : result.status,
        message: result.message,
        action: result.action,
        ...(severity ? { severity } : {}),
        ...(written ? { location: placeOfResource(written, result) } : {}),
        ruleLocation: placeOfRule(policy, result),
      }),
    );
  });
}

/** What is wrong, as findings: an error where it would be refused, a warning where it would only be reported. */
export function findingsOf(results: readonly ReportedResult[]): Diagnostic[] {
  return results.filter(({ status }) => status === 'fail' || status === 'warn' || status === 'error').map(asFinding);
}

function asFinding(result: ReportedResult): Diagnostic {
  const { policy, rule, resource, status, message, action, location, ruleLocation, expectation } = result;
  const place = expectation ?? location;
  const related = [
    ...(expectation && location ? [{ message: 'resource', location }] : []),
    ...(ruleLocation ? [{ message: 'rule', location: ruleLocation }] : []),
  ];
  return {
    code: expectation ? 'TEST_FAILED' : status === 'error' ? 'POLICY_ERROR' : 'POLICY_VIOLATION',
    severity: status !== 'warn' && (action === undefined || action === 'Enforce') ? 'error' : 'warning',
    message: result.reason && result.reason !== message ? `${result.reason}: ${message}` : message,
    ...(place ? { location: place } : {}),
    subject: { policy, ...(rule ? { rule } : {}), resource },
    ...(related.length > 0 ? { related } : {}),
  };
}

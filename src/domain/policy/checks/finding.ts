import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { isObject, type JsonObject } from '../../../foundations/kube/index.ts';
import { showPath } from '../../../languages/schema/index.ts';
import type { ClassicPolicy, Rule } from '../policy.ts';

export type Path = readonly (string | number)[];

/** What is wrong in a policy whose fields are all known and of the right type. The reference refuses such a policy whole. */
export interface Finding {
  readonly code: string;
  /** From the document's root, or from the rule's in a check of rules. */
  readonly path: Path;
  readonly message: string;
  readonly help: string;
}

/** Looks at one side of a policy. */
export type PolicyCheck = (policy: ClassicPolicy) => readonly Finding[];

/** Looks at one side of a rule. Paths are from the rule. */
export type RuleCheck = (rule: Rule, policy: ClassicPolicy) => readonly Finding[];

export function asDiagnostic(policy: ClassicPolicy, { code, path, message, help }: Finding): Diagnostic {
  const [, rules, index] = path;
  const rule = rules === 'rules' && typeof index === 'number' ? policy.spec.rules[index]?.name : undefined;
  return {
    code,
    severity: 'error',
    message,
    location: policy.document.locate(path),
    subject: { policy: policy.name, ...(rule ? { rule } : {}), path: showPath(path) },
    help,
  };
}

/** Makes findings of one code below one path. */
export function findingsAt(code: string, base: Path): { found: Finding[]; add: AddFinding } {
  const found: Finding[] = [];
  return { found, add: (path, message, help) => found.push({ code, path: [...base, ...path], message, help }) };
}

type AddFinding = (path: Path, message: string, help: string) => void;

/** The maps of a list; nothing for anything else. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A part of a policy as the data that it is, for checks that go through all of its fields. */
export function asData(part: unknown): JsonObject {
  return isObject(part) ? part : {};
}

/** Policies are scanned in the background unless they say otherwise. */
export function runsInBackground({ spec }: ClassicPolicy): boolean {
  return spec.background !== false;
}

/** Whether a part of a rule is there and says something. */
export function saysSomething(part: unknown): boolean {
  return isObject(part) ? Object.keys(part).length > 0 : part !== undefined && part !== null;
}

import type { Location } from '../../../foundations/diagnostics/index.ts';
import type { ManifestDocument, ManifestPath } from '../../../languages/manifest/index.ts';
import type { RuleResult } from '../../engine/index.ts';
import { isClassic, type Policy } from '../../policy/index.ts';

/** Where a resource is written. */
export interface WrittenResource {
  readonly document: ManifestDocument;
  /** Where it begins in the document: for the items of a list. */
  readonly path?: ManifestPath;
}

/** The field that failed, where the message of a result names it; else the name of the resource. */
export function placeOfResource(
  { document, path = [] }: WrittenResource,
  { message }: Pick<RuleResult, 'message'>,
): Location {
  const failed = /failed at path (\/\S*)/.exec(message)?.[1];
  const inside = failed ? failed.split('/').filter(Boolean).map(asPart) : ['metadata', 'name'];
  return document.locate([...path, ...inside]);
}

function asPart(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}

/** The rule that gave a result; of a policy without rules the validation, or else its name. */
export function placeOfRule(policy: Policy, { rule, properties }: Pick<RuleResult, 'rule' | 'properties'>): Location {
  const { document } = policy;
  if (!isClassic(policy)) {
    const index = properties?.['cel.validationIndex'];
    return document.locate(index === undefined ? ['metadata', 'name'] : ['spec', 'validations', Number(index)]);
  }
  const index = policy.spec.rules.findIndex(({ name }) => namesOf(name).includes(rule));
  return document.locate(index < 0 ? ['metadata', 'name'] : ['spec', 'rules', index, 'name']);
}

/** A rule and the rules generated from it, whose names are cut. */
function namesOf(rule: string): readonly string[] {
  return [rule, `autogen-${rule}`.slice(0, 63), `autogen-cronjob-${rule}`.slice(0, 63)];
}

import type { TextEdit } from '../../../foundations/diagnostics/index.ts';
import { getPath, isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import {
  type ManifestDocument,
  type ManifestPath,
  replaceScalar,
  setAtPath,
} from '../../../languages/manifest/index.ts';
import { filterFields, rewriteBlock } from '../rules/legacy-match.ts';
import { type Fix, type FixedText, fixDocument, repair } from './fix-document.ts';
import { nestList } from './nest-list.ts';

/**
 * Brings a classic policy up to date, as `kyverno fix policy` does: `match` and `exclude` without `any`, lists of
 * preconditions, operators with old names, actions in small letters. What the reference loses (comments, layout) and
 * adds (defaults) stays away.
 */
export function fixPolicy(file: string, text: string, index: number, policy: JsonValue): FixedText {
  const rules = getPath(policy, ['spec', 'rules']);
  const fixes = (Array.isArray(rules) ? rules : []).flatMap((_, rule): Fix[] => [
    (document) => fixBlock(document, ['spec', 'rules', rule, 'match']),
    (document) => fixBlock(document, ['spec', 'rules', rule, 'exclude']),
    (document) => fixPreconditions(document, ['spec', 'rules', rule, 'preconditions']),
    (document) => fixOperator(document, ['spec', 'rules', rule, 'preconditions']),
  ]);
  return fixDocument(file, text, index, [fixAction, ...fixes]);
}

const actions: Readonly<Record<string, string>> = { audit: 'Audit', enforce: 'Enforce' };

function fixAction(document: ManifestDocument) {
  const path = ['spec', 'validationFailureAction'];
  const action = actions[String(getPath(document.value, path))];
  return action === undefined ? undefined : repair(undefined, replaceScalar(document, path, action));
}

function fixBlock(document: ManifestDocument, path: ManifestPath) {
  const value = getPath(document.value, path);
  if (!isObject(value) || !Object.keys(value).some((key) => filterFields.has(key))) return undefined;
  const message = `${path.at(-1)} uses old syntax, moving to any`;
  const edits = value['any'] === undefined && value['all'] === undefined ? rewriteAsWritten(document, path) : undefined;
  return edits ? { messages: [message], edits } : repair(message, setAtPath(document, path, movedToAny(value)));
}

function rewriteAsWritten(document: ManifestDocument, path: ManifestPath): readonly TextEdit[] | undefined {
  const key = document.range(path, 'key');
  return key && rewriteBlock(document.source, key.start, key.end - key.start);
}

/** For what stands beside an `any` already, or is written over several lines in braces. */
function movedToAny(value: JsonObject): JsonObject {
  const entries = Object.entries(value);
  const filter = Object.fromEntries(entries.filter(([key]) => filterFields.has(key)));
  const others = Object.fromEntries(entries.filter(([key]) => !filterFields.has(key)));
  return { ...others, any: [...(Array.isArray(value['any']) ? value['any'] : []), filter] };
}

/** A list of conditions, all of which must hold. A list of `any` and `all` blocks is of today. */
function fixPreconditions(document: ManifestDocument, path: ManifestPath) {
  const value = getPath(document.value, path);
  if (!Array.isArray(value) || !value.some((item) => isObject(item) && 'operator' in item)) return undefined;
  const edits = nestList(document, path, 'all');
  return edits ? { messages: [], edits } : repair(undefined, setAtPath(document, path, { all: value }));
}

const operators: Readonly<Record<string, string>> = {
  Equal: 'Equals',
  NotEqual: 'NotEquals',
  In: 'AllIn',
  NotIn: 'AnyNotIn',
};

function fixOperator(document: ManifestDocument, path: ManifestPath) {
  const value = getPath(document.value, path);
  const blocks = Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
  for (const block of blocks) {
    for (const group of ['any', 'all']) {
      const conditions = getPath(document.value, [...block, group]);
      for (const [index, condition] of (Array.isArray(conditions) ? conditions : []).entries()) {
        const old = isObject(condition) ? String(condition['operator']) : '';
        const operator = operators[old];
        if (operator === undefined) continue;
        const place = [...block, group, index, 'operator'];
        return repair(`condition uses old operator \`${old}\`, updating`, replaceScalar(document, place, operator));
      }
    }
  }
  return undefined;
}

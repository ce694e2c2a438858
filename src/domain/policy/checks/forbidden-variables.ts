import { findVariables } from '../text/scan.ts';
import { asData, findingsAt, objectsIn, type PolicyCheck, type RuleCheck, runsInBackground } from './finding.ts';
import { seenByReference } from './seen-by-reference.ts';
import { textsIn } from './texts.ts';

/** Variables of the user who makes a request; in the background there is none. */
const userVariables =
  /[^.](?:serviceAccountName|serviceAccountNamespace|request.userInfo|request.roles|request.clusterRoles)\b/;

/** What the user's variables are used for, anywhere in the policy. */
export const checkUserVariables: PolicyCheck = (policy) => {
  if (!runsInBackground(policy)) return [];
  if (policy.spec.rules.some(({ mutate }) => objectsIn(mutate?.['targets']).length > 0)) return [];
  const { found, add } = findingsAt('POLICY_NOT_IN_BACKGROUND', []);
  for (const { text, path } of textsIn(seenByReference(policy.document.value), [])) {
    const variable = findVariables(text).find(({ start, end }) => userVariables.test(text.slice(start, end)));
    if (!variable) continue;
    const message = `\`${variable.expression}\` is about the user of a request, and the policy also runs in the background`;
    add(path, message, 'set `spec.background: false`');
  }
  return found;
};

/** Where a variable may not stand at all. */
export const checkForbiddenPlaces: RuleCheck = (rule) => {
  const { found, add } = findingsAt('POLICY_VARIABLE_FORBIDDEN', []);
  for (const block of ['match', 'exclude'] as const) {
    const inside = textsIn(asData(rule[block]), [block]).find(({ text }) => /\{\{[^{}]*\}\}/.test(text));
    if (inside) add(inside.path, `\`${block}\` has a variable`, 'use preconditions');
  }
  for (const { text, path } of textsIn(seenByReference(asData(rule)), [])) {
    if (path.slice(0, -1).includes('foreach')) continue;
    const element = findVariables(text).find(({ expression }) => expression.startsWith('element'));
    if (element) add(path, `\`${element.expression}\` stands outside of \`foreach\``, 'move it into a `foreach` block');
  }
  return found;
};

import { isObject } from '../../../foundations/kube/index.ts';
import { findingsAt, type RuleCheck } from './finding.ts';

/** `validate.cel`: what stands beside the expressions. Whether they compile is the engine's to say. */
export const checkCel: RuleCheck = ({ validate }) => {
  const { found, add } = findingsAt('POLICY_RULE_BODY', ['validate', 'cel']);
  const { cel } = validate ?? {};
  if (!cel) return found;
  for (const [index, { expression }] of (cel.expressions ?? []).entries()) {
    if (!expression) add(['expressions', index], 'an expression is empty', 'write one that gives true or false');
  }
  for (const [index, { key, valueExpression }] of (cel.auditAnnotations ?? []).entries()) {
    if (!key || !valueExpression)
      add(['auditAnnotations', index], 'an audit annotation is empty', 'add `key` and `valueExpression`');
  }
  const { paramKind, paramRef } = cel;
  if (paramKind && !(paramKind['apiVersion'] && paramKind['kind'])) {
    add(['paramKind'], 'the kind of the parameters is not whole', 'add `apiVersion` and `kind`');
  }
  if (isObject(paramKind) !== isObject(paramRef)) {
    add([paramKind ? 'paramKind' : 'paramRef'], '`paramKind` and `paramRef` need each other', 'add the other one');
  }
  if (paramRef) {
    if (Boolean(paramRef['name']) === (paramRef['selector'] !== undefined)) {
      add(['paramRef'], 'the parameters are chosen by one of `name` and `selector`', 'keep one of them');
    }
    if (paramRef['parameterNotFoundAction'] === undefined) {
      add(['paramRef'], 'what happens without parameters is not said', 'add `parameterNotFoundAction`');
    }
  }
  return found;
};

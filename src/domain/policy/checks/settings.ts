import {
  annotationsOf,
  getPath,
  isAnnotationKey,
  isLabelKey,
  isLabelValue,
  isResource,
  isSubdomain,
  labelsOf,
} from '../../../foundations/kube/index.ts';
import type { ClassicPolicy } from '../policy.ts';
import { type Finding, findingsAt, type PolicyCheck } from './finding.ts';

const code = 'POLICY_SETTING_INVALID';
const autogenAnnotation = 'pod-policies.kyverno.io/autogen-controllers';

/** The policy's own settings, apart from its rules. */
export const checkSettings: PolicyCheck = (policy) => {
  const { spec, annotations, kind, name, namespace } = policy;
  const { found, add } = findingsAt(code, []);
  if (kind === 'ClusterPolicy' && namespace !== '') {
    add(['metadata', 'namespace'], 'a ClusterPolicy has a namespace', 'remove it, or make it a Policy');
  }
  if (name.length > 63) add(['metadata', 'name'], 'the name is longer than 63 bytes', 'shorten it: reports carry it');
  if (!isSubdomain(name)) {
    add(['metadata', 'name'], `\`${name}\` is no name`, 'use small letters, digits, `-` and `.`');
  }
  const controllers = annotations[autogenAnnotation] ?? '';
  const help = 'remove the annotation: all controllers are the default';
  if (controllers === 'all') add(['metadata', 'annotations', autogenAnnotation], '`all` is no longer taken', help);
  if (controllers.includes('{{')) add(['metadata', 'annotations', autogenAnnotation], 'a kind is a variable', help);
  const { webhookConfiguration } = spec;
  for (const [field, twice] of [
    ['webhookTimeoutSeconds', 'timeoutSeconds'],
    ['failurePolicy', 'failurePolicy'],
  ] as const) {
    if (spec[field] !== undefined && webhookConfiguration?.[twice] !== undefined) {
      add(['spec', field], `\`${field}\` is set twice`, `keep \`webhookConfiguration.${twice}\``);
    }
  }
  if (spec.generateExistingOnPolicyUpdate !== undefined) {
    const where = 'set `generateExisting` under `generate` of each rule';
    add(['spec', 'generateExistingOnPolicyUpdate'], '`generateExistingOnPolicyUpdate` is no longer taken', where);
  }
  for (const path of [['webhookTimeoutSeconds'], ['webhookConfiguration', 'timeoutSeconds']]) {
    const seconds = path.length === 1 ? spec.webhookTimeoutSeconds : webhookConfiguration?.timeoutSeconds;
    if (seconds !== undefined && (seconds < 1 || seconds > 30)) {
      add(['spec', ...path], `a timeout of ${seconds} seconds is not possible`, 'set it between 1 and 30 seconds');
    }
  }
  return [...found, ...checkMetadata(policy), ...checkProcessing(policy), ...checkRuleNames(policy)];
};

/** Keys and values that Kubernetes would not store. */
function checkMetadata({ document: { value } }: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, ['metadata']);
  if (!isResource(value)) return found;
  for (const key of Object.keys(annotationsOf(value))) {
    if (!isAnnotationKey(key))
      add(['annotations', key], `\`${key}\` is no annotation key`, 'write `prefix/name` or `name`');
  }
  for (const [key, label] of Object.entries(labelsOf(value))) {
    if (!isLabelKey(key)) add(['labels', key], `\`${key}\` is no label key`, 'write `prefix/name` or `name`');
    if (!isLabelValue(label))
      add(['labels', key], `\`${label}\` is no label value`, 'use letters, digits, `-`, `_` and `.`');
  }
  const finalizers = getPath(value, ['metadata', 'finalizers']);
  for (const [index, finalizer] of (Array.isArray(finalizers) ? finalizers : []).entries()) {
    if (isLabelKey(String(finalizer))) continue;
    add(['finalizers', index], `\`${String(finalizer)}\` is no finalizer`, 'write `prefix/name`');
  }
  return found;
}

function checkProcessing({ spec }: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, ['spec']);
  if (spec.admission !== false) return found;
  if (spec.background === false) {
    add(['background'], 'the policy runs neither at admission nor in the background', 'switch one of them on');
  }
  const other = spec.rules.findIndex(
    ({ mutate, generate, verifyImages }) => mutate ?? generate ?? verifyImages?.length,
  );
  if (other >= 0) {
    add(
      ['admission'],
      'only validate rules can do without admission',
      'remove `admission: false`, or split the policy',
    );
  }
  return found;
}

function checkRuleNames({ spec }: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt('POLICY_RULE_DUPLICATE', ['spec', 'rules']);
  for (const [index, { name }] of spec.rules.entries()) {
    if (spec.rules.findIndex((other) => other.name === name) < index) {
      add([index, 'name'], `there is another rule \`${name}\``, 'give each rule its own name');
    }
    if ([...name].length > 63) {
      found.push({
        code,
        path: ['spec', 'rules', index, 'name'],
        message: 'the name is longer than 63 characters',
        help: 'shorten it',
      });
    }
  }
  return found;
}

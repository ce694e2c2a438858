import type { PodSecurityExclusion } from '../policy.ts';
import { type Finding, findingsAt, type Path, type RuleCheck } from './finding.ts';

/** Controls whose fields are those of containers only. */
const containerControls = new Set([
  'Capabilities',
  'Privileged Containers',
  'Host Ports',
  '/proc Mount Type',
  'Privilege Escalation',
]);
/** Controls whose fields are those of the pod only. */
const podControls = new Set(['Host Namespaces', 'HostPath Volumes', 'Sysctls', 'Volume Types']);
/** Controls that the baseline level does not have. */
const restrictedControls = new Set([
  'Volume Types',
  'Privilege Escalation',
  'Running as Non-root',
  'Running as Non-root user',
]);

/** What `validate.podSecurity.exclude` may name. Source: Kyverno, "Pod Security"; refusals as in the reference. */
export const checkPodSecurity: RuleCheck = ({ validate }) =>
  (validate?.podSecurity?.exclude ?? []).flatMap((exclude, index) =>
    checkExclusion(exclude, ['validate', 'podSecurity', 'exclude', index], validate?.podSecurity?.level),
  );

function checkExclusion(exclude: PodSecurityExclusion, path: Path, level: string | undefined): Finding[] {
  const { controlName, images = [], restrictedField = '', values = [] } = exclude;
  const { found, add } = findingsAt('POLICY_EXCLUSION_INVALID', path);
  if (containerControls.has(controlName) && images.length === 0) {
    add(
      ['controlName'],
      `the exclusion of \`${controlName}\` names no images`,
      'add `images`: this control is about containers',
    );
  }
  if (podControls.has(controlName) && images.length > 0) {
    add(
      ['images'],
      `the exclusion of \`${controlName}\` names images`,
      'remove `images`: this control is about the pod',
    );
  }
  if (restrictedField !== '' && values.length === 0) {
    add(
      ['restrictedField'],
      'an exclusion has `restrictedField` and no `values`',
      'add the `values` that are allowed there',
    );
  }
  if (restrictedField === '' && values.length > 0) {
    add(
      ['values'],
      'an exclusion has `values` and no `restrictedField`',
      'add the `restrictedField` that may have them',
    );
  }
  if (level === 'baseline' && restrictedControls.has(controlName)) {
    add(
      ['controlName'],
      `the level \`baseline\` has no control \`${controlName}\``,
      'remove the exclusion, or set the level `restricted`',
    );
  }
  return found;
}

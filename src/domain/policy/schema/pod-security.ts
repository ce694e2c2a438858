import { list, object, oneOf, required, text, texts } from '../../../languages/schema/index.ts';

export const podSecurityExclusions = list(
  object({
    controlName: required(
      oneOf(
        'HostProcess',
        'Host Namespaces',
        'Privileged Containers',
        'Capabilities',
        'HostPath Volumes',
        'Host Ports',
        'AppArmor',
        'SELinux',
        '/proc Mount Type',
        'Seccomp',
        'Sysctls',
        'Volume Types',
        'Privilege Escalation',
        'Running as Non-root',
        'Running as Non-root user',
      ),
    ),
    images: texts,
    restrictedField: text,
    values: texts,
  }),
);

export const podSecurity = object({
  level: oneOf('privileged', 'baseline', 'restricted'),
  // v1.19 to v1.32, which is all that Kyverno 1.19 takes.
  version: oneOf('latest', ...Array.from({ length: 14 }, (_, index) => `v1.${19 + index}`)),
  exclude: podSecurityExclusions,
});

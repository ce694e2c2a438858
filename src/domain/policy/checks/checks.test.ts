import { describe, expect, it } from 'vitest';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../index.ts';

const load = (text: string) => loadPolicies(parseManifests(text, 'p.yaml').documents);

const podSecurityOf = (podSecurity: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate:
      podSecurity:
        ${podSecurity}
`;

// Each is refused by kyverno 1.19.1 too, by its schema or by its own checks.
describe('a podSecurity rule is refused', () => {
  it.each<[string, string, string]>([
    ['for a version that is none', '{level: baseline, version: v1.10}', '10:36 FIELD_WRONG_VALUE'],
    ['for an unknown control', '{level: baseline, exclude: [{controlName: Foo}]}', '10:51 FIELD_WRONG_VALUE'],
    ['for an exclusion without a control', '{level: baseline, exclude: [{images: [a]}]}', '10:37 FIELD_MISSING'],
    [
      'for a control of containers without images',
      '{level: baseline, exclude: [{controlName: Capabilities}]}',
      '10:51 POLICY_EXCLUSION_INVALID',
    ],
    [
      'for a control of the pod with images',
      '{level: baseline, exclude: [{controlName: Sysctls, images: [a]}]}',
      '10:68 POLICY_EXCLUSION_INVALID',
    ],
    [
      'for a field without values',
      '{level: baseline, exclude: [{controlName: Sysctls, restrictedField: f}]}',
      '10:77 POLICY_EXCLUSION_INVALID',
    ],
    [
      'for values without a field',
      '{level: baseline, exclude: [{controlName: Sysctls, values: [a]}]}',
      '10:68 POLICY_EXCLUSION_INVALID',
    ],
    [
      'for a control that its level does not have',
      '{level: baseline, exclude: [{controlName: Volume Types}]}',
      '10:51 POLICY_EXCLUSION_INVALID',
    ],
  ])('%s', (_, podSecurity, found) => {
    const { policies, diagnostics } = load(podSecurityOf(podSecurity));
    expect(policies).toEqual([]);
    expect(diagnostics.map(({ code, location }) => `${location!.line}:${location!.column} ${code}`)).toEqual([found]);
  });

  it('and not for the two controls that baseline shares with restricted', () => {
    const { policies, diagnostics } = load(podSecurityOf('{level: baseline, exclude: [{controlName: Seccomp}]}'));
    expect(diagnostics).toEqual([]);
    expect(policies).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('points at the text, names the rule and says what to do', () => {
    const { policies, diagnostics } = load(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate:
      message: "{{ requst.object.metadata.name }} needs a team"
      deny: {}
`);
    expect(policies).toEqual([]);
    expect(diagnostics).toEqual([
      {
        code: 'POLICY_VARIABLE_UNKNOWN',
        severity: 'error',
        message: '`requst.object.metadata.name` is no variable here',
        location: { file: 'p.yaml', line: 9, column: 16, endLine: 9, endColumn: 64 },
        subject: { policy: 'p', rule: 'r', path: 'spec.rules[0].validate.message' },
        help: 'did you mean `request`?',
      },
    ]);
  });

  it('leaves the other policies of the file alone', () => {
    const good = podSecurityOf('{level: baseline}');
    const bad = podSecurityOf('{level: baseline, exclude: [{controlName: Capabilities}]}');
    expect(load(`${bad}---\n${good}`).policies).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { folderOf, hasReference, needsReference, runBoth, runBylaw } from '../../run-programs.ts';

const pod = (name: string, namespace: string) =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {containers: [{name: c, image: web}]}\n`;
const folder = folderOf({
  'policy.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: label}
spec:
  rules:
  - name: label-pods
    match: {any: [{resources: {kinds: [ConfigMap]}}]}
    mutate:
      targets: [{apiVersion: v1, kind: Pod, namespace: "{{request.namespace}}"}]
      patchStrategicMerge: {metadata: {labels: {seen: "{{request.object.metadata.name}}"}}}
`,
  'trigger.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {a: b}\n',
  'targets.yaml': pod('one', 'shop') + pod('two', 'plain'),
});
const apply = ['apply', 'policy.yaml', '-r', 'trigger.yaml'];

/** Without what the reference prints first, and line ends that only it leaves out. */
function body(stdout: string): string {
  return stdout.replace(/^(Warning:.*|\nApplying.*)\n/gm, '').replace('successfully.│', 'successfully.\n│');
}

describe('existing resources that mutate rules change', () => {
  it('are patched and not judged', () => {
    const { stdout, status } = runBylaw(folder, [...apply, '--target-resource', 'targets.yaml']);
    expect(stdout).toContain(
      'patched targets: \n\napiVersion: v1\nkind: Pod\nmetadata:\n    labels:\n        seen: settings',
    );
    expect(stdout).not.toContain('name: two');
    expect(stdout).toContain('pass: 1, fail: 0, warn: 0, error: 0, skip: 0');
    expect(status).toBe(0);
  });

  it
    .skipIf(!hasReference)
    .each([[['--target-resource', 'targets.yaml']], [['--target-resources', 'targets.yaml', '-t']]])(
    hasReference ? 'as the reference: %j' : needsReference,
    { timeout: 60_000 },
    async (flags) => {
      const { ours, theirs } = await runBoth(folder, [...apply, ...flags, '--remove-color']);
      expect(body(ours.stdout)).toBe(body(theirs.stdout));
      expect(ours.status).toBe(theirs.status);
      expect(ours.stdout.split('\n').at(-2)).toBe(theirs.stdout.split('\n').at(-2));
    },
  );
});

it.each(['--json', '--http-payload', '--envoy-payload', '--parameter-resource', '--crd-paths'])(
  '%s is refused with the reason, and not left out',
  (flag) => {
    const { stderr, status } = runBylaw(folder, [...apply, flag, 'trigger.yaml']);
    expect(stderr).toMatch(new RegExp(`this version does not support \`${flag}\`: it `));
    expect(status).toBe(1);
  },
);

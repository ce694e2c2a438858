import type { Resource } from '../../../foundations/kube/index.ts';
import { nameOf, namespaceOf } from '../../../foundations/kube/index.ts';
import { toYamlWide } from '../../../languages/manifest/index.ts';
import type { EngineResponse } from '../../engine/index.ts';
import { isClassic, type Policy } from '../../policy/index.ts';

/** What one policy made of a resource, or beside it. */
export interface Change {
  readonly policy: string;
  readonly kind: 'mutated' | 'generated';
  /** `namespace/Kind/name` of the resource that was judged; without a namespace the slash stays, as in the reference. */
  readonly trigger: string;
  readonly triggerName: string;
  readonly object: Resource;
  /** Existing objects that the policy changes, as they would be afterwards. */
  readonly targets: readonly Resource[];
  /** Whether a rule changed something: else the resource is as it was. */
  readonly applied: boolean;
}

/** What mutate and generate policies make of a resource, in order: each policy sees what those before it left. */
export function changesOf(
  resource: Resource,
  responses: readonly EngineResponse[],
  policies: readonly Policy[],
): readonly Change[] {
  const trigger = triggerPath(resource);
  const triggerName = nameOf(resource);
  let current = resource;
  const mutated = policies.filter(mutates).map((policy): Change => {
    const response = responses.find((candidate) => candidate.policy === policy && candidate.phase === 'mutate');
    const results = response?.results ?? [];
    current = response?.patchedResource ?? current;
    const targets = results.flatMap(({ patchedTarget }) => patchedTarget ?? []);
    const applied = results.some(({ status }) => status === 'pass');
    return { policy: policy.name, kind: 'mutated', trigger, triggerName, object: current, targets, applied };
  });
  const generated = responses.flatMap(({ policy, results }) =>
    results
      .flatMap((result) => result.generated ?? [])
      .map(
        (object): Change => ({
          policy: policy.name,
          kind: 'generated',
          trigger,
          triggerName,
          object,
          targets: [],
          applied: true,
        }),
      ),
  );
  return [...mutated, ...generated];
}

function mutates(policy: Policy): boolean {
  return isClassic(policy) && policy.spec.rules.some(({ mutate }) => mutate !== undefined);
}

export function triggerPath(resource: Resource): string {
  return [namespaceOf(resource), resource.kind, nameOf(resource)].join('/');
}

const done = {
  mutated: '\n\nMutation:\nMutation has been applied successfully.',
  generated: '\n\nGenerate:\nGeneration completed successfully.',
} as const;

export interface ChangesTextOptions {
  /** The objects are written to files: here it is only said that they were made. */
  readonly toFiles: boolean;
  /** Without the line that says which policy changed which resource. */
  readonly bare: boolean;
}

/** Changes as `kyverno apply` prints them. What no rule changed is not told: the reference says of it that it was. */
export function formatChanges(changes: readonly Change[], { toFiles, bare }: ChangesTextOptions): string {
  return changes
    .filter(({ applied }) => applied)
    .map((change) => {
      const head = bare ? '' : `\npolicy ${change.policy} applied to ${change.trigger}:`;
      const targets = change.targets.map((target) => `\n${toYamlWide(target)}\n\n---\n\n`);
      const after = targets.length > 0 ? `patched targets: \n${targets.join('')}` : '';
      const objects = toFiles ? '' : `${head}\n${toYamlWide(change.object)}\n\n---\n${after}`;
      return objects + done[change.kind];
    })
    .join('');
}

/** A change as it stands in a file of `--output`. */
export function formatChangeForFile({ object, targets }: Change): string {
  const changed = targets.map((target) => `${toYamlWide(target)}\n\n---\n`);
  return `${toYamlWide(object)}\n\n---\n\n${changed.join('')}`;
}

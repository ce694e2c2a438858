import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import type { ClassicPolicy } from '../policy.ts';
import { findVariables } from '../text/scan.ts';
import { asData, type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';
import { writtenNamespace } from './generation.ts';

const code = 'POLICY_MUTATION_INVALID';

/** A mutate rule: one kind of patch, patches that can be applied, targets that the policy may reach. */
export const checkMutation: RuleCheck = (rule, policy) => {
  if (!rule.mutate) return [];
  const mutate = asData(rule.mutate);
  const { found, add } = findingsAt(code, ['mutate']);
  const patches = (['patchStrategicMerge', 'patchesJson6902'] as const).filter((field) => isGiven(mutate[field]));
  const blocks = objectsIn(mutate['foreach']);
  if (patches.length + Number(blocks.length > 0) > 1) {
    add(
      [blocks.length > 0 ? 'foreach' : patches[1]!],
      'a mutation has several forms',
      'keep one of `patchStrategicMerge`, `patchesJson6902`, `foreach`',
    );
  }
  return [
    ...found,
    ...checkForeach(blocks, ['mutate', 'foreach']),
    ...checkPatch(mutate['patchesJson6902'], ['mutate', 'patchesJson6902']),
    ...checkTargets(mutate, policy),
  ];
};

/** After a block that only holds other blocks nothing is looked at any more, as in the reference. */
function checkForeach(blocks: readonly JsonObject[], path: Path): Finding[] {
  for (const [index, block] of blocks.entries()) {
    const { found, add } = findingsAt(code, [...path, index]);
    const nested = objectsIn(block['foreach']);
    if (nested.length > 0) {
      const other = ['context', 'preconditions', 'patchesJson6902', 'patchStrategicMerge'].find((field) =>
        isGiven(block[field]),
      );
      if (!other) return checkForeach(nested, [...path, index, 'foreach']);
      add([other], `\`${other}\` stands beside a nested \`foreach\``, 'move it into the nested block');
      return found;
    }
    const patches = ['patchStrategicMerge', 'patchesJson6902'].filter((field) => isGiven(block[field]));
    if (patches.length !== 1) {
      add(
        [],
        `a block of \`foreach\` has ${patches.length === 0 ? 'no patch' : 'two patches'}`,
        'give it one of `patchStrategicMerge`, `patchesJson6902`',
      );
      return found;
    }
  }
  return [];
}

const operations = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function checkPatch(patch: JsonValue | undefined, path: Path): Finding[] {
  if (typeof patch !== 'string' || patch === '') return [];
  const { found, add } = findingsAt(code, path);
  const list = readPatch(patch.replaceAll('\r', ''));
  if (list === null) return found;
  if (!Array.isArray(list) || !list.every(isObject)) {
    add([], 'the patch is no list of operations', 'write a YAML or JSON list of maps with `op`, `path` and `value`');
    return found;
  }
  for (const { op, path: target, value } of list) {
    const name = typeof op === 'string' ? op : 'unknown';
    if (typeof target !== 'string' || !target.startsWith('/')) {
      add(
        [],
        `the path \`${String(target ?? '')}\` does not begin with \`/\``,
        'write a JSON pointer such as `/metadata/labels/a`',
      );
    } else if (!operations.includes(name)) {
      add([], `\`${name}\` is no operation`, `one of ${operations.map((one) => `\`${one}\``).join(', ')}`);
    } else if (!['remove', 'move', 'copy'].includes(name) && value === undefined) {
      add([], `\`${name}\` at \`${target}\` has no value`, 'add a `value`');
    }
  }
  if (
    objectsIn(readPatch(patch, true)).some(
      ({ path: target }) => typeof target === 'string' && findVariables(target).length > 0,
    )
  ) {
    found.push({
      code: 'POLICY_VARIABLE_FORBIDDEN',
      path,
      message: 'the path of a patch has a variable',
      help: 'use `foreach`, or patchStrategicMerge',
    });
  }
  return found;
}

/** The patch as data; `undefined` where it is no YAML. Variables become words first, unless they are asked for. */
function readPatch(patch: string, withVariables = false): JsonValue | undefined {
  let text = patch;
  if (!withVariables) {
    for (const { start, end } of findVariables(patch).toReversed())
      text = `${text.slice(0, start)}variable${text.slice(end)}`;
  }
  const { documents, diagnostics } = parseManifests(text, 'patch');
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  return documents[0]?.value ?? null;
}

function checkTargets(mutate: JsonObject, policy: ClassicPolicy): Finding[] {
  const { found, add } = findingsAt(code, ['mutate']);
  const targets = objectsIn(mutate['targets']);
  if (
    (policy.spec.mutateExistingOnPolicyUpdate || mutate['mutateExistingOnPolicyUpdate'] === true) &&
    targets.length === 0
  ) {
    add(
      [],
      'existing resources are to be mutated, and no targets are named',
      'add `targets`, or remove `mutateExistingOnPolicyUpdate`',
    );
  }
  if (policy.kind !== 'Policy') return found;
  const own = writtenNamespace(policy);
  for (const [index, { namespace }] of targets.entries()) {
    if (!namespace || namespace === own) continue;
    add(
      ['targets', index, 'namespace'],
      `a Policy cannot mutate in namespace \`${String(namespace)}\``,
      'remove `namespace`, or make it a ClusterPolicy',
    );
  }
  return found;
}

function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

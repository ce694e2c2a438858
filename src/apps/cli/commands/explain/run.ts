import { FolderCluster, GlobalContext } from '../../../../adapters/cluster/index.ts';
import {
  compilePolicies,
  type Explanation,
  evaluateWith,
  explain,
  type Fact,
} from '../../../../domain/engine/index.ts';
import type { Policy, PolicyException } from '../../../../domain/policy/index.ts';
import { showResource } from '../../../../domain/report/index.ts';
import { nameOf, namespaceOf } from '../../../../foundations/kube/index.ts';
import { type LocatedResource, PolicyReading, readPolicies, readResources } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, failure } from '../../failure.ts';
import { formatData } from '../../machine-formats.ts';
import { requireWorkspace } from '../../platform-flags.ts';
import { formatExplanations } from './format.ts';

export interface ExplainFlags {
  readonly env?: string;
  readonly config: string;
  readonly policy?: readonly string[];
  readonly all?: boolean;
  readonly output: string;
}

interface Question {
  readonly targets: readonly LocatedResource[];
  /** Everything around the targets, which lookups are answered from. */
  readonly surroundings: readonly LocatedResource[];
  readonly policies: readonly Policy[];
  readonly exceptions: readonly PolicyException[];
}

/** Explains each verdict on a resource. Returns the exit code: 1 when something fails. */
export async function runExplain(target: string, flags: ExplainFlags, console: Console): Promise<number> {
  const question = flags.env ? await askEnvironment(target, flags.env, flags, console) : await askFiles(target, flags);
  const compiled = compilePolicies(question.policies, question.exceptions);
  console.report(compiled.diagnostics);
  const cluster = new FolderCluster(question.surroundings.map(({ resource }) => resource));
  const facts = new GlobalContext([], cluster);
  const known = new Map<string, Fact>();
  const explanations: Explanation[] = [];
  for (const { resource } of question.targets) {
    const input = { resource, operation: 'CREATE' as const, now: Date.now(), ...cluster.namespaceOf(resource) };
    await evaluateWith(facts, compiled, input, known);
    explanations.push(...explain(compiled, input, known));
  }
  const shown = flags.all ? explanations : explanations.filter(({ result }) => result !== undefined);
  console.print(
    flags.output === 'text'
      ? formatExplanations(shown, console.paint, flags.all ?? false)
      : formatData(shown.map(asJson), flags.output),
  );
  return shown.some(({ result }) => result?.status === 'fail' || result?.status === 'error') ? 1 : 0;
}

async function askFiles(target: string, flags: ExplainFlags): Promise<Question> {
  if (!flags.policy?.length)
    throw failure(
      'COMMAND_WRONG_FLAGS',
      'there are no policies to explain',
      'name them with --policy, or an environment with --env',
    );
  const loaded = await readPolicies(flags.policy);
  const resources = await readResources([target]);
  const problems = [...loaded.diagnostics, ...resources.diagnostics].filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new CommandFailure(problems);
  return {
    targets: resources.resources,
    surroundings: resources.resources,
    policies: loaded.policies,
    exceptions: loaded.exceptions,
  };
}

async function askEnvironment(
  target: string,
  environment: string,
  flags: ExplainFlags,
  console: Console,
): Promise<Question> {
  const workspace = await requireWorkspace(flags.config, console);
  const problem = workspace.checkEnvironment(environment);
  if (problem) throw new CommandFailure([problem]);
  const reading = new PolicyReading(workspace);
  const catalog = await reading.catalog(environment);
  console.report(catalog.diagnostics.filter(({ severity }) => severity === 'error'));
  const clusters = workspace.platform.clusters.filter((cluster) => cluster.environment === environment);
  const surroundings = (await Promise.all(clusters.map(({ name }) => workspace.inventory(name)))).flatMap(
    ({ resources }) => resources,
  );
  const wanted = flags.policy ? new Set(flags.policy) : undefined;
  const policies = catalog.policies.map(({ policy }) => policy).filter(({ name }) => !wanted || wanted.has(name));
  if (policies.length === 0)
    throw failure('COMMAND_NO_POLICY', `${environment} has no such policy`, 'bylaw rollout lists the policies');
  const { exceptions } = await reading.exceptions();
  return { targets: await findTargets(target, surroundings), surroundings, policies, exceptions };
}

/** `kind/name` or `kind/namespace/name` in the clusters, or a file. */
async function findTargets(
  target: string,
  surroundings: readonly LocatedResource[],
): Promise<readonly LocatedResource[]> {
  const parts = target.split('/');
  const [kind, second, third] = parts as [string, string?, string?];
  const found = surroundings.filter(
    ({ resource }) =>
      resource.kind.toLowerCase() === kind.toLowerCase() &&
      (third === undefined
        ? nameOf(resource) === second
        : namespaceOf(resource) === second && nameOf(resource) === third),
  );
  if (found.length > 0) return found;
  const resources = await readResources([target]);
  const errors = resources.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new CommandFailure(
      errors.map((error) => ({
        ...error,
        message: `\`${target}\` is neither a file nor in a cluster of the environment`,
      })),
    );
  }
  return resources.resources;
}

function asJson({ policy, rule, resource, steps, result }: Explanation): object {
  return {
    policy: policy.name,
    rule,
    resource: showResource(resource),
    status: result?.status ?? 'no match',
    message: result?.message ?? '',
    steps,
  };
}

import { type JsonObject, nameOf, namespaceOf, resourceKey, resourceNameOf } from '../../../foundations/kube/index.ts';
import {
  type Activation,
  type CelEnv,
  CelError,
  type CelLibrary,
  type CelProgram,
  type CelValue,
  compileCel,
  recordType,
  type Type,
} from '../../../languages/cel/index.ts';
import type { NamedExpression, Policy } from '../../policy/index.ts';
import type { Judged } from '../compiled.ts';
import type { Facts } from '../facts.ts';
import type { Trace } from '../trace.ts';
import type { HostActivation } from './host.ts';
import { clusterLibraries, confinedLibraries, libraryValues, libraryVariables } from './host-libraries.ts';
import { seededNumbers } from './host-random.ts';

const admissionVariables = { object: 'dyn', oldObject: 'dyn', request: 'map', namespaceObject: 'dyn' } as const;

/** What `validate.cel` of a ClusterPolicy sees. Source: Kubernetes, ValidatingAdmissionPolicy. */
export const admissionEnv: CelEnv = {
  base: 'kubernetes',
  variables: { ...admissionVariables, variables: 'map', params: 'dyn', authorizer: 'dyn' },
};

function makeEnv(functions: readonly CelLibrary[]): CelEnv {
  return { variables: { ...admissionVariables, ...libraryVariables, exceptions: 'map' }, functions };
}

const clusterEnv = makeEnv(clusterLibraries);
const confinedEnv = makeEnv(confinedLibraries);

/** The namespace that a policy may not look beyond; empty for a policy of the cluster. */
export function confinementOf({ kind, namespace }: Policy): string {
  return kind.startsWith('Namespaced') ? namespace : '';
}

/** What the match conditions of a policy and of its exceptions see. Source: Kyverno, ValidatingPolicy. */
export function envOf(policy: Policy): CelEnv {
  return confinementOf(policy) === '' ? clusterEnv : confinedEnv;
}

/** An expression that does not compile, with its place in the policy. */
export class CelCompileFailure extends Error {
  readonly path: readonly (string | number)[];
  constructor(message: string, path: readonly (string | number)[]) {
    super(message);
    this.path = path;
  }
}

/** Compiles one expression of a policy; `path` is where it stands, for the message of a failure. */
export function compileExpression(
  expression: string,
  path: readonly (string | number)[],
  env: CelEnv,
  wanted?: 'bool' | 'string',
): CelProgram {
  const compiled = compileCel(expression, env);
  if ('errors' in compiled) throw new CelCompileFailure(compiled.errors.map(({ message }) => message).join('; '), path);
  const { outputType, outputTypeName } = compiled.program;
  if (wanted && outputType !== wanted) {
    throw new CelCompileFailure(`output is expected to be of type ${wanted}, found ${outputTypeName}`, path);
  }
  return compiled.program;
}

export interface NamedProgram {
  readonly name: string;
  readonly expression: string;
  readonly program: CelProgram;
}

export function compileNamed(
  list: readonly NamedExpression[] | undefined,
  path: readonly (string | number)[],
  env: CelEnv,
  wanted?: 'bool',
): NamedProgram[] {
  return (list ?? []).map(({ name, expression }, index) => ({
    name,
    expression,
    program: compileExpression(expression, [...path, index, 'expression'], env, wanted),
  }));
}

/** An environment with `variables` whose types become known while they are compiled. */
export function withVariables(base: CelEnv, fields: ReadonlyMap<string, Type>): CelEnv {
  const kind = base.base === 'kubernetes' ? 'AdmissionVariables' : 'Variables';
  return { ...base, variables: { ...base.variables, variables: recordType(kind, fields) } };
}

/** Compiles variables, each of which sees those before it; `env` is what sees them all, with their types. */
export function compileVariables(
  list: readonly NamedExpression[] | undefined,
  path: readonly (string | number)[],
  base: CelEnv,
): { variables: NamedProgram[]; env: CelEnv } {
  const fields = new Map<string, Type>();
  const env = withVariables(base, fields);
  const variables = (list ?? []).map(({ name, expression }, index) => {
    if (fields.has(name))
      throw new CelCompileFailure(`variable \`${name}\` is written twice`, [...path, index, 'name']);
    const program = compileExpression(expression, [...path, index, 'expression'], env);
    fields.set(name, program.type);
    return { name, expression, program };
  });
  return { variables, env };
}

/** What expressions are evaluated with, besides the request. */
export interface Surroundings {
  readonly facts?: Facts;
  readonly confinedTo?: string;
  readonly trace?: Trace | undefined;
  readonly roots?: Readonly<Record<string, unknown>>;
}

/** What expressions see of one request. Variables are computed when first named, once. */
export class PolicyActivation implements HostActivation {
  readonly now: number;
  readonly facts: Facts;
  readonly confinedTo: string;
  readonly random: () => number;
  readonly #roots: ReadonlyMap<string, unknown>;

  constructor(
    judged: Judged,
    variables: readonly NamedProgram[],
    { facts = new Map(), confinedTo = '', trace, roots = {} }: Surroundings = {},
  ) {
    const { input } = judged;
    this.now = input.now;
    this.facts = facts;
    this.confinedTo = confinedTo;
    this.random = seededNumbers(`${input.now}/${resourceKey(judged.resource)}`);
    this.#roots = new Map<string, unknown>([
      ...libraryValues,
      ['object', input.resource ?? null],
      ['oldObject', input.oldResource ?? null],
      ['request', requestOf(judged)],
      ['namespaceObject', input.namespaceObject ?? null],
      ['params', null],
      ['exceptions', { allowedImages: [], allowedValues: [] }],
      ['variables', lazyVariables(variables, this, trace)],
      ...Object.entries(roots),
    ]);
  }

  get(name: string): unknown {
    return this.#roots.get(name);
  }
}

/** A map whose values are computed on demand; an error in one is the value of every expression that names it. */
function lazyVariables(variables: readonly NamedProgram[], activation: Activation, trace?: Trace): object {
  const computed = new Map<string, CelValue | CelError>();
  const map = Object.create(null) as Record<string, unknown>;
  for (const { name, expression, program } of variables) {
    Object.defineProperty(map, name, {
      enumerable: true,
      configurable: true,
      get() {
        let value = computed.get(name);
        if (value === undefined) {
          value = program.evaluate(activation);
          computed.set(name, value);
          trace?.add({ kind: 'expression', name: `variables.${name}`, expression, value: traceValue(value) });
        }
        return value;
      },
    });
  }
  return map;
}

/** A value for people: errors by their message. */
export function traceValue(value: CelValue | CelError): string | number | boolean | null {
  if (value instanceof CelError) return value.message;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : '(value)';
}

/** The AdmissionRequest as far as it is known. */
function requestOf({ resource, gvk, input }: Judged): JsonObject {
  const { user } = input;
  const { group, version, kind } = gvk;
  return {
    operation: input.operation,
    namespace: namespaceOf(resource),
    name: nameOf(resource),
    kind: { group, version, kind },
    resource: { group, version, resource: resourceNameOf(kind) },
    subResource: input.subresource ?? '',
    userInfo: { username: user?.username ?? '', groups: [...(user?.groups ?? [])], uid: '', extra: {} },
    object: input.resource ?? null,
    oldObject: input.oldResource ?? null,
    dryRun: false,
    options: {},
    uid: '',
  };
}

import { type JsonObject, resourceNameOf } from '../../../foundations/kube/index.ts';
import { CelError, type CelFunction, CelOpaque, type CelValue, type Meter } from '../../../languages/cel/index.ts';
import type { Lookup } from '../facts.ts';
import { ask, type HostActivation, plainArgument, spelledTwice } from './host.ts';

interface Gvr {
  readonly apiVersion: string;
  readonly resource: string;
}

interface Place extends Gvr {
  readonly namespace: string;
}

type Verb = (
  place: Place,
  rest: readonly CelValue[],
  activation: HostActivation,
  attempt: string,
  meter: Meter,
) => CelValue | CelError;

/**
 * `resource.Get`, `List`, `Post` and `ToGVR`. A policy of one namespace names none: it sees its own. An object that is
 * not there is null. Source: Kyverno, resource library.
 */
export function resourceFunctions(confined: boolean): readonly CelFunction[] {
  const within = confined ? '' : ', string';
  const places = [`string, string${within}`, `Gvr${within}`];
  return [
    ...places.flatMap((place) => placed('Get', `${place}, string`, 'get', get)),
    ...places.flatMap((place) => placed('List', place, 'list', list)),
    ...places.flatMap((place) => placed('List', `${place}, map(string, string)`, 'list', list)),
    ...(confined ? [] : placed('Post', 'string, string, string, map(string, dyn)', 'create', post)),
    ...placed('Post', 'string, string, map(string, dyn)', 'create', post),
    ...spelledTwice('ResourceContext', 'ToGVR', '(string, string): Gvr', ([, apiVersion, kind]) => {
      const resource = resourceNameOf(kind as string);
      return new CelOpaque('Gvr', { apiVersion, resource }, `${apiVersion}, Resource=${resource}`);
    }),
  ];
}

function placed(name: string, parameters: string, verb: string, call: Verb): CelFunction[] {
  const attempt = `failed to ${verb} resource`;
  return spelledTwice(
    'ResourceContext',
    name,
    `(${parameters}): map(string, dyn)`,
    ([, ...args], activation, meter) => {
      const { place, rest } = readPlace(args, activation);
      const isGroupVersion = place.apiVersion.split('/').length <= 2;
      if (!isGroupVersion) return new CelError(`${attempt}: unexpected GroupVersion string: ${place.apiVersion}`);
      return call(place, rest, activation, attempt, meter);
    },
  );
}

/** Where to look, and the arguments behind that. */
function readPlace(args: readonly CelValue[], { confinedTo }: HostActivation): { place: Place; rest: CelValue[] } {
  const [first, ...others] = args;
  const given = first instanceof CelOpaque;
  const gvr = given ? (first.data as Gvr) : { apiVersion: first as string, resource: others[0] as string };
  const rest = given ? others : others.slice(1);
  if (confinedTo !== '') return { place: { ...gvr, namespace: confinedTo }, rest };
  // Only `Post` can do without a namespace.
  if (typeof rest[0] !== 'string') return { place: { ...gvr, namespace: '' }, rest };
  return { place: { ...gvr, namespace: rest[0] }, rest: rest.slice(1) };
}

const noCluster = 'there is no cluster to ask';

const get: Verb = (place, [name], activation, attempt) =>
  ask(activation, { kind: 'resource', ...place, name: name as string }, attempt, noCluster);

const list: Verb = (place, [labels], activation, attempt, meter) => {
  const selected = labels === undefined ? {} : { labels: plainArgument(labels, meter) as JsonObject };
  return ask(activation, { kind: 'resource', ...place, ...selected }, attempt, noCluster);
};

const post: Verb = (place, [data], activation, attempt, meter) => {
  const lookup: Lookup = { kind: 'resource', ...place, post: plainArgument(data!, meter) as JsonObject };
  return ask(activation, lookup, attempt, noCluster);
};

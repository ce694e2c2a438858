import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { CelError, type CelFunction, CelOpaque, type CelValue, type Meter } from '../../../languages/cel/index.ts';
import type { Lookup } from '../facts.ts';
import { ask, decode, type HostActivation, plainArgument, spelledTwice } from './host.ts';

const attempt = 'request failed';
const headers = 'map(string, string)';

/**
 * `http.Get`, `Post` and `Client`. A policy of one namespace may not call out: only a mock answers it. Source:
 * Kyverno, http library.
 */
export const httpFunctions: readonly CelFunction[] = [
  ...['(string): dyn', `(string, ${headers}): dyn`].flatMap((rest) =>
    spelledTwice('HttpContext', 'Get', rest, ([client, url, sent], activation, meter) =>
      request(activation, client!, { method: 'GET', url: url as string, ...headersOf(sent, meter) }),
    ),
  ),
  ...['(string, dyn): dyn', `(string, dyn, ${headers}): dyn`].flatMap((rest) =>
    spelledTwice('HttpContext', 'Post', rest, ([client, url, data, sent], activation, meter) =>
      request(activation, client!, {
        method: 'POST',
        url: url as string,
        data: plainArgument(data!, meter),
        ...headersOf(sent, meter),
      }),
    ),
  ),
  ...spelledTwice('HttpContext', 'Client', '(string): HttpContext', ([client, caBundle]) =>
    makeClient(client!, caBundle as string),
  ),
];

function headersOf(sent: CelValue | undefined, meter: Meter): { headers?: JsonObject } {
  const plain = sent === undefined ? {} : (plainArgument(sent, meter) as JsonObject);
  return Object.keys(plain).length > 0 ? { headers: plain } : {};
}

/** The one value that differs between clients is the authorities they trust. */
function makeClient(client: CelValue, caBundle: string): CelValue | CelError {
  if (caBundle === '') return client;
  if (!/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(caBundle))
    return new CelError(`${attempt}: failed to parse PEM CA bundle for APICall`);
  return new CelOpaque('HttpContext', caBundle, caBundle);
}

function request(
  activation: HostActivation,
  client: CelValue,
  asked: Omit<Extract<Lookup, { kind: 'http' }>, 'kind'>,
): CelValue | CelError {
  const { data: caBundle } = client as CelOpaque;
  const confined = activation.confinedTo !== '';
  const lookup: Lookup = {
    kind: 'http',
    ...asked,
    ...(caBundle ? { caBundle: caBundle as string } : {}),
    ...(confined ? { confined } : {}),
  };
  const why = confined
    ? 'http calls are not allowed in namespaced policies: set --allowHTTPInNamespacedPolicies to enable'
    : `no mock answers ${asked.method} ${asked.url}, and servers are not asked`;
  return ask(activation, lookup, attempt, why, readAnswer);
}

/** The status is the only number that is not decoded from JSON. */
function readAnswer(value: JsonValue): CelValue {
  const answer = decode(value);
  const status = isObject(value) ? value['statusCode'] : undefined;
  return status === undefined ? answer : { ...(answer as { [key: string]: CelValue }), statusCode: status };
}

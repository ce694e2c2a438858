import type { JsonObject } from '../../../src/foundations/kube/index.ts';

// Calls from CEL to the outside, answered by the mocks of a test file: each expression becomes the message of a policy.

function configMap(name: string, namespace: string, x: string, labels: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data: { x } };
}

/** What lies in the cluster. */
export const objects: readonly JsonObject[] = [
  configMap('a', 'default', '1', { app: 'web' }),
  configMap('b', 'default', '2'),
  configMap('c', 'other', '3', { app: 'web' }),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'default' },
    spec: { replicas: 2 },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } },
];

export const images: readonly JsonObject[] = [
  {
    image: 'ghcr.io/team/web:1',
    resolvedImage: 'ghcr.io/team/web:1@sha256:11',
    registry: 'ghcr.io',
    repository: 'team/web',
    tag: '1',
    digest: 'sha256:11',
    config: { config: { User: 'root' }, layers: 3 },
  },
];

export const mocks: JsonObject = {
  globalContextEntries: [
    { name: 'plain', data: { n: 2 } },
    {
      name: 'projected',
      data: { items: [{ name: 'a' }, { name: 'b' }] },
      projections: [
        { name: 'names', path: 'items[].name' },
        { name: 'count', path: 'length(items)' },
      ],
    },
    { name: 'objects', resources: [configMap('a', 'default', '1')] },
    { name: 'part', data: { a: { b: [1, 2] } }, fieldPath: 'a.b' },
  ],
  apiCallResponses: [
    { url: 'https://example.com/any', response: { body: { m: 'any', n: 2 } } },
    { url: 'https://example.com/both', method: 'GET', response: { body: { m: 'get' } } },
    { url: 'https://example.com/both', method: 'POST', response: { body: { m: 'post' } } },
    { url: 'https://example.com/gone', method: 'get', response: { statusCode: 404, body: { m: 'gone' } } },
    { url: 'https://example.com/first', response: { body: { m: 'any' } } },
    { url: 'https://example.com/first', method: 'POST', response: { body: { m: 'post' } } },
    { urlPath: '/api/v1/path', response: { body: { m: 'path' } } },
  ],
};

export interface CallCase {
  readonly expression: string;
  readonly says: string;
  /** What the reference says where that is different, see docs/compatibility.md. */
  readonly reference?: string;
}

const notJudged = 'error: internal error: not implemented';
const noMethods = 'error: no such overload: Get(libs.mockAwareHTTPContext, string)';
const noEntry = (projection: string, entry: string) =>
  `error: failed to get global reference: projection "${projection}" not found in global context entry "${entry}"`;

/** Answered from a Context file and the mocks. */
export const contextCases: readonly CallCase[] = [
  { expression: 'resource.Get("v1", "configmaps", "default", "a").data.x', says: '1' },
  { expression: 'dyn(resource.Get("v1", "configmaps", "default", "z")) == null', says: 'true' },
  { expression: 'dyn(resource.get("v1", "configmaps", "", "a")) == null', says: 'true' },
  { expression: 'dyn(resource.Get("v1", "secrets", "default", "a")) == null', says: 'true' },
  { expression: 'resource.Get("v1", "configmaps", "default", "z").data.x', says: 'error: no such key: data' },
  { expression: 'dyn(resource.Get("v1", "pods", "default", "p")) == null', says: 'true' },
  { expression: 'resource.Get("v1", "namespaces", "", "other").metadata.name', says: 'other' },
  { expression: 'dyn(resource.Get("v1", "namespaces", "default", "other")) == null', says: 'true' },
  { expression: 'resource.Get("apps/v1", "deployments", "default", "d").spec.replicas + 1', says: '3' },
  {
    expression: 'resource.Get("a/b/c", "deployments", "default", "d").spec',
    says: 'error: failed to get resource: unexpected GroupVersion string: a/b/c',
  },
  {
    expression: 'resource.Get(resource.ToGVR("apps/v1", "Deployment"), "default", "d").spec.replicas',
    says: '2',
    reference: notJudged,
  },
  {
    expression: 'resource.Post("v1", "configmaps", "default", {"a": "b"}).a',
    says: 'error: failed to create resource: there is no cluster to ask',
    reference: notJudged,
  },
  { expression: 'resource.List("v1", "configmaps", "default").items.size()', says: '2' },
  { expression: 'resource.list("v1", "configmaps", "default", {"app": "web"}).items.size()', says: '2' },
  { expression: 'resource.List("v1", "configmaps", "").items.size()', says: '0' },
  { expression: 'resource.List("v1", "configmaps", "none").items.size()', says: '0' },
  { expression: 'resource.List("v1", "namespaces", "").items.size()', says: '2' },
  { expression: 'resource.List("v1", "configmaps", "default").?kind.orValue("none")', says: 'none' },
  {
    expression: 'resource.List("v1", "secrets", "default").items.size()',
    says: 'error: failed to list resource: secrets resource not found',
  },
  {
    expression: 'resource.List("batch/v1", "jobs", "default").items.size()',
    says: 'error: failed to list resource: jobs.batch resource not found',
  },
  { expression: 'globalContext.Get("plain").n', says: '2' },
  { expression: 'globalContext.Get("plain").n + 1', says: 'error: no such overload' },
  { expression: 'globalContext.Get("plain", "n")', says: '2' },
  { expression: 'globalContext.Get("plain", "z")', says: noEntry('z', 'plain') },
  { expression: 'globalContext.get("none") == null', says: 'true' },
  { expression: 'globalContext.get("none", "z") == null', says: 'true' },
  { expression: 'globalContext.Get("projected").count', says: '2' },
  { expression: 'globalContext.Get("projected", "names").join(",")', says: 'a,b' },
  { expression: 'globalContext.Get("projected", "z")', says: noEntry('z', 'projected') },
  { expression: 'globalContext.Get("objects").size()', says: '1' },
  {
    expression: 'globalContext.Get("objects", "z")',
    says: `${noEntry('z', 'objects')}: stored value is not an object`,
  },
  { expression: 'globalContext.Get("part").size()', says: '2' },
  { expression: 'http.Get("https://example.com/any").body.m', says: 'any' },
  { expression: 'http.Get("https://example.com/any").body.n + 1', says: 'error: no such overload' },
  { expression: 'http.Get("https://example.com/any").statusCode + 1', says: '201' },
  { expression: 'http.Post("https://example.com/any", {"a": 1}).body.m', says: 'any' },
  { expression: 'http.Get("https://example.com/both").body.m', says: 'get' },
  { expression: 'http.Post("https://example.com/both", "x").body.m', says: 'post' },
  { expression: 'http.post("https://example.com/first", {"a": 1}, {"h": "v"}).body.m', says: 'post' },
  { expression: 'http.get("https://example.com/first", {"h": "v"}).body.m', says: 'any' },
  { expression: 'http.Get("https://example.com/gone").statusCode', says: '404' },
  { expression: 'http.Get("https://example.com/gone").body.m', says: 'gone' },
  { expression: 'http.Get("/api/v1/path").body.m', says: 'path' },
  { expression: 'http.Client("").Get("https://example.com/any").body.m', says: 'any', reference: noMethods },
  {
    expression: 'http.Client("x").Get("https://example.com/any").body.m',
    says: 'error: request failed: failed to parse PEM CA bundle for APICall',
  },
  { expression: 'image.GetMetadata("ghcr.io/team/web:1").digest', says: 'sha256:11' },
  { expression: 'image.getMetadata("ghcr.io/team/web:1").config.config.User', says: 'root' },
  { expression: 'image.GetMetadata("ghcr.io/team/web:1").config.layers + 1', says: 'error: no such overload' },
  {
    expression: 'image.GetMetadata("ghcr.io/team/db:1").digest',
    says: 'error: failed to get image data: image data for ghcr.io/team/db:1 not found in the context',
  },
  { expression: 'image("nginx").registry()', says: 'index.docker.io' },
  { expression: 'yaml.parse("a: 1\\nb: [x, 2.5]").a', says: '1' },
  { expression: 'yaml.parse("a: 1").a + 1', says: 'error: no such overload' },
  {
    expression: 'yaml.parse("a: [").a',
    says: 'error: error converting YAML to JSON: yaml: line 1: did not find expected node content',
  },
  { expression: 'yaml.parse("a: yes").a', says: 'true' },
  { expression: 'random().size()', says: '8' },
  { expression: 'random("x{3}")', says: 'xxx' },
];

/** Answered from the objects of `clusterResources`. */
export const clusterCases: readonly CallCase[] = [
  { expression: 'resource.Get("v1", "configmaps", "default", "a").data.x', says: '1' },
  { expression: 'dyn(resource.Get("v1", "configmaps", "default", "z")) == null', says: 'true' },
  { expression: 'dyn(resource.Get("v1", "configmaps", "", "a")) == null', says: 'true' },
  { expression: 'dyn(resource.Get("v1", "pods", "default", "p")) == null', says: 'false' },
  { expression: 'dyn(resource.Get("v1", "namespaces", "default", "other")) == null', says: 'true' },
  {
    expression: 'resource.Get(resource.ToGVR("apps/v1", "Deployment"), "default", "d").spec.replicas + 1',
    says: '3',
  },
  { expression: 'resource.List("v1", "configmaps", "default").items.size()', says: '2' },
  { expression: 'resource.List("v1", "configmaps", "default", {"app": "web"}).items.size()', says: '1' },
  { expression: 'resource.List("v1", "configmaps", "").items.size()', says: '3' },
  { expression: 'resource.List("v1", "configmaps", "none").items.size()', says: '0' },
  { expression: 'resource.List("v1", "configmaps", "default").kind', says: 'ConfigMapList' },
  { expression: 'globalContext.Get("none") == null', says: 'true' },
  { expression: 'globalContext.Get("plain").n', says: '2', reference: 'error: no such key: n' },
];

/** The same as a NamespacedValidatingPolicy of namespace `default`, from a Context file. */
export const namespacedCases: readonly CallCase[] = [
  { expression: 'resource.Get("v1", "configmaps", "a").data.x', says: '1' },
  { expression: 'dyn(resource.Get("v1", "configmaps", "c")) == null', says: 'true' },
  { expression: 'resource.List("v1", "configmaps").items.size()', says: '2' },
  { expression: 'resource.List("v1", "configmaps", {"app": "web"}).items.size()', says: '2' },
  {
    expression: 'globalContext.Get("plain").n',
    says: 'error: failed to get global reference: globalContext.* is not allowed in namespaced policies',
  },
  { expression: 'http.Get("https://example.com/any").body.m', says: 'any' },
  {
    expression: 'http.Get("https://example.com/none").body.m',
    says: 'error: request failed: http calls are not allowed in namespaced policies: set --allowHTTPInNamespacedPolicies to enable',
  },
  { expression: 'image.GetMetadata("ghcr.io/team/web:1").digest', says: 'sha256:11' },
];

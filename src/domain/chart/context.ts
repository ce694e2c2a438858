import { encodeBase64 } from '../../foundations/kube/index.ts';
import {
  basePath,
  byteList,
  fn,
  fromBytes,
  type GoFunction,
  GoMap,
  type GoValue,
  int,
  list,
  map,
  plainView,
  runFn,
  sortedKeys,
  stringList,
} from '../../languages/gotemplate/index.ts';
import type { Metadata } from './chart.ts';
import { compileGlob } from './glob.ts';
import type { ResolvedChart, ResolvedDependency } from './resolved-chart.ts';
import { writeYaml } from './yaml-functions.ts';

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly isUpgrade: boolean;
}

export function releaseValue({ name, namespace, isUpgrade }: Release): GoMap {
  return map([
    ['Name', name],
    ['Namespace', namespace],
    ['IsUpgrade', isUpgrade],
    ['IsInstall', !isUpgrade],
    ['Revision', int(1)],
    ['Service', 'Helm'],
  ]);
}

/** `.Chart`: a map with the field names that Helm's structs have. */
export function chartValue(node: ResolvedChart, isRoot: boolean): GoMap {
  const data: Metadata = node.chart.metadata;
  const annotations = map(data.annotations ?? [], 'map[string]string');
  annotations.isNil = data.annotations === undefined;
  return map([
    ['Name', node.name],
    ['Home', data.home],
    ['Sources', list(data.sources)],
    ['Version', data.version],
    ['Description', data.description],
    ['Keywords', list(data.keywords)],
    [
      'Maintainers',
      list(
        data.maintainers.map(({ name, email, url }) =>
          map([
            ['Name', name],
            ['Email', email],
            ['URL', url],
          ]),
        ),
      ),
    ],
    ['Icon', data.icon],
    ['APIVersion', data.apiVersion],
    ['Condition', data.condition],
    ['Tags', data.tags],
    ['AppVersion', data.appVersion],
    ['Deprecated', data.deprecated],
    ['Annotations', annotations],
    ['KubeVersion', data.kubeVersion],
    ['Dependencies', list(node.declared.map(dependencyValue))],
    ['Type', data.type],
    ['IsRoot', isRoot],
  ]);
}

function dependencyValue(dependency: ResolvedDependency): GoValue {
  return map([
    ['Name', dependency.name],
    ['Version', dependency.version],
    ['Repository', dependency.repository],
    ['Condition', dependency.condition],
    ['Tags', list(dependency.tags)],
    ['Enabled', dependency.enabled],
    ['ImportValues', list(dependency.importValues.map(({ child, parent }) => map(Object.entries({ child, parent }))))],
    ['Alias', dependency.alias],
  ]);
}

/** `.Files`: a map of bytes with methods. */
export function filesValue(files: ReadonlyMap<string, Uint8Array>): GoMap {
  const value = map(
    [...files].map(([path, bytes]) => [path, byteList(bytes)]),
    'engine.files',
  );
  const text = (path: string): string => fromBytes(files.get(path) ?? new Uint8Array());
  /** Base names as keys, later paths over earlier ones. */
  const byName = (content: (bytes: Uint8Array) => string): GoFunction =>
    runFn([], (run) => {
      return writeYaml(run, map(sortedKeys(files).map((path) => [basePath(path), content(files.get(path)!)])));
    });
  value.methods = {
    Get: fn(['string'], text),
    GetBytes: fn(['string'], (path) => byteList(files.get(path) ?? new Uint8Array())),
    Glob: fn(['string'], (pattern) => {
      const matches = compileGlob(pattern);
      return filesValue(new Map([...files].filter(([path]) => matches(path))));
    }),
    Lines: fn(['string'], (path) => {
      if (!files.has(path)) return stringList([]);
      return stringList(text(path).replace(/\n$/, '').split('\n'));
    }),
    AsConfig: byName(fromBytes),
    AsSecrets: byName(encodeBase64),
  };
  return value;
}

/** `.Values` has a few methods of its own. */
export function valuesOf(values: GoMap): GoMap {
  values.type = 'common.Values';
  values.methods = {
    AsMap: fn([], () => (values.size === 0 ? new GoMap() : plainView(values))),
    YAML: runFn([], (run) => `${writeYaml(run, values)}\n`),
  };
  return values;
}

import { describe, expect, it } from 'vitest';
import { type ChartFile, loadChart, mergeValueSources, type RenderOptions, renderChart } from './index.ts';

const chartYaml = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n';

function load(contents: Readonly<Record<string, string | Uint8Array>>) {
  const files: ChartFile[] = Object.entries({ 'Chart.yaml': chartYaml, ...contents }).map(([path, data]) => ({
    path,
    data,
  }));
  return loadChart(files);
}

function firstMessage(contents: Readonly<Record<string, string | Uint8Array>>, options: RenderOptions = {}) {
  const { chart, diagnostics } = load(contents);
  const all = chart ? [...diagnostics, ...renderChart(chart, options).diagnostics] : diagnostics;
  return all[0]?.message;
}

describe('Chart.yaml is read into the types of Helm', () => {
  it.each([
    ['appVersion: 20240101', '20240101'],
    ['appVersion: 1.10', '1.1'],
    ['appVersion: 0x1f', '31'],
    ['appVersion: yes', 'true'],
    ['APPVERSION: x', 'x'],
    ['appVersion: "a\\tb\\u200b"', 'a b'],
    ['appVersion: 18446744073709551615', '18446744073709551615'],
  ])('%s is %s', (line, expected) => {
    expect(load({ 'Chart.yaml': `${chartYaml}${line}\n` }).chart!.metadata.appVersion).toBe(expected);
  });

  const wrong = (field: string, found: string, type: string): string =>
    `cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into Go struct field ${field} of type ${type}`;
  it.each([
    ['keywords: [a, [b]]', wrong('Metadata.keywords', 'array', 'string')],
    ['dependencies: {}', wrong('Metadata.dependencies', 'object', '[]*v2.Dependency')],
    ['dependencies: [{tags: x}]', wrong('Dependency.dependencies.tags', 'string', '[]string')],
    ['deprecated: 1', wrong('Metadata.deprecated', 'number', 'bool')],
    ['zz: 1\ndeprecated: 4\nhome: []', wrong('Metadata.deprecated', 'number', 'bool')],
    ['maintainers: [null]', 'validation: maintainers must not contain empty or null nodes'],
  ])('%s is refused', (line, message) => {
    expect(firstMessage({ 'Chart.yaml': `${chartYaml}${line}\n` })).toBe(message);
  });

  it('requirements.yaml of a chart of version 2 counts, and Helm warns', () => {
    expect(firstMessage({ 'requirements.yaml': 'dependencies: []' })).toMatch(
      /^Dependencies are handled in Chart.yaml/,
    );
  });
});

describe('values files', () => {
  const shown = (text: string): string => {
    const { chart } = load({ 'values.yaml': text, 'templates/a.yaml': 'v: {{ toJson .Values }}' });
    return renderChart(chart!).manifests[0]!.text;
  };
  it.each([
    ['several documents are merged', 'a: 1\nm: {b: 1}\n--- # more\nm: {c: 2}\n', 'v: {"a":1,"m":{"b":1,"c":2}}'],
    ['what stands behind the end of a document is not read', 'a: 1\n...\nb: [\n', 'v: {"a":1}'],
    ['line breaks of Windows are none of the text', 'a: "x\r\n  y"\r\n', 'v: {"a":"x y"}'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['a separator with text', 'a: 1\n--- x\n', 'error reading yaml document: invalid Yaml document separator: x'],
    [
      'a key that is null',
      '~: 1\n',
      'cannot unmarshal yaml document: error converting YAML to JSON: unsupported map key of type: %!s(<nil>), key: <nil>, value: 1',
    ],
    [
      'a key that is a map',
      '? {a: [1, x]}\n: 2\n',
      'cannot unmarshal yaml document: error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{"a":[]interface {}{1, "x"}}',
    ],
    [
      'bytes that are no UTF-8',
      Uint8Array.of(0x61, 0x3a, 0x20, 0xff),
      'cannot unmarshal yaml document: error converting YAML to JSON: yaml: invalid leading UTF-8 octet',
    ],
    [
      'a wrong tag',
      'a: !!int x\n',
      'cannot unmarshal yaml document: error converting YAML to JSON: yaml: cannot decode !!str `x` as a !!int',
    ],
  ])('%s is refused', (_, text, message) => {
    expect(firstMessage({ 'values.yaml': text })).toBe(`cannot load values.yaml: ${message}`);
  });
});

describe('--set', () => {
  it.each([
    ['l[0].k=', { l: [] }],
    ['l[0].k=x', { l: [{ k: 'x' }] }],
  ])('%s gives what Helm makes of it', (text, expected) => {
    const values = mergeValueSources({ set: [text] });
    expect(
      JSON.stringify(
        Object.fromEntries(values),
        (_, item) => item?.items ?? (item instanceof Map ? Object.fromEntries(item) : item),
      ),
    ).toBe(JSON.stringify(expected));
  });

  it.each([
    [
      { set: ['a[99999999999999999999]=1'] },
      'error parsing index: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    [{ set: ["a[0]'=1"] }, "unexpected data at end of array index: ['\\'']"],
    [{ setJson: ['a=1e400'] }, 'failed parsing --set-json data a=1e400'],
  ])('%j is refused', (sources, message) => {
    expect(() => mergeValueSources(sources)).toThrow(message);
  });
});

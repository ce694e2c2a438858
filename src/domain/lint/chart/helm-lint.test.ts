import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChartLintOptions, lintSource } from '../index.ts';

const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'), 'helm');
const encoder = new TextEncoder();

type Files = Readonly<Record<string, string>>;

const chart = (more = '', rest = 'version: 1.0.0\nicon: https://acme.example/i.svg\n') =>
  `apiVersion: v2\nname: web\n${rest}${more}`;
const base: Files = { 'Chart.yaml': chart(), 'values.yaml': '', 'templates/a.yaml': 'kind: A\nmetadata: {name: a}\n' };
const withChart = (text: string): Files => ({ ...base, 'Chart.yaml': text });
const withTemplate = (text: string, name = 'a.yaml'): Files => ({ ...base, [`templates/${name}`]: text });
const manifest = (kind: string, name: string, apiVersion = 'v1', rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

/** A fixture, what the real program says of it (severity and a part of the text), and the codes and places that we say. */
const cases: readonly [string, Files, readonly string[], readonly string[]][] = [
  ['a chart without mistakes', base, [], []],
  [
    'no icon',
    withChart(chart('', 'version: 1.0.0\n')),
    ['INFO Chart.yaml: icon is recommended'],
    ['info CHART_NO_ICON Chart.yaml:2'],
  ],
  [
    'an icon that is no address',
    withChart(chart('icon: i.svg\n', 'version: 1.0.0\n')),
    ["ERROR Chart.yaml: invalid icon URL 'i.svg'"],
    ['error CHART_METADATA Chart.yaml:4'],
  ],
  [
    'no name',
    withChart('apiVersion: v2\nversion: 1.0.0\nicon: a:b\n'),
    [
      'ERROR Chart.yaml: name is required',
      'ERROR templates/: validation: chart.metadata.name is required',
      'ERROR : unable to load chart',
    ],
    ['error CHART_METADATA Chart.yaml:1'],
  ],
  [
    'a name with a path',
    withChart(chart().replace('web', 'a/b')),
    [
      'ERROR Chart.yaml: chart name "a/b" is invalid',
      'ERROR templates/: validation: chart.metadata.name',
      'ERROR : unable to load chart',
    ],
    ['error CHART_METADATA Chart.yaml:2'],
  ],
  [
    'nothing but a description',
    withChart('description: x\nicon: a:b\n'),
    [
      'ERROR Chart.yaml: apiVersion is required. The value must be either "v1" or "v2"',
      'ERROR Chart.yaml: name is required',
      'ERROR Chart.yaml: version is required',
      'ERROR templates/: validation: chart.metadata.name is required',
      'ERROR : unable to load chart',
      "WARNING Chart.yaml: version '' is not a valid SemVerV2",
    ],
    [...Array(3).fill('error CHART_METADATA Chart.yaml:1'), 'warning CHART_VERSION_FORM Chart.yaml:1'],
  ],
  [
    'no apiVersion',
    withChart(chart().replace('apiVersion: v2\n', '')),
    ['ERROR Chart.yaml: apiVersion is required. The value must be either "v1" or "v2"'],
    ['error CHART_METADATA Chart.yaml:1'],
  ],
  [
    'an apiVersion that is none',
    withChart(chart().replace('v2', 'v9')),
    ["ERROR Chart.yaml: apiVersion 'v9' is not valid."],
    ['error CHART_METADATA Chart.yaml:1'],
  ],
  [
    'no version',
    withChart(chart('', 'icon: a:b\n')),
    [
      'ERROR Chart.yaml: version is required',
      'ERROR templates/: validation: chart.metadata.version is required',
      'ERROR : unable to load chart',
      "WARNING Chart.yaml: version '' is not a valid SemVerV2",
    ],
    ['error CHART_METADATA Chart.yaml:1', 'warning CHART_VERSION_FORM Chart.yaml:1'],
  ],
  [
    'a version that is a number',
    withChart(chart('', 'version: 1.5\nicon: a:b\n')),
    [
      "ERROR Chart.yaml: version should be of type string but it's of type float64",
      "WARNING Chart.yaml: version '1.5' is not a valid SemVerV2",
    ],
    ['error CHART_METADATA Chart.yaml:3', 'warning CHART_VERSION_FORM Chart.yaml:3'],
  ],
  [
    'a version of two numbers',
    withChart(chart('', 'version: "1.5"\nicon: a:b\n')),
    ["WARNING Chart.yaml: version '1.5' is not a valid SemVerV2"],
    ['warning CHART_VERSION_FORM Chart.yaml:3'],
  ],
  [
    'a version that is none',
    withChart(chart('', 'version: new\nicon: a:b\n')),
    [
      "ERROR Chart.yaml: version 'new' is not a valid SemVer",
      'ERROR templates/: validation: chart.metadata.version "new" is invalid',
      'ERROR : unable to load chart',
      "WARNING Chart.yaml: version 'new' is not a valid SemVerV2",
    ],
    ['error CHART_METADATA Chart.yaml:3', 'warning CHART_VERSION_FORM Chart.yaml:3'],
  ],
  [
    'an appVersion that is a number',
    withChart(chart('appVersion: 1.2\n')),
    ["ERROR Chart.yaml: appVersion should be of type string but it's of type float64"],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'a maintainer without a name',
    withChart(chart('maintainers: [{email: a@b.example}]\n')),
    ['ERROR Chart.yaml: each maintainer requires a name'],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'a maintainer with a wrong e-mail',
    withChart(chart('maintainers: [{name: Ann, email: ann}]\n')),
    ["ERROR Chart.yaml: invalid email 'ann' for maintainer 'Ann'"],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'a maintainer with a wrong address',
    withChart(chart('maintainers: [{name: Ann, url: "a b"}]\n')),
    ["ERROR Chart.yaml: invalid url 'a b' for maintainer 'Ann'"],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'a source that is no address',
    withChart(chart('sources: [https://a.example, nowhere]\n')),
    ["ERROR Chart.yaml: invalid source URL 'nowhere'"],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'a field that Helm does not know',
    withChart(chart('maintainer: Ann\n')),
    ['WARNING Chart.yaml: failed to strictly parse chart metadata file'],
    ['warning CHART_FIELD_UNKNOWN Chart.yaml:5'],
  ],
  [
    'a field that stands twice',
    withChart(chart('home: a\nhome: b\n')),
    ['WARNING Chart.yaml: failed to strictly parse chart metadata file'],
    ['warning CHART_FIELD_UNKNOWN Chart.yaml:6'],
  ],
  [
    'a type in version 1',
    withChart(chart('type: application\n').replace('v2', 'v1')),
    ["ERROR Chart.yaml: chart type is not valid in apiVersion 'v1'. It is valid in apiVersion 'v2'"],
    ['error CHART_METADATA Chart.yaml:5'],
  ],
  [
    'dependencies in version 1',
    withChart(chart('dependencies: [{name: d, version: "1"}]\n').replace('v2', 'v1')),
    [
      "ERROR Chart.yaml: dependencies are not valid in the Chart file with apiVersion 'v1'.",
      'WARNING CHART: chart directory is missing these dependencies: d',
    ],
    ['error CHART_METADATA Chart.yaml:5', 'warning CHART_DEPENDENCY Chart.yaml:1'],
  ],
  [
    'Chart.yaml that is no YAML',
    withChart('a: [\n'),
    [
      'ERROR Chart.yaml: unable to parse YAML',
      'ERROR templates/: cannot load Chart.yaml',
      'ERROR : unable to load chart',
    ],
    ['error CHART_YAML Chart.yaml:2'],
  ],
  [
    'no values.yaml',
    { 'Chart.yaml': chart(), 'templates/a.yaml': '' },
    ['INFO values.yaml: file does not exist'],
    ['info CHART_NO_VALUES values.yaml:1'],
  ],
  [
    'values.yaml that is no YAML',
    { ...base, 'values.yaml': 'a: [\n' },
    [
      'ERROR templates/: cannot load values.yaml',
      'ERROR : unable to load chart',
      'ERROR values.yaml: unable to parse YAML',
    ],
    ['error CHART_YAML values.yaml:2', 'error MANIFEST_INVALID_YAML values.yaml:2'],
  ],
  [
    'values that the schema refuses',
    { ...base, 'values.yaml': 'count: x\n', 'values.schema.json': '{"properties":{"count":{"type":"number"}}}' },
    [
      "ERROR templates/: values don't meet the specifications of the schema",
      "ERROR values.yaml: - at '/count': got string, want number",
    ],
    ['error CHART_SCHEMA -'],
  ],
  [
    'no templates',
    { 'Chart.yaml': chart(), 'values.yaml': '' },
    ['WARNING templates/: directory does not exist'],
    ['warning CHART_NO_TEMPLATES templates:1'],
  ],
  [
    'templates that is a file',
    { 'Chart.yaml': chart(), 'values.yaml': '', templates: 'x' },
    ['ERROR templates/: not a directory'],
    ['error CHART_FILE_KIND templates:1'],
  ],
  [
    'a template of another kind',
    withTemplate('{}', 'a.json'),
    ["ERROR templates/a.json: file extension '.json' not valid."],
    ['error CHART_FILE_KIND templates/a.json:1'],
  ],
  [
    'a template that does not parse',
    withTemplate('a: {{ nothing }}\n'),
    ['ERROR templates/: parse error at (web/templates/a.yaml:1): function "nothing" not defined'],
    ['error CHART_TEMPLATE_SYNTAX templates/a.yaml:1'],
  ],
  [
    'a template that fails',
    withTemplate('a: {{ .Values.a.b.c }}\n'),
    ['ERROR templates/: web/templates/a.yaml:1'],
    ['error CHART_TEMPLATE templates/a.yaml:1'],
  ],
  [
    'a value that is required: lint has none',
    withTemplate(
      'kind: A\nmetadata: {name: a}\nb: {{ required "b!" .Values.b }}{{ if .Values.x }}{{ fail "x" }}{{ end }}\n',
    ),
    [],
    [],
  ],
  [
    'output that is no YAML',
    withTemplate('a: b: c\n'),
    ['ERROR templates/a.yaml: unable to parse YAML'],
    ['error CHART_OUTPUT_YAML templates/a.yaml:1'],
  ],
  [
    'a document that begins behind its separator',
    withTemplate(`--- # one\n${manifest('A', 'a')}{{ if true }}\n---\n{{- end }}${manifest('B', 'b')}`),
    ['ERROR templates/a.yaml: unable to parse YAML: invalid Yaml document separator: apiVersion: v1'],
    ['error CHART_OUTPUT_SEPARATOR templates/a.yaml:7'],
  ],
  ['a name that is a number', withTemplate(manifest('ConfigMap', '12')), [], []],
  [
    'a namespace that is no label',
    withTemplate(manifest('Namespace', 'A')),
    [
      'WARNING templates/a.yaml: object name does not conform to Kubernetes naming requirements: "A": metadata.name: Invalid value: "A": a lowercase RFC 1123 label',
    ],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:4'],
  ],
  [
    'an e-mail address that counts',
    withChart(chart('maintainers: [{name: Ann, email: a.b+c@d-e.example, url: acme.example/x}]\n')),
    [],
    [],
  ],
  [
    'output that begins with a blank',
    withTemplate('{{ if true }}\n  {kind: A, metadata: {name: a}}\n{{ end }}\n'),
    ['WARNING templates/a.yaml: document starts with an illegal indent: "  {kind: A, metadata: {name: a}}"'],
    ['warning CHART_OUTPUT_INDENT templates/a.yaml:2'],
  ],
  [
    'a name that Kubernetes refuses',
    withTemplate(manifest('ConfigMap', 'Web_1')),
    [
      'WARNING templates/a.yaml: object name does not conform to Kubernetes naming requirements: "Web_1": metadata.name: Invalid value: "Web_1": a lowercase RFC 1123 subdomain',
    ],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:4'],
  ],
  [
    'no name',
    withTemplate('kind: ConfigMap\n'),
    ['WARNING templates/a.yaml: object name does not conform'],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:1'],
  ],
  [
    'a service whose name begins with a digit',
    withTemplate(manifest('Service', '1a')),
    [
      'WARNING templates/a.yaml: object name does not conform to Kubernetes naming requirements: "1a": metadata.name: Invalid value: "1a": a DNS-1035 label',
    ],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:4'],
  ],
  [
    'a namespace with a dot',
    withTemplate(manifest('Namespace', 'a.b')),
    [
      'WARNING templates/a.yaml: object name does not conform to Kubernetes naming requirements: "a.b": metadata.name: Invalid value: "a.b": must not contain dots',
    ],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:4'],
  ],
  [
    'names that only roles may have',
    withTemplate(`${manifest('ClusterRole', 'system:A_b')}---\n${manifest('Role', 'a%b')}`),
    [
      'WARNING templates/a.yaml: object name does not conform to Kubernetes naming requirements: "a%b": metadata.name: Invalid value: "a%b": may not contain \'%\'',
    ],
    ['warning RESOURCE_NAME_INVALID templates/a.yaml:9'],
  ],
  [
    'an API that goes away',
    withTemplate(manifest('PodDisruptionBudget', 'a', 'policy/v1beta1')),
    [
      'WARNING templates/a.yaml: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget',
    ],
    ['warning RESOURCE_API_DEPRECATED templates/a.yaml:1'],
  ],
  [
    'an API that went without another',
    withTemplate(manifest('RuntimeClass', 'a', 'node.k8s.io/v1beta1')),
    ['WARNING templates/a.yaml: node.k8s.io/v1beta1 RuntimeClass is deprecated in v1.22+, unavailable in v1.25+'],
    ['warning RESOURCE_API_DEPRECATED templates/a.yaml:1'],
  ],
  [
    'an API that goes away later',
    withTemplate(manifest('PodCertificateRequest', 'a', 'certificates.k8s.io/v1beta1')),
    [],
    [],
  ],
  [
    'a workload without a selector',
    withTemplate(manifest('Deployment', 'a', 'apps/v1')),
    ['ERROR templates/a.yaml: a Deployment must contain matchLabels or matchExpressions, and "a" does not'],
    ['error RESOURCE_NO_SELECTOR templates/a.yaml:2'],
  ],
  [
    'a list that keeps an item',
    withTemplate(manifest('List', 'a', 'v1', 'items:\n- metadata: {annotations: {helm.sh/resource-policy: keep}}\n')),
    ["ERROR templates/a.yaml: annotation 'helm.sh/resource-policy' within List objects are ignored"],
    ['error RESOURCE_LIST_ANNOTATION templates/a.yaml:1'],
  ],
  [
    'a dependency that is not there',
    withChart(chart('dependencies: [{name: d, version: "1"}]\n')),
    ['WARNING CHART: chart directory is missing these dependencies: d'],
    ['warning CHART_DEPENDENCY Chart.yaml:1'],
  ],
  [
    'a dependency that is not declared',
    { ...base, 'charts/d/Chart.yaml': 'apiVersion: v2\nname: d\nversion: 1.0.0\n' },
    ['ERROR CHART: chart metadata is missing these dependencies: d'],
    ['error CHART_DEPENDENCY Chart.yaml:1'],
  ],
  [
    'a dependency that is declared twice',
    {
      ...withChart(chart('dependencies: [{name: d, version: "1"}, {name: d, version: "1"}]\n')),
      'charts/d/Chart.yaml': 'apiVersion: v2\nname: d\nversion: 1.0.0\n',
    },
    ['ERROR templates/: validation: more than one dependency with name or alias "d"', 'ERROR : unable to load chart'],
    ['error CHART_METADATA Chart.yaml:1'],
  ],
  ['a library', withChart(chart('type: library\n')), [], []],
  ['crds that is a file', { ...base, crds: 'x' }, ['ERROR crds/: not a directory'], ['error CHART_FILE_KIND crds:1']],
  [
    'another object in crds',
    { ...base, 'crds/c.yaml': 'apiVersion: v1\nkind: Pod\n' },
    [
      "ERROR crds/c.yaml: apiVersion is not in 'apiextensions.k8s.io'",
      "ERROR crds/c.yaml: object kind is not 'CustomResourceDefinition'",
    ],
    ['error CHART_CRD crds/c.yaml:1', 'error CHART_CRD crds/c.yaml:2'],
  ],
  [
    'a template in crds',
    { ...base, 'crds/c.yaml': 'a: {{ b }}: c\n' },
    ['ERROR crds/c.yaml: unable to parse YAML'],
    ['error CHART_CRD crds/c.yaml:1'],
  ],
];

function ours(files: Files, options: ChartLintOptions = {}): string[] {
  const tree = {
    source: 'web',
    files: new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
  };
  const findings = lintSource(tree, [], (path) => path, options);
  return findings.map(
    ({ severity, code, location }) =>
      `${severity} ${code} ${location ? `${location.file.replace(/^\//, '')}:${location.line}` : '-'}`,
  );
}

function theirs(files: Files): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-helm-lint-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const env = { PATH: process.env['PATH'], HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
  const { stdout } = spawnSync(helm, ['lint', folder], { encoding: 'utf8', env, timeout: 20_000 });
  return [...stdout.replaceAll(folder, 'CHART').matchAll(/^\[(\w+)\] (.*)$/gm)].map(
    ([, severity, text]) => `${severity} ${text}`,
  );
}

describe('what is found in a chart', () => {
  it.each(cases)('%s', (_, files, _said, expected) => {
    expect(ours(files).sort()).toEqual([...expected].sort());
  });

  it('deprecations are told for the version that is asked for', () => {
    const files = withTemplate(manifest('PodDisruptionBudget', 'a', 'policy/v1beta1'));
    expect(ours(files, { kubeVersion: '1.20.0' })).toEqual([]);
    expect(ours(files, { kubeVersion: '1.21.0' })).toEqual(['warning RESOURCE_API_DEPRECATED templates/a.yaml:1']);
  });
});

describe('the real helm lint says', () => {
  if (!existsSync(helm)) {
    it.skip('skipped: needs helm, see CONTRIBUTING.md', () => {});
    return;
  }
  it.each(cases)('%s', { timeout: 20_000 }, (_, files, said) => {
    const lines = theirs(files).sort();
    const wanted = [...said].sort();
    expect(lines.map((line, i) => (wanted[i] !== undefined && line.startsWith(wanted[i]) ? wanted[i] : line))).toEqual(
      wanted,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type ChartFile, formatRender, loadChart, parseTemplate, type RenderOptions, renderChart } from './index.ts';

const chartYaml = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n';

function files(contents: Readonly<Record<string, string>>): ChartFile[] {
  return Object.entries({ 'Chart.yaml': chartYaml, ...contents }).map(([path, data]) => ({ path, data }));
}

function render(contents: Readonly<Record<string, string>>, options: RenderOptions = {}) {
  const { chart, diagnostics } = loadChart(files(contents));
  if (!chart) throw new Error(diagnostics[0]!.message);
  return renderChart(chart, options);
}

function firstError(contents: Readonly<Record<string, string>>, options: RenderOptions = {}) {
  const { chart, diagnostics } = loadChart(files(contents));
  return diagnostics[0] ?? renderChart(chart!, options).diagnostics.find((one) => one.severity === 'error');
}

const policy = `{{- range $name, $p := .Values.policies }}
{{- if $p.enabled }}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: {{ $name }}
  labels:
    {{- include "demo.labels" $ | nindent 4 }}
spec:
  validationFailureAction: {{ $p.action | default "Audit" }}
{{- end }}
{{- end }}
`;
const helpers = '{{ define "demo.labels" -}}\napp: {{ .Chart.Name }}\nenv: {{ .Values.env }}\n{{- end }}\n';

describe('times in TOML', () => {
  it.each([
    ['of UTC', '2024-01-02T03:04:05Z', '2024-01-02 03:04:05 +0000 UTC', '2024-01-02T03:04:05Z'],
    [
      'with an offset',
      '2024-01-02T03:04:05.25+05:30',
      '2024-01-02 03:04:05.25 +0530 +0530',
      '2024-01-02T03:04:05.25+05:30',
    ],
    ['of no zone', '2024-01-02T03:04:05', '2024-01-02 03:04:05 +0000 datetime-local', '2024-01-02T03:04:05'],
    ['that are days', '2024-01-02', '2024-01-02 00:00:00 +0000 date-local', '2024-01-02'],
    ['that are hours', '03:04:05', '0000-01-01 03:04:05 +0000 time-local', '03:04:05'],
  ])('%s are printed and written as Helm does', (_, text, printed, written) => {
    const template = `a: {{ (fromToml "d = ${text}").d | printf "%v" }}\nb: {{ fromToml "d = ${text}" | toToml }}`;
    const [manifest] = render({ 'templates/a.yaml': template }).manifests;
    expect(manifest!.text).toContain(`a: ${printed}\nb: d = ${written}`);
  });
});

describe('numbers in written YAML', () => {
  it.each([
    ['whole numbers of a template stay whole', '{{ toYamlPretty (dict "count" 1500000) }}', 'count: 1500000'],
    ['numbers of values are floats, as in Helm', '{{ toYamlPretty .Values }}', 'count: 1.5e+06'],
    ['and whole where the writer is the older one', '{{ toYaml .Values }}', 'count: 1500000'],
  ])('%s', (_, template, expected) => {
    expect(render({ 'templates/a.yaml': template, 'values.yaml': 'count: 1500000\n' }).manifests[0]!.text).toContain(
      expected,
    );
  });
});

describe('rendering a chart of policies', () => {
  const contents = {
    'templates/policy.yaml': policy,
    'templates/_helpers.tpl': helpers,
    'values.yaml':
      'env: dev\npolicies:\n  b: {enabled: true}\n  a: {enabled: true, action: Enforce}\n  c: {enabled: false}\n',
  };

  it('gives the documents with their heads', () => {
    const result = render(contents);
    expect(result.diagnostics).toEqual([]);
    expect(result.manifests.map((one) => [one.templatePath, one.kind, one.name])).toEqual([
      ['demo/templates/policy.yaml', 'ClusterPolicy', 'a'],
      ['demo/templates/policy.yaml', 'ClusterPolicy', 'b'],
    ]);
  });

  it('traces every line to the template line that wrote it', () => {
    const [first] = render(contents).manifests;
    expect(first!.text.split('\n').map((line, i) => [line, first!.lineMap[i]!.file, first!.lineMap[i]!.line])).toEqual([
      ['apiVersion: kyverno.io/v1', 'templates/policy.yaml', 4],
      ['kind: ClusterPolicy', 'templates/policy.yaml', 5],
      ['metadata:', 'templates/policy.yaml', 6],
      ['  name: a', 'templates/policy.yaml', 7],
      ['  labels:', 'templates/policy.yaml', 8],
      ['    app: demo', 'templates/policy.yaml', 9],
      ['    env: dev', 'templates/policy.yaml', 9],
      ['spec:', 'templates/policy.yaml', 10],
      ['  validationFailureAction: Enforce', 'templates/policy.yaml', 11],
    ]);
  });

  it('prints what helm template prints', () => {
    const text = formatRender(
      render(contents, { values: { set: ['policies.a.enabled=false'], setString: ['env=prd'] } }),
    );
    expect(text).toBe(`---
# Source: demo/templates/policy.yaml
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: b
  labels:
    app: demo
    env: prd
spec:
  validationFailureAction: Audit
`);
  });

  it('gives the same bytes every time', () => {
    const random = { 'templates/a.yaml': 'a: {{ randAlphaNum 9 }}-{{ now | unixEpoch }}-{{ uuidv4 }}' };
    expect(formatRender(render(random))).toBe(formatRender(render(random)));
  });
});

describe('values', () => {
  const show = { 'templates/v.yaml': 'v: {{ toJson .Values }}' };
  it.each<[string, string, RenderOptions['values'], string]>([
    [
      'a later file is stronger',
      'a: 1',
      {
        files: [
          { name: 'x', text: 'a: 2' },
          { name: 'y', text: 'a: 3' },
        ],
      },
      '{"a":3}',
    ],
    [
      'maps are merged, lists replaced',
      'm: {a: 1, l: [1, 2]}',
      { set: ['m.b=2,m.l={3}'] },
      '{"m":{"a":1,"b":2,"l":[3]}}',
    ],
    ['null removes a default', 'm: {a: 1, b: 2}', { set: ['m.a=null'] }, '{"m":{"b":2}}'],
    [
      'set types integers and booleans only',
      '{}',
      { set: ['a=1,b=1.5,c=true,d=007'] },
      '{"a":1,"b":"1.5","c":true,"d":"007"}',
    ],
    ['set-literal takes everything as it is', '{}', { setLiteral: ['a=b,c={d}'] }, '{"a":"b,c={d}"}'],
    ['set-json takes JSON', '{}', { setJson: ['a={"b":[1,null]}'] }, '{"a":{"b":[1,null]}}'],
    ['set is stronger than set-json', '{}', { set: ['a=1'], setJson: ['a=2'] }, '{"a":1}'],
  ])('%s', (_name, defaults, values, expected) => {
    expect(render({ ...show, 'values.yaml': defaults }, { values }).manifests[0]!.text).toBe(`v: ${expected}`);
  });
});

describe('subcharts', () => {
  const contents = {
    'Chart.yaml': `${chartYaml}dependencies:\n- {name: sub, version: "1.x", condition: sub.enabled}\n- {name: sub, alias: other, version: "1.x"}\n`,
    'values.yaml': 'global: {g: 1}\nsub: {x: 5}\n',
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.2.3\n',
    'charts/sub/values.yaml': 'x: 1\nz: 2\n',
    'charts/sub/templates/s.yaml': 'kind: {{ .Chart.Name }}\nv: {{ toJson .Values }}',
  };

  it('see their own part of the values and the globals, once for each alias', () => {
    expect(render(contents).manifests.map((one) => one.text)).toEqual([
      'kind: other\nv: {"global":{"g":1},"x":1,"z":2}',
      'kind: sub\nv: {"global":{"g":1},"x":5,"z":2}',
    ]);
  });

  it('vanish when their condition is false', () => {
    const result = render(contents, { values: { set: ['sub.enabled=false'] } });
    expect(result.manifests.map((one) => one.kind)).toEqual(['other']);
  });
});

describe('order', () => {
  it('sorts kinds as Helm installs them, hooks last', () => {
    const text = ['ClusterPolicy', 'Deployment', 'Namespace']
      .map((kind) => `---\nkind: ${kind}\nmetadata: {name: x}`)
      .concat('---\nkind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: pre-install}}')
      .join('\n');
    const result = render({ 'templates/a.yaml': text });
    expect(result.manifests.map((one) => one.kind)).toEqual(['Namespace', 'Deployment', 'ClusterPolicy']);
    expect(result.hooks.map((one) => [one.kind, one.hooks])).toEqual([['Job', ['pre-install']]]);
  });
});

describe('errors', () => {
  it.each<[string, Readonly<Record<string, string>>, RenderOptions, object]>([
    [
      'a Kyverno variable in a template is a call of an unknown function',
      { 'templates/p.yaml': 'a: 1\nb: "{{ request.object.kind }}"' },
      {},
      {
        code: 'CHART_TEMPLATE_SYNTAX',
        message: expect.stringMatching(
          /^parse error at \(demo\/templates\/p\.yaml:2\): function "request" not defined/,
        ),
        location: { file: 'templates/p.yaml', line: 2, column: 8 },
      },
    ],
    [
      'a failure deep in a helper shows the whole way',
      {
        'templates/p.yaml': 'a: {{ include "h" . }}',
        'templates/_h.tpl': '{{ define "h" }}{{ .Values.a.b.c }}{{ end }}',
      },
      {},
      {
        code: 'CHART_TEMPLATE',
        message: expect.stringMatching(
          /error calling include:\ndemo\/templates\/_h\.tpl:1:26\n {2}executing "h" at <\.Values\.a\.b\.c>:/,
        ),
        location: { file: 'templates/_h.tpl', line: 1, column: 27 },
      },
    ],
    [
      'fail is printed without the way',
      { 'templates/p.yaml': 'a: {{ fail "not today" }}' },
      {},
      {
        code: 'CHART_TEMPLATE_STOP',
        message: expect.stringMatching(/^execution error at \(demo\/templates\/p\.yaml:1:6\): not today/),
      },
    ],
    [
      'output that is no YAML points at the template line',
      { 'templates/p.yaml': 'a: 1\n{{ if true }}b: c: d{{ end }}' },
      {},
      { code: 'CHART_OUTPUT_YAML', location: { file: 'templates/p.yaml', line: 2, column: 1 } },
    ],
    ['values that are a list', { 'values.yaml': '- a' }, {}, { code: 'CHART_YAML' }],
    [
      'a set without value',
      {},
      { values: { set: ['a'] } },
      { code: 'CHART_VALUES', message: 'failed parsing --set data: key "a" has no value' },
    ],
    [
      'a cluster that is too old',
      { 'Chart.yaml': `${chartYaml}kubeVersion: ">=1.40"` },
      { kubeVersion: '1.33.0' },
      { code: 'CHART_KUBE_VERSION' },
    ],
    [
      'a dependency that is not there',
      { 'Chart.yaml': `${chartYaml}dependencies: [{name: gone, version: 1.0.0}]` },
      {},
      { code: 'CHART_DEPENDENCY' },
    ],
    [
      'values that their schema refuses',
      {
        'values.schema.json': '{"properties":{"count":{"type":"string"}},"required":["m"]}',
        'values.yaml': 'count: 1',
      },
      {},
      { code: 'CHART_SCHEMA', message: expect.stringContaining("- at '/count': got number, want string") },
    ],
    [
      'recursion without end',
      { 'templates/p.yaml': '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}' },
      {},
      { code: 'CHART_LIMIT' },
    ],
  ])('%s', (_name, contents, options, expected) => {
    expect(firstError(contents, options)).toMatchObject(expected);
  });
});

describe('parseTemplate', () => {
  it('gives the place of what cannot be parsed', () => {
    const text = 'a: "{{ request.name }}"';
    const { problemOffset, diagnostics } = parseTemplate(text, 'p.yaml');
    expect(text.slice(problemOffset)).toBe('request.name }}"');
    expect(diagnostics[0]!.message).toBe('function "request" not defined');
  });
});

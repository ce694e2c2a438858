import { describe, expect, it } from 'vitest';
import {
  formatRender,
  loadChart,
  type RenderOptions,
  renderChart,
  type ValueEffect,
  ValueExplainer,
  type ValuePath,
} from './index.ts';

const files = {
  'Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: sub, version: "1.x", alias: inner}]\n',
  'values.yaml': `owner: security
global:
  zone: eu
policies:
  teams:
    enabled: true
    # the mode
    action: Audit
    namespaces:
      - kube-system
      - kyverno
  extra:
    enabled: false
strict: "yes"
size: 3
`,
  'templates/_helpers.tpl': '{{ define "owner" }}owner: {{ .Values.owner }}{{ end }}',
  'templates/teams.yaml': `{{- if .Values.policies.teams.enabled }}
kind: ClusterPolicy
metadata:
  name: teams
  {{ include "owner" . }}
spec:
  action: {{ .Values.policies.teams.action }}
  excluded:
  {{- range .Values.policies.teams.namespaces }}
  - {{ . }}
  {{- end }}
  fixed: true
{{- end }}
`,
  'templates/extra.yaml':
    '{{ if .Values.policies.extra.enabled }}kind: Extra{{ end }}{{ if ne .Values.strict "yes" }}{{ fail "strict or nothing" }}{{ end }}',
  'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.2.0\n',
  'charts/sub/values.yaml': 'color: red\n',
  'charts/sub/templates/s.yaml': 'kind: Sub\nzone: {{ .Values.global.zone }}\ncolor: {{ .Values.color }}\n',
};
const prd = { name: 'prd.yaml', text: 'policies:\n  teams:\n    action: Enforce\n' };
const { chart } = loadChart(Object.entries(files).map(([path, data]) => ({ path, data })));
const options: RenderOptions = { values: { files: [prd], set: ['owner=platform'] } };
const output = formatRender(renderChart(chart!, options)).split('\n');
const explainer = new ValueExplainer(chart!, options);

const placesOf = ({ places }: ValueEffect) =>
  places.map(({ location, text }) => (location ? `${location.file}:${location.line} ${text}` : text));
const linesOf = ({ lines }: ValueEffect) =>
  lines.map(({ line, text, template }) => `${line} ${text.trim()} <- ${template?.file}:${template?.line}`);
const numberOf = (text: string) => output.indexOf(text) + 1;

describe('from a value to the output', () => {
  it.each<[string, ValuePath, string[], string[]]>([
    [
      'a mode, the stronger file first',
      ['policies', 'teams', 'action'],
      ['prd.yaml:3 Enforce', 'values.yaml:8 Audit'],
      ['8 action: Enforce <- templates/teams.yaml:7'],
    ],
    [
      'a value that a flag sets and a helper writes',
      ['owner'],
      ['--set owner=platform', 'values.yaml:1 security'],
      ['6 owner: platform <- templates/teams.yaml:5'],
    ],
    [
      'an entry of a list',
      ['policies', 'teams', 'namespaces', 1],
      ['values.yaml:11 kyverno'],
      ['11 - kyverno <- templates/teams.yaml:10'],
    ],
    [
      'a list',
      ['policies', 'teams', 'namespaces'],
      ['values.yaml:10 - kube-system - kyverno'],
      ['10 - kube-system <- templates/teams.yaml:10', '11 - kyverno <- templates/teams.yaml:10'],
    ],
    [
      'a global value that a subchart reads',
      ['global', 'zone'],
      ['values.yaml:3 eu'],
      ['16 zone: eu <- charts/sub/templates/s.yaml:2'],
    ],
    [
      'a default of a subchart behind its alias',
      ['inner', 'color'],
      ['charts/sub/values.yaml:1 red'],
      ['17 color: red <- charts/sub/templates/s.yaml:3'],
    ],
    ['a value that nothing reads', ['size'], ['values.yaml:15 3'], []],
    ['a value that nobody sets', ['nothing'], [], []],
  ])('%s', (_, path, places, lines) => {
    const effect = explainer.value(path);
    expect({ places: placesOf(effect), lines: linesOf(effect) }).toEqual({ places, lines });
    for (const { line, text } of effect.lines) expect(output[line - 1]).toBe(text);
  });

  it('a switch turns a whole document on', () => {
    const effect = explainer.value(['policies', 'teams', 'enabled']);
    expect(effect.switches.map(({ kind, name }) => `${kind}/${name}`)).toEqual(['ClusterPolicy/teams']);
    expect(effect.lines).toHaveLength(10);
  });

  it('a switch that is off would add a document', () => {
    const effect = explainer.value(['policies', 'extra', 'enabled']);
    expect(effect).toMatchObject({ lines: [], adds: ['web/templates/extra.yaml'] });
  });

  it('a value that has no other is told with the reason', () => {
    expect(explainer.value(['strict']).needed).toMatch(/strict or nothing/);
  });
});

describe('from the output to values', () => {
  it.each([
    ['  action: Enforce', ['policies.teams.enabled', 'policies.teams.action']],
    ['  owner: platform', ['policies.teams.enabled', 'owner']],
    ['  - kyverno', ['policies.teams.enabled', 'policies.teams.namespaces[1]']],
    ['  fixed: true', ['policies.teams.enabled']],
    ['zone: eu', ['global.zone']],
    ['color: red', ['inner.color']],
    ['kind: Sub', []],
  ])('%s', (text, paths) => {
    const found = explainer.line(numberOf(text));
    expect(found?.line.text).toBe(text);
    expect(found?.effects.map(({ path }) => path).sort()).toEqual([...paths].sort());
  });

  it.each([
    ['a separator', '---'],
    ['the end', ''],
  ])('%s comes from no template', (_, text) => {
    expect(explainer.line(numberOf(text))).toBeUndefined();
  });

  it('a document has its inputs: what switches it on, its mode, the rest', () => {
    const [found] = explainer.document('ClusterPolicy', 'teams');
    expect(
      found!.effects.map(({ path, switches, lines }) => [
        path,
        switches.length > 0 ? 'switch' : lines.map(({ text }) => text.trim()).join(' '),
      ]),
    ).toEqual([
      ['policies.teams.enabled', 'switch'],
      ['owner', 'owner: platform'],
      ['policies.teams.action', 'action: Enforce'],
      ['policies.teams.namespaces[0]', '- kube-system'],
      ['policies.teams.namespaces[1]', '- kyverno'],
    ]);
  });

  it('both ways agree: what a line comes from tells of that line', () => {
    for (let number = 1; number <= output.length; number++) {
      for (const { path } of explainer.line(number)?.effects ?? []) {
        const keys = path.split(/\.|(?=\[)/).map((part) => (part.startsWith('[') ? Number(part.slice(1, -1)) : part));
        expect(explainer.value(keys).lines.map(({ line }) => line)).toContain(number);
      }
    }
  });
});

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Charts of the size and kind of two that are not among the golden data: `helm-subchart` (6 KiB of source, 8 documents, three
 * charts in each other) and `kube-prometheus-stack` (2 MiB, 125 documents: alert rules behind switches, dashboards as JSON).
 */
export const standIns: Readonly<Record<string, () => string>> = { subcharts: writeSubcharts, large: writeLarge };

function writeChart(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'bylaw-bench-')), name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const helpers = `{{- define "NAME.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- define "NAME.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
`;

const service = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "NAME.fullname" . }}
  labels:
    {{- include "NAME.labels" . | nindent 4 }}
spec:
  type: {{ .Values.service.type }}
  ports:
    {{- range $port := .Values.service.ports }}
    - port: {{ $port }}
    {{- end }}
`;

function baseOf(name: string): Record<string, string> {
  const named = (text: string): string => text.replaceAll('NAME', name);
  return {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.2.3\nappVersion: "4.5"\n`,
    'values.yaml': 'service:\n  type: ClusterIP\n  ports: [80, 443]\ncommonLabels: {}\nglobal:\n  team: shop\n',
    'templates/_helpers.tpl': named(helpers),
    'templates/service.yaml': named(service),
    'templates/account.yaml': named(service.replace(/^spec:[\s\S]*/m, '').replace('Service', 'ServiceAccount')),
  };
}

function writeSubcharts(): string {
  const below = (folder: string, files: Record<string, string>): [string, string][] =>
    Object.entries(files).map(([path, text]) => [`charts/${folder}/${path}`, text]);
  const grandchild = baseOf('leaf');
  const children = ['front', 'back'].flatMap((name) => [
    ...below(name, baseOf(name)),
    ...below(`${name}/charts/leaf`, grandchild),
  ]);
  return writeChart('subcharts', { ...baseOf('shop'), ...Object.fromEntries(children) });
}

function writeLarge(): string {
  const files = baseOf('large');
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  for (const group of numbers(35)) {
    const alerts = numbers(14).map((i) => alert(group, i));
    files[`templates/rules/group-${group}.yaml`] = [
      `{{- if and .Values.rules.create .Values.rules.groups.group${group} }}`,
      service
        .replaceAll('NAME', 'large')
        .replace(/^spec:[\s\S]*/m, '')
        .replace('Service', 'PrometheusRule'),
      `spec:\n  groups:\n    - name: group-${group}\n      rules:\n`,
      ...alerts,
      '{{- end }}\n',
    ].join('\n');
  }
  for (const board of numbers(25)) {
    files[`templates/dashboards/board-${board}.yaml`] = dashboard(board, numbers(24));
  }
  for (const part of numbers(60)) {
    files[`templates/parts/part-${part}.yaml`] = service
      .replaceAll('NAME', 'large')
      .replace(/^( {2}name: .*)$/m, `$1-${part}`);
  }
  files['values.yaml'] += [
    'rules:\n  create: true\n  disabled: {}\n  labels:\n    severity: warning\n  groups:\n',
    ...numbers(35).map((group) => `    # Whether the alerts of group ${group} are made.\n    group${group}: true\n`),
    'dashboards:\n  enabled: true\n  annotations: {}\n',
    ...numbers(400).map(
      (i) => `setting${i}:\n  # ${'what it means '.repeat(12)}\n  enabled: false\n  resources: {}\n  list: []\n`,
    ),
  ].join('');
  return writeChart('large', files);
}

function alert(group: number, i: number): string {
  const name = `Alert${group}x${i}`;
  return `{{- if not (.Values.rules.disabled.${name} | default false) }}
        - alert: ${name}
          annotations:
{{- if .Values.rules.annotations }}
{{ toYaml .Values.rules.annotations | indent 12 }}
{{- end }}
            description: '{{ printf "{{ $labels.namespace }}/{{ $labels.pod }}" }} of {{ .Release.Namespace }} has waited for longer than {{ printf "{{ $value }}" }} seconds.'
            summary: ${'A sentence about what is wrong here. '.repeat(6)}
          expr: |-
            ${`sum by (namespace, pod) (rate(requests_total{job="{{ .Release.Name }}", code=~"5.."}[5m])) > ${i}`}
          for: {{ dig "${name}" "for" "15m" (.Values.rules.custom | default dict) }}
          labels:
            severity: {{ .Values.rules.labels.severity | default "warning" }}
{{- end }}`;
}

function dashboard(board: number, panels: readonly number[]): string {
  const model = {
    title: `Board ${board}`,
    panels: panels.map((id) => ({
      id,
      type: 'timeseries',
      title: `Panel ${id}`,
      description: 'How long requests took, and how many of them failed. '.repeat(8),
      fieldConfig: { defaults: { unit: 's', custom: { lineWidth: 1, fillOpacity: 10 } }, overrides: [] },
      targets: [
        { expr: 'histogram_quantile(0.99, sum(rate(duration_bucket[5m])) by (le))', legendFormat: '{{`{{`}}pod}}' },
      ],
    })),
  };
  const head = service
    .replaceAll('NAME', 'large')
    .replace(/^spec:[\s\S]*/m, '')
    .replace('Service', 'ConfigMap');
  const text = JSON.stringify(model, undefined, 2).replace(/^/gm, '    ');
  return `{{- if .Values.dashboards.enabled }}\n${head}data:\n  board-${board}.json: |-\n${text}\n{{- end }}\n`;
}

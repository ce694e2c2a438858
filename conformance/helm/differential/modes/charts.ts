import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';
import { expression } from './charts-expressions.ts';

const keys = ['a', 'b', 'str', 'num', 'list', 'map', 'enabled', 'nested', 'x-y', 'on', 'zero', 'none'];
const scalars = [
  'text',
  '"quoted"',
  "''",
  'yes',
  'off',
  'null',
  '~',
  'true',
  '1',
  '0',
  '-3',
  '1.50',
  '1e3',
  '0x1f',
  '012',
  '0o17',
  '1_000',
  '123456789',
  '1000000',
  '1e21',
  '.5',
  '2024-01-02',
  '12:30',
  '"007"',
  'a: b'.replace(': ', '-'),
  '"multi\\nline\\n"',
  '"  blanks  "',
  '"äöü 😀"',
  '"<a&b>"',
  '"a long text that goes on and on until it is folded by the writer at about eighty columns or so"',
  '!!str 12',
  '"yes"',
  '"1e3"',
  '=',
  '"#x"',
  '"- a"',
  '"{{ .Values.str }}"',
];
const kinds = [
  'ConfigMap',
  'Secret',
  'Service',
  'Deployment',
  'Namespace',
  'Custom',
  'ClusterRole',
  'ValidatingWebhookConfiguration',
  'Job',
];

/** Whole charts with values, flags and a subchart. */
export const charts: Mode = { name: 'charts', tried: 20, generate };

function generate(seed: number): Case {
  const dice = new Dice(seed);
  const files: Record<string, string> = {};
  const subchart = dice.once(3);
  const alias = dice.once(2) ? 'other' : '';
  const dependency = [
    `{name: sub, version: "1.x"`,
    alias && `alias: ${alias}`,
    dice.once(2) && 'condition: map.enabled,enabled',
    dice.once(3) && 'tags: [front]',
    dice.once(3) && 'import-values: [data, {child: map, parent: imported}]',
  ]
    .filter(Boolean)
    .join(', ');
  files['Chart.yaml'] =
    `apiVersion: v2\nname: main\nversion: 1.2.3\nappVersion: "4.5"\n${subchart ? `dependencies: [${dependency}}]\n` : ''}`;
  files['values.yaml'] = valuesText(dice, 0);
  files['templates/_helpers.tpl'] =
    '{{ define "h.one" }}<{{ . | toJson }}>{{ end }}\n{{ define "h.two" }}{{ include "h.one" .Values }}{{ end }}\n';
  for (let i = 0; i <= dice.below(3); i++) files[`templates/t${i}.yaml`] = template(dice, i);
  if (dice.once(4)) files['templates/NOTES.txt'] = `{{ ${expression(dice, 'text', paths)} }}`;
  if (dice.once(4)) files['data/f.txt'] = 'one\ntwo\n';
  if (subchart) {
    files['charts/sub/Chart.yaml'] = 'apiVersion: v2\nname: sub\nversion: 1.0.0\n';
    files['charts/sub/values.yaml'] = `${valuesText(dice, 0)}exports:\n  data:\n    fromsub: 1\n`;
    files['charts/sub/templates/s.yaml'] = `${head(dice, 9)}data: {{ toJson .Values }}\nname: {{ .Chart.Name }}\n`;
  }
  const flags: string[] = [];
  if (dice.once(2)) {
    files['../extra.yaml'] = valuesText(dice, 0);
    flags.push('-f', 'extra.yaml');
  }
  for (const one of dice.some(2, () => setFlag(dice))) flags.push(...one);
  if (dice.once(5)) flags.push('--kube-version', dice.pick(['1.29.3', 'v1.33.4-gke.100', '1.30']));
  if (dice.once(8)) flags.push('--is-upgrade');
  if (dice.once(8)) flags.push('--no-hooks');
  if (dice.once(8)) flags.push('-s', dice.pick(['templates/t0.yaml', 'templates/*.yaml']));
  return { files, flags };
}

const paths = [
  '.Values.a',
  '.Values.b',
  '.Values.str',
  '.Values.num',
  '.Values.list',
  '.Values.map',
  '.Values.nested.a',
  '.Values.map.enabled',
  '$.Values.none',
  '.Values.zero',
  '.Chart.Name',
  '.Release.Name',
  '.Values',
  '(.Files.Lines "data/f.txt")',
  '(index .Values "x-y")',
  '.Capabilities.KubeVersion.Minor',
  '.Values.imported',
];

function valuesText(dice: Dice, depth: number): string {
  const pad = '  '.repeat(depth);
  const chosen = keys.filter(() => dice.once(2));
  const lines = chosen.map((key) => {
    const forced = key === 'list' ? 3 : key === 'map' || key === 'nested' ? 4 : dice.below(8);
    if (forced === 3) return `${pad}${key}:${dice.some(3, () => `\n${pad}- ${dice.pick(scalars)}`).join('') || ' []'}`;
    if (forced === 4 && depth < 2)
      return `${pad}${key}:\n${valuesText(dice, depth + 1) || `${pad}  {}\n`}`.replace(/\n$/, '');
    return `${pad}${key}: ${dice.pick(scalars)}`;
  });
  if (depth === 0 && dice.once(3)) lines.push(`global: {g: ${dice.pick(['1', 'x', 'null'])}}`);
  if (depth === 0 && dice.once(3))
    lines.push(`sub: {a: ${dice.pick(['1', 'x', 'null'])}}`, 'other: {str: theirs}', 'tags: {front: false}');
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function setFlag(dice: Dice): string[] {
  const path = dice.pick([
    'a',
    'str',
    'map.a',
    'list[0]',
    'list[2].a',
    'nested.a.b',
    'global.g',
    'sub.a',
    'x-y',
    'none',
  ]);
  const value = dice.pick(['1', 'x', 'null', 'true', '{a,b}', '', '1.5', '007', 'a\\,b', '-3']);
  switch (dice.below(4)) {
    case 0:
      return ['--set-string', `${path}=${value}`];
    case 1:
      return ['--set-json', `${path}=${dice.pick(['1', '"x"', 'null', '[1,2]', '{"k":true}', '1e3'])}`];
    case 2:
      return ['--set-literal', `${path}=${value}`];
    default:
      return ['--set', `${path}=${value},b=${dice.pick(['2', 'two', '0'])}`];
  }
}

function head(dice: Dice, index: number): string {
  const hook = dice.once(6)
    ? `\n  annotations: {helm.sh/hook: ${dice.pick(['pre-install', 'test', 'post-delete,pre-install', 'odd'])}}`
    : '';
  return `kind: ${dice.pick(kinds)}\napiVersion: v1\nmetadata:\n  name: n${index}${hook}\n`;
}

function template(dice: Dice, index: number): string {
  const lines = [head(dice, index)];
  const count = 1 + dice.below(5);
  for (let i = 0; i < count; i++) lines.push(...statement(dice, `k${i}`));
  if (dice.once(4)) lines.push('---\n', head(dice, index + 10));
  return lines.join('');
}

/** One key of the output, or a block that writes some. Every entry is whole, so that it can be taken out. */
function statement(dice: Dice, key: string): string[] {
  const any = (kind: 'any' | 'flag' | 'list' | 'map' | 'text' | 'number') => expression(dice, kind, paths);
  switch (dice.below(10)) {
    case 0:
      return [
        `{{- if ${any('flag')} }}\n${key}: yes\n{{- else if ${any('any')} }}\n${key}: second\n{{- else }}\n${key}: no\n{{- end }}\n`,
      ];
    case 1:
      return [
        `${key}:\n{{- range $i, $e := ${any('list')} }}\n- {{ $i }}: {{ $e | toJson }}\n{{- else }}\n  none: {}\n{{- end }}\n`,
      ];
    case 2:
      return [`{{- with ${any('any')} }}\n${key}: {{ . | toJson }}\n{{- end }}\n`];
    case 3:
      return [`${key}: {{- ${any('any')} | toYaml | nindent 2 }}\n`];
    case 4:
      return [`{{- $v := ${any('any')} }}\n${key}: {{ printf "%v|%T" $v $v | quote }}\n`];
    case 5:
      return [`${key}: {{ ${any('any')} | quote }}\n`];
    case 6:
      return [`${key}: {{ ${any('text')} }}\n`];
    case 7:
      return [`{{- range $k, $v := ${any('map')} }}\n${key}-{{ $k }}: {{ $v | toJson }}\n{{- end }}\n`];
    default:
      return [`${key}: {{ ${any('any')} | toJson }}\n`];
  }
}

import { toBytes } from '../../../../src/languages/gotemplate/index.ts';
import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';

/** Valid YAML with random edits, in every file of a chart that is read as YAML. */
export const breakage: Mode = { name: 'breakage', tried: 20, generate, compares: { errorText: true } };

const texts: readonly string[] = [
  `# comment
name: web
list:
- one
- two: {a: 1, b: [x, "y z"]}
  three: 'it''s'
- - nested
  - deeper: true
map:
  key: "quoted \\t text \\u00e4"
  other: plain text # comment
  block: |
    line one
      line two

    line three
  folded: >-
    folded text
    goes on
after: end
`,
  `base: &base
  cpu: 1
  memory: 2Gi
one:
  <<: *base
  cpu: 3
two: {<<: [*base, {x: 1}], y: *base}
again: &again [1, 2]
use: *again
number: 0x1f
float: 1.5e3
date: 2024-01-02
none: ~
yes: no
empty:
text: !!str 12
tagged: !custom value
`,
  `? complex
: value
"quoted key": 1
'single': 2
multi: plain
  text over
  lines
flow: {a: [1, 2,
  3], b: {c: d}}
url: http://example.com:80/x#y
quote: "a
  b"
dash: '-'
tilde: "~"
list:
  - a

  - b
`,
];
const chartFile = `apiVersion: v2
name: main
version: 1.0.0
description: A chart
keywords: [a, b]
maintainers:
- name: someone
  email: someone@example.com
annotations:
  note: text
  more: "1"
`;
const manifest = `apiVersion: v1
kind: ConfigMap
metadata:
  name: config
  annotations:
    helm.sh/resource-policy: keep
  labels: {app: web}
data:
  text: |
    hello
  other: "x"
---
apiVersion: v1
kind: Secret
metadata: {name: secret}
`;

function generate(seed: number): Case {
  const dice = new Dice(seed);
  const files: Record<string, string | Uint8Array> = {
    'Chart.yaml': chartFile,
    'values.yaml': dice.pick(texts),
    '../more.yaml': dice.pick(texts),
    'templates/v.yaml': 'values:\n{{ toYaml .Values | indent 2 }}\nchart: {{ toJson .Chart }}\n',
    'templates/m.yaml': manifest,
    'crds/crd.yaml': manifest,
    'charts/sub/Chart.yaml': chartFile.replace('main', 'sub'),
    'charts/sub/values.yaml': dice.pick(texts),
  };
  const broken = dice.pick([
    'values.yaml',
    'values.yaml',
    '../more.yaml',
    'Chart.yaml',
    'templates/m.yaml',
    'templates/m.yaml',
    'crds/crd.yaml',
    'charts/sub/values.yaml',
  ]);
  let text = files[broken] as string;
  for (let i = dice.below(3); i >= 0; i--) text = edit(dice, text);
  files[broken] = /[\udc80-\udcff]/.test(text) ? toBytes(text) : text;
  return { files, flags: ['-f', 'more.yaml', '--include-crds'] };
}

const inserted = [
  ...[...'\t\t:-?[]{},&*!|>\'"%@`#~=<. \n\r'],
  ...[
    '\n---\n',
    '---',
    '...',
    '\n...\n',
    '--- x\n',
    '%YAML 1.1\n',
    '%TAG ! x\n',
    '%FOO\n',
    '\r\n',
    '\ufeff',
    '\u0000',
    '\u0007',
    '\u0085',
    '\u2028',
  ],
  ...['\udcff', '\udcc3', '\udce2\udc82', '\udced\udca0\udc80', '\u00e4', '\ud83d\ude00', '\u007f', '\ufffe', '\u00a0'],
  ...[
    '&a ',
    '*a',
    '*base',
    '<<: ',
    '<<: *base\n',
    '!!int ',
    '!!map ',
    '!!binary ',
    '!<x> ',
    '! ',
    '!!float ',
    '!!null ',
    '!!bool ',
    '!!timestamp ',
  ],
  ...[
    '.inf',
    '.nan',
    '1e400',
    '0b2',
    '0o8',
    '? ',
    '? x\n: y\n',
    '[a',
    '{a',
    '"a',
    "'a",
    '|2\n',
    '>+\n',
    '|0\n',
    '\\x',
    '"\\q"',
    '"\\xZZ"',
  ],
  ...[
    'name: again\n',
    '- item\n',
    '  ',
    '   ',
    '\n\n',
    ': ',
    ' #',
    'a: b: c',
    'null: 1\n',
    '~: 1\n',
    '[a]: 1\n',
    '{a: 1}: 2\n',
    '1.5: x\n',
    '.inf: 1\n',
  ],
];

/** Drops, doubles, swaps or inserts characters or lines, or changes how all of them end. */
function edit(dice: Dice, text: string): string {
  const at = dice.below(text.length + 1);
  const cut = (from: number, to: number, between: string): string => text.slice(0, from) + between + text.slice(to);
  const lines = text.split('\n');
  const line = dice.below(lines.length);
  switch (dice.below(10)) {
    case 0:
      return cut(at, at + 1, '');
    case 1:
      return cut(at, at, text[at] ?? '');
    case 2:
      return cut(at, at + 2, `${text[at + 1] ?? ''}${text[at] ?? ''}`);
    case 3:
      return lines.with(line, ` ${lines[line]}`).join('\n');
    case 4:
      return lines.with(line, lines[line]!.replace(/^ /, dice.pick(['', '\t', '  ']))).join('\n');
    case 5:
      return lines.toSpliced(line, 1, ...dice.pick([[], [lines[line]!, lines[line]!]])).join('\n');
    case 6:
      return dice.once(3) ? text.replaceAll('\n', dice.pick(['\r\n', '\r'])) : cut(at, at + dice.below(30), '');
    default:
      return cut(at, at, dice.pick(inserted));
  }
}

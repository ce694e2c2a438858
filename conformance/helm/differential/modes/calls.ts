import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';
import { action } from './calls/actions.ts';
import { fill } from './calls/arguments.ts';
import { printfCall } from './calls/printf.ts';
import { members, rare, usual } from './calls/signatures.ts';
import { brokenText, numberCall } from './calls/syntax.ts';

/** What every call may use. */
const chart: Readonly<Record<string, string>> = {
  'Chart.yaml':
    'apiVersion: v2\nname: main\nversion: 1.2.3\nappVersion: "4.5"\nannotations: {a: "1"}\nkeywords: [k]\nmaintainers: [{name: m}]\n',
  'values.yaml': `int: 42
zero: 0
neg: -7
float: 1.5
big: 345678.9
"yes": true
"no": false
"null": null
str: text
uni: "äß😀 x"
multi: "one\\n two\\n\\nthree\\n"
emptystr: ""
date: 2024-01-02
list: [c, a, b]
mixed: [1, "1", null, true, {a: 1}, [2]]
empty: []
emptymap: {}
map: {a: 1, b: "", c: null, d: [x], e: {f: g}}
deep: {b: {c: {d: end}}, a: 0}
`,
  'data/f.txt': 'one\ntwo\n',
  'data/g.txt': 'äß',
  'templates/_h.tpl':
    '{{ define "h.one" }}<{{ . | toJson }}>{{ end }}{{ define "h.dot" }}{{ . }}{{ end }}{{ define "h.two" }}{{ include "h.one" .Values.list }}{{ end }}{{ define "h.rec" }}{{ include "h.rec" . }}{{ end }}',
};

const flags = ['--set', 'i64=5,i64neg=-6'];

function join(cases: readonly Case[]): Case {
  return { files: Object.assign({}, ...cases.map(({ files }) => files)), flags };
}

/** Calls of every function with arguments that fit and that do not; actions; and texts that are no templates. */
export const calls: Mode = { name: 'calls', tried: 60, generate, together: { size: 100, join } };

function generate(seed: number): Case {
  const dice = new Dice(seed);
  return { files: { ...chart, [`templates/c${seed}.yaml`]: templateText(dice, seed) }, flags };
}

function templateText(dice: Dice, seed: number): string {
  const kind = dice.below(20);
  if (kind === 0) return `# ${brokenText(dice).replaceAll('\n', '\n# ')}`;
  if (kind < 8)
    return shown(
      action(dice, () => expression(dice, 1), seed),
      seed,
    );
  return printed(dice, expression(dice, 2), seed);
}

function expression(dice: Dice, depth: number): string {
  const kind = dice.below(20);
  if (kind < 2) return printfCall(dice);
  if (kind === 2) return numberCall(dice);
  const signature = kind === 3 ? dice.pick(members) : dice.once(300) ? dice.pick(rare) : dice.pick(usual);
  const nested = (): string => (depth > 0 ? expression(dice, depth - 1) : 'list 1');
  const call = fill(dice, signature, nested);
  if (dice.once(40)) return `${call} "more"`;
  if (dice.once(40)) return call.replace(/ \S+$/, '');
  return call;
}

/** One line of a comment, whatever the text is: so it is no YAML. */
function shown(body: string, seed: number): string {
  if (body.includes('{{ define')) return `# ${body}\n`;
  return `{{- define "c${seed}" }}${body}{{ end -}}\n# {{ include "c${seed}" . | printf "%q" }}\n`;
}

function printed(dice: Dice, call: string, seed: number): string {
  switch (dice.below(6)) {
    case 0:
      return shown(`{{ ${call} }}`, seed);
    case 1:
      return `# {{ ${call} | toJson }}\n`;
    case 2:
      return `# {{ ${call} | toYaml | printf "%q" }}\n`;
    case 3:
      return `# {{ printf "%#v" (${call}) | printf "%q" }}\n`;
    default:
      return `{{- $v := ${call} }}\n# {{ printf "%v|%T" $v $v | printf "%q" }}\n`;
  }
}

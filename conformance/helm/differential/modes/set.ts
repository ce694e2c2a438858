import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';

/** Random texts of the `--set` flags over values of many types. */
export const set: Mode = { name: 'set', tried: 20, generate, compares: { errorText: true } };

const values = `a: 1
b: text
m:
  a: {b: {c: 1}}
  l: [1, {a: 2}, [3, [4]]]
l: [x, y, null, {k: v}]
none: null
flag: true
empty: {}
`;

const flags = ['--set', '--set', '--set-string', '--set-json', '--set-literal', '--set-file'];
const names = [
  'a',
  'b',
  'm',
  'l',
  'none',
  'flag',
  'empty',
  'new',
  'ä',
  'x y',
  '',
  '0',
  'a\\.b',
  '\\',
  'a\\=b',
  '"q"',
  '😀',
];
/** Paths that fit the values. */
const good = [
  'a',
  'b',
  'new',
  'm.a.b.c',
  'm.a.n',
  'm.l[0]',
  'm.l[1].a',
  'm.l[2][1][0]',
  'l[1]',
  'l[3].k',
  'l[5]',
  'new.a.b',
];
const indexes = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '-1',
  '65536',
  '65537',
  'x',
  '',
  '1.5',
  '+1',
  '01',
  '99999999999999999999',
  '0x1',
];
const plain = [
  ...[
    '',
    '1',
    '-1',
    '+5',
    '0',
    '00',
    '007',
    '1.5',
    '1e3',
    '0x1f',
    'true',
    'TRUE',
    'fAlse',
    'null',
    'NULL',
    'nil',
    'yes',
  ],
  ...[
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '1_000',
    ' 1',
    '1 ',
    ' ',
    'a b',
    'ä😀',
    '\t',
  ],
  ...[
    '{}',
    '{a}',
    '{a,b}',
    '{1,null,}',
    '{,}',
    '{a',
    '{a}b',
    '{a},',
    '{{a},b}',
    '{a\\,b}',
    '{a\\}}',
    '{ a , b }',
    'a{b}',
  ],
  ...[
    '\\,',
    'a\\,b',
    'a\\',
    '\\\\',
    '=',
    'a=b',
    '==',
    '[0]',
    'a.b',
    ',',
    ',,',
    'a,',
    '"x"',
    "'x'",
    '"',
    '\\n',
    'ı',
    'ſ',
  ],
];
const json = [
  ...['1', '1.0', '1e3', '-0', '01', '+1', '"x"', '"', 'null', 'nul', 'true', 'True', '[]', '[1,[2]]', '[1', '{"a":1}'],
  ...[
    '{"a":{"b":null}}',
    '{"a":1,"a":2}',
    '{a:1}',
    '',
    ' ',
    ' 1 ',
    '1 2',
    '1x',
    '"\\u00e4\\ud83d"',
    '"\\x"',
    '1e400',
    ']',
    '}',
  ],
  ...[
    '{"a":1}}',
    '"a",',
    '[1,]',
    '123456789012345678901',
    '1E5',
    '.5',
    '5.',
    '-',
    '"tab\there"',
    '\ufeff1',
    '"a" , b="c"',
  ],
];

function generate(seed: number): Case {
  const dice = new Dice(seed);
  const files: Record<string, string> = {
    'Chart.yaml': 'apiVersion: v2\nname: main\nversion: 1.0.0\n',
    'templates/v.yaml': 'v: {{ toJson .Values | quote }}\nt: {{ printf "%T %T" .Values.a .Values.new | quote }}\n',
    '../f.txt': 'one\ntwo ä\n',
    '../e.txt': '',
  };
  const used: string[] = [];
  if (!dice.once(3)) {
    files['../values.yaml'] = values;
    used.push('-f', 'values.yaml');
  }
  if (dice.once(4)) files['values.yaml'] = values;
  for (let i = dice.below(3); i >= 0; i--) {
    const flag = dice.pick(flags);
    used.push(flag, text(dice, flag));
  }
  return { files, flags: used };
}

function text(dice: Dice, flag: string): string {
  if (flag === '--set-json' && dice.once(4)) return dice.pick(['', ' ']) + dice.pick(json);
  const parts = [assignment(dice, flag), ...dice.some(2, () => assignment(dice, flag))];
  const joined = parts.join(dice.once(8) ? dice.pick(['', ' ', ';', ', ']) : ',');
  return flag !== '--set-file' && dice.once(8) ? broken(dice, joined) : joined;
}

function assignment(dice: Dice, flag: string): string {
  return `${path(dice, flag)}${flag !== '--set-file' && dice.once(30) ? dice.pick(['', ':', ' = ']) : '='}${value(dice, flag)}`;
}

function path(dice: Dice, flag: string): string {
  if (dice.once(60)) return Array.from({ length: 28 + dice.below(6) }, () => 'n').join('.');
  if (dice.once(80) && flag !== '--set-file') return 'k'.repeat(5000);
  if (dice.once(2)) return dice.pick(good);
  let out = dice.pick(names);
  for (let i = dice.below(4); i > 0; i--) {
    if (dice.once(2)) out += `[${dice.once(9) ? dice.pick(indexes) : dice.below(4)}]`;
    else out += `.${dice.pick(names)}`;
  }
  return out;
}

function value(dice: Dice, flag: string): string {
  if (flag === '--set-json' && !dice.once(12)) return dice.pick(json);
  if (flag === '--set-file')
    return dice.pick(['f.txt', 'e.txt', './f.txt', '{f.txt,e.txt}', 'f.txt', 'e.txt', 'none.txt', '', 'f.txt ']);
  if (dice.once(100)) return 'v'.repeat(20_000);
  return dice.pick(plain);
}

/** A character more, less or twice. */
function broken(dice: Dice, good: string): string {
  const runes = [...good];
  const at = dice.below(runes.length + 1);
  const change = dice.pick<readonly string[]>([
    [],
    [runes[at] ?? '', runes[at] ?? ''],
    [dice.pick([...'[]{}=,.\\"\n'])],
  ]);
  runes.splice(at, 1, ...change);
  return runes.join('');
}

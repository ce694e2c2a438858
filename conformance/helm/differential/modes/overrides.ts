import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';

/** Values from everywhere at once: defaults of charts in charts, files, flags, globals, conditions, tags and imports. */
export const overrides: Mode = {
  name: 'overrides',
  // Of 3 and 11 helm gives what agrees once in ten times: it goes through maps in an order of chance.
  from: 34,
  tried: 20,
  asks: 40,
  generate,
  compares: { errorText: true, warnings: true },
};

const keys = ['a', 'b', 'm', 'n'];
const names = ['one', 'two', 'three'];
const conditions = [
  'one.enabled',
  'two.enabled',
  'three.enabled',
  'm.a',
  'global.a',
  'a,one.enabled',
  'a, b',
  'a',
  'one.two.enabled,two.enabled',
  ',b',
  'm',
  'none.x,tags.front',
];
const ranges = ['1.x', '*', '^1.0.0', '>=1.0.0-0', '2.x', '1.0.0', '~1', '>1.0.0 || 1.0.0', '', 'rubbish'];
const imports = [
  'data',
  'more',
  '{child: m, parent: n}',
  '{child: m, parent: m}',
  '{child: exports.data, parent: .}',
  '{child: m.m, parent: imported.x}',
  '{child: two.m, parent: m.two}',
  '{child: three.m, parent: n}',
  '{child: global, parent: n}',
  '{child: a, parent: b}',
  '{child: m}',
  '{parent: m}',
  '7',
];

function generate(seed: number): Case {
  const dice = new Dice(seed);
  const files: Record<string, string> = {};
  chart(dice, files, '', 'main', 0);
  const flags: string[] = [];
  for (let i = dice.below(3); i > 0; i--) {
    files[`../f${i}.yaml`] = valuesText(dice, 0);
    flags.push('-f', `f${i}.yaml`);
  }
  for (const one of dice.some(3, () => flag(dice))) flags.push(...one);
  return { files, flags };
}

function chart(dice: Dice, files: Record<string, string>, at: string, name: string, depth: number, version = '1.0.0') {
  const isOld = dice.once(6);
  const type = depth > 0 && dice.once(7) ? 'type: library\n' : '';
  const found = depth < 3 ? names.filter(() => dice.once(depth < 2 ? 2 : 4)) : [];
  const listed = found.filter(() => !dice.once(6));
  // Helm goes through charts that nobody declares in an order of chance: one is enough.
  const below = [...listed, ...found.filter((one) => !listed.includes(one)).slice(0, 1)];
  const declared = listed.flatMap((one) => entries(dice, one));
  const list = declared.length > 0 ? `dependencies:\n${declared.join('')}` : dice.once(9) ? 'dependencies: []\n' : '';
  files[`${at}Chart.yaml`] =
    `apiVersion: ${isOld ? 'v1' : 'v2'}\nname: ${name}\nversion: ${version}\n${type}${isOld ? '' : list}`;
  if (isOld && list !== '') files[`${at}requirements.yaml`] = list;
  if (!dice.once(6)) files[`${at}values.yaml`] = valuesText(dice, 0);
  files[`${at}templates/v.yaml`] =
    'values:\n{{ toYaml .Values | indent 2 }}\n' +
    'chart: {{ .Chart.Name }} {{ .Chart.Version }}\n' +
    'dependencies: {{ toJson .Chart.Dependencies }}\n' +
    'subcharts: {{ keys .Subcharts | sortAlpha | toJson }}\n' +
    'types: {{ printf "%T %T %T" .Values.b .Values.m .Values.global | quote }}\n';
  for (const one of below) {
    chart(dice, files, `${at}charts/${one}/`, one, depth + 1);
    if (list.includes(`alias: second${one}\n`)) chart(dice, files, `${at}charts/${one}-2/`, one, depth + 2, '2.1.0');
  }
}

/** One entry of a list of dependencies, or two when a chart is there twice. */
function entries(dice: Dice, name: string): string[] {
  const entry = (alias: string, version = dice.once(5) ? dice.pick(ranges) : '*'): string =>
    [
      `- name: ${name}\n  version: "${version}"\n`,
      alias && `  alias: ${alias}\n`,
      dice.once(3) && `  condition: "${dice.pick(conditions)}"\n`,
      dice.once(3) && `  tags: ${dice.pick(['[front]', '[back]', '[front, back]', '[none]'])}\n`,
      dice.once(2) && `  import-values:\n${dice.some(3, () => `  - ${dice.pick(imports)}\n`).join('')}`,
    ]
      .filter(Boolean)
      .join('');
  if (dice.once(6)) return [entry('', '1.x'), entry(`second${name}`, '2.x')];
  const alias = dice.once(3) ? (dice.once(8) ? dice.pick(['two', 'a']) : `other${name}`) : '';
  return dice.once(5) ? [entry(alias), entry(`again${name}`)] : [entry(alias)];
}

const scalars = ['1', 'text', 'null', 'true', 'false', '[1, null]', '{}', '""', '1.5', '~', '[]', '"true"', '2000000'];

function valuesText(dice: Dice, depth: number, indent = depth): string {
  const pad = '  '.repeat(indent);
  const inner = (): string => {
    const text = depth < 3 ? valuesText(dice, depth + 1, indent + 1) : '';
    return text === '' ? ' {}\n' : `\n${text}`;
  };
  const lines = keys
    .filter(() => dice.once(2))
    .map((key) => {
      const isMap = key === 'm' || key === 'n' ? !dice.once(6) : dice.once(8);
      return isMap ? `${pad}${key}:${inner()}` : `${pad}${key}: ${dice.pick(scalars)}\n`;
    });
  if (dice.once(3)) lines.push(`${pad}enabled: ${dice.pick(['true', 'false', 'null', 'maybe'])}\n`);
  if (dice.once(depth === 0 ? 2 : 4)) lines.push(`${pad}global:${dice.once(12) ? ' 3\n' : globals(dice, depth)}`);
  if (depth > 2) return lines.join('');
  for (const name of [...names, 'otherone', 'secondtwo', 'againone']) {
    if (dice.once(depth === 0 ? 3 : 6))
      lines.push(`${pad}${name}:${dice.once(120) ? dice.pick([' null\n', ' 1\n', ' text\n']) : inner()}`);
  }
  if (depth < 2 && dice.once(4))
    lines.push(`${pad}tags: {front: ${dice.pick(scalars)}, back: ${dice.pick(scalars)}}\n`);
  if (dice.once(3))
    lines.push(`${pad}exports:\n${pad}  data:\n${pad}    a: 7\n${valuesText(dice, depth + 2, indent + 2)}`);
  return lines.join('');
}

/** Maps in maps of globals are shared by the subcharts, and Helm goes through those in an order of chance. */
function globals(dice: Dice, depth: number): string {
  const text = valuesText(dice, 3, depth + 1);
  return text === '' ? ' {}\n' : `\n${text}`;
}

function flag(dice: Dice): string[] {
  const path = [
    ...dice.some(2, () => dice.pick([...names, 'otherone', 'global', 'm', 'n', 'tags'])),
    dice.pick([...keys, 'enabled', 'front', 'one']),
  ].join('.');
  const kind = dice.pick(['--set', '--set', '--set', '--set-string', '--set-json', '--set-literal']);
  const value =
    kind === '--set-json'
      ? dice.pick(['1', 'null', '{"a":null}', '{"m":{"a":2}}', '[null]', 'false', '"x"'])
      : dice.pick(['null', '1', 'x', 'true', '', '{1,null}', '2000000', 'false']);
  return [kind, `${path}=${value}`];
}

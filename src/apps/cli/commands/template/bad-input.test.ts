import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pack, packChart, tar } from '../../../../adapters/registry/testing/pack.ts';

const main = resolve(import.meta.dirname, '..', '..', 'main.ts');
/** What the process used is written when it ends. */
const meter = `data:text/javascript,${encodeURIComponent("import fs from 'node:fs'; process.on('exit', () => fs.writeFileSync(process.env.METER, JSON.stringify(process.resourceUsage())))")}`;

const chartYaml = 'apiVersion: v2\nname: bad\nversion: 1.0.0\n';
type Files = Readonly<Record<string, string | Uint8Array>>;

function run(files: Files, flags: readonly string[] = [], chart = 'bad') {
  const work = mkdtempSync(join(tmpdir(), 'bylaw-bad-'));
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), data);
  }
  const before = readdirSync(work, { recursive: true }).length;
  const usageFile = join(mkdtempSync(join(tmpdir(), 'bylaw-meter-')), 'usage');
  const env = { ...process.env, METER: usageFile, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', meter, main, 'template', chart, ...flags],
    { cwd: work, encoding: 'utf8', env, timeout: 20_000, maxBuffer: 256 * 1024 * 1024 },
  );
  const usage = existsSync(usageFile)
    ? (JSON.parse(readFileSync(usageFile, 'utf8')) as NodeJS.ResourceUsage)
    : undefined;
  const seconds = usage ? (usage.userCPUTime + usage.systemCPUTime) / 1e6 : Number.POSITIVE_INFINITY;
  const mebibytes = usage ? usage.maxRSS / 1024 : Number.POSITIVE_INFINITY;
  return {
    status,
    stdout,
    stderr,
    seconds,
    mebibytes,
    written: readdirSync(work, { recursive: true }).length - before,
  };
}

const withTemplate = (text: string, more: Files = {}): Files => ({
  'bad/Chart.yaml': chartYaml,
  'bad/templates/a.yaml': text,
  ...more,
});
const laughs = `${Array.from(
  { length: 30 },
  (_, i) =>
    `a${i}: &a${i} [${
      i === 0
        ? 'x'
        : Array(10)
            .fill(`*a${i - 1}`)
            .join(', ')
    }]`,
).join('\n')}\n`;
const schema = (text: string): Files =>
  withTemplate('a: 1', { 'bad/values.yaml': `text: ${'a'.repeat(40)}!\n`, 'bad/values.schema.json': text });
const growing = '{{ $x := "0123456789abcdef" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ $x }}';

/** An archive that holds itself as a subchart would never end; this one is as deep as files can be. */
function nested(depth: number): Buffer {
  let archive = packChart('bad', '1.0.0');
  for (let i = 0; i < depth; i++) archive = packChart('bad', '1.0.0', [{ name: 'bad/charts/bad.tgz', data: archive }]);
  return archive;
}

/** Name, files, what the message names, flags, chart. */
const cases: readonly [string, Files, RegExp, string[]?, string?][] = [
  [
    'an include of itself',
    withTemplate('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'),
    /nested reference name: x|nest too deeply/,
  ],
  [
    'includes of each other',
    withTemplate(
      '{{ define "x" }}{{ include "y" . }}{{ end }}{{ define "y" }}{{ include "x" . }}{{ end }}{{ include "x" . }}',
    ),
    /nested reference name|deep/,
  ],
  [
    'a template of itself',
    withTemplate('{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}'),
    /exceeded maximum template depth|deep/,
  ],
  [
    'tpl of itself',
    withTemplate('{{ tpl .Values.t . }}', { 'bad/values.yaml': 't: "{{ tpl .Values.t . }}"\n' }),
    /nested reference name|deep/,
  ],
  [
    'tpl and include of each other',
    withTemplate('{{ define "x" }}{{ tpl "{{ include \\"x\\" . }}" . }}{{ end }}{{ include "x" . }}'),
    /nested reference name|deep/,
  ],
  [
    'a tree of includes',
    withTemplate(
      `${Array.from({ length: 40 }, (_, i) => `{{ define "f${i}" }}{{ include "f${i + 1}" . }}{{ include "f${i + 1}" . }}{{ end }}`).join('')}{{ define "f40" }}x{{ end }}{{ include "f0" . }}`,
    ),
    /takes? more than \d+ steps/,
  ],
  [
    'a line of a hundred thousand actions',
    withTemplate(`${'{{ .a }}'.repeat(100_000)}{{ x }}`),
    /function "x" not defined/,
  ],
  ['a range over billions', withTemplate('{{ range 4000000000 }}x{{ end }}'), /more than 500000 entries/],
  ['a list of billions', withTemplate('{{ until 4000000000 | len }}'), /more than 500000 entries/],
  ['steps of billions', withTemplate('{{ untilStep 0 4000000000 1 | len }}'), /more than 500000 entries/],
  ['a sequence of billions', withTemplate('{{ seq 4000000000 | len }}'), /more than 500000 entries|grows past/],
  [
    'ranges in ranges',
    withTemplate('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}'),
    /takes? more than \d+ steps/,
  ],
  ['a text repeated without end', withTemplate('{{ repeat 2000000000 "xxxxxxxx" }}'), /grows past \d+ characters/],
  ['a text that doubles', withTemplate(growing), /grows past \d+ characters/],
  [
    'a list that doubles',
    withTemplate('{{ $x := list 1 2 3 4 }}{{ range until 60 }}{{ $x = concat $x $x }}{{ end }}{{ len $x }}'),
    /more than 500000 entries|steps/,
  ],
  [
    'a map that doubles',
    withTemplate('{{ $x := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "l" $x "r" $x }}{{ end }}{{ toYaml $x }}'),
    /more than \d+ (steps|characters)|grows past/,
  ],
  [
    'a map that doubles, copied',
    withTemplate(
      '{{ $x := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "l" $x "r" $x }}{{ end }}{{ deepCopy $x | len }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'a map that doubles, compared',
    withTemplate(
      '{{ $x := dict "a" "b" }}{{ $y := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "l" $x "r" $x }}{{ $y = dict "l" $y "r" $y }}{{ end }}{{ deepEqual $x $y }}',
    ),
    /more than \d+ (steps|parts)/,
  ],
  [
    'a map that holds itself',
    withTemplate('{{ $x := dict }}{{ $_ := set $x "x" $x }}{{ toJson $x }}'),
    /steps|deep|cycle/,
  ],
  [
    'a map that holds itself, printed',
    withTemplate('{{ $x := dict }}{{ $_ := set $x "x" $x }}{{ $x }}'),
    /steps|deep|cycle|characters/,
  ],
  [
    'a map that holds itself, merged',
    withTemplate('{{ $x := dict }}{{ $_ := set $x "x" $x }}{{ $y := merge (dict) $x }}{{ merge $x $y | len }}'),
    /steps|deep|cycle/,
  ],
  ['a width of billions', withTemplate('{{ printf "%2000000000d" 1 }}'), /could not find expected directive name/],
  ['an indent of billions', withTemplate('{{ indent 2000000000 "x" }}'), /grows past \d+ characters/],
  [
    'an indent of many lines',
    withTemplate('{{ $x := repeat 1000000 "\\n" }}{{ indent 1000 $x }}'),
    /grows past \d+ characters/,
  ],
  [
    'a replacement that multiplies',
    withTemplate('{{ $x := repeat 100000 "a" }}{{ replace "a" $x $x }}'),
    /grows past \d+ characters/,
  ],
  [
    'a pattern that multiplies',
    withTemplate('{{ $x := repeat 100000 "a" }}{{ regexReplaceAll "a" $x $x }}'),
    /grows past \d+ characters|steps/,
  ],
  [
    'a join that multiplies',
    withTemplate('{{ $x := repeat 1000000 "a" }}{{ join $x (until 400000) }}'),
    /grows past \d+ characters/,
  ],
  ['random letters without end', withTemplate('{{ randAlphaNum 2000000000 }}'), /grows past \d+ characters/],
  [
    'output without end',
    withTemplate('{{ $x := repeat 1000000 "x" }}{{ range until 100000 }}{{ $x }}{{ end }}'),
    /write more than \d+ characters/,
  ],
  ['hashes without end', withTemplate('{{ range until 1000 }}{{ bcrypt "x" }}{{ end }}'), /more than \d+ steps/],
  [
    'keys without end',
    withTemplate('{{ range until 1000 }}{{ $k := genPrivateKey "rsa" }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'certificates without end',
    withTemplate('{{ range until 1000 }}{{ $c := genCA "x" 1 }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'passwords without end',
    withTemplate('{{ range until 1000 }}{{ derivePassword 1 "long" (print .) "u" "s" }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'unique among many',
    withTemplate(
      '{{ $x := list }}{{ range until 4000 }}{{ $x = append $x (dict "a" .) }}{{ end }}{{ range until 100 }}{{ uniq $x | len }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'reading YAML without end',
    withTemplate('{{ $x := repeat 100000 "- a\\n" }}{{ range until 1000 }}{{ $y := fromYamlArray $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'reading JSON without end',
    withTemplate(
      '{{ $x := print "[" (repeat 200000 "1,") "1]" }}{{ range until 1000 }}{{ $y := fromJsonArray $x }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'reading TOML without end',
    withTemplate(
      '{{ $x := print "a = [" (repeat 100000 "1,") "1]" }}{{ range until 1000 }}{{ $y := fromToml $x }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'writing YAML without end',
    withTemplate('{{ $x := until 50000 }}{{ range until 1000 }}{{ $y := toYaml $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'writing pretty YAML without end',
    withTemplate('{{ $x := dict "l" (until 50000) }}{{ range until 1000 }}{{ $y := toYamlPretty $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'writing JSON without end',
    withTemplate('{{ $x := dict "l" (until 50000) }}{{ range until 1000 }}{{ $y := toJson $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'hashing without end',
    withTemplate('{{ $x := repeat 4000000 "a" }}{{ range until 1000 }}{{ $y := sha512sum $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'patterns without end',
    withTemplate(
      '{{ $x := repeat 100000 "ab " }}{{ range until 1000 }}{{ $y := regexFindAll "(a+)(b+)" $x -1 }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'templates of templates without end',
    withTemplate('{{ $x := repeat 20000 "{{ 1 }}" }}{{ range until 1000 }}{{ $y := tpl (print $x .) $ }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'sorting without end',
    withTemplate(
      '{{ $x := list }}{{ range until 3000 }}{{ $x = append $x (print .) }}{{ end }}{{ range until 10000 }}{{ $y := sortAlpha $x }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'random bytes without end',
    withTemplate('{{ range until 1000 }}{{ $y := randBytes 10000000 }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'shuffling without end',
    withTemplate('{{ $x := repeat 1000000 "a" }}{{ range until 1000 }}{{ $y := shuffle $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'wrapping without end',
    withTemplate('{{ $x := repeat 100000 "word " }}{{ range until 1000 }}{{ $y := wrap 7 $x }}{{ end }}'),
    /more than \d+ steps/,
  ],
  [
    'versions without end',
    withTemplate(
      '{{ $x := print ">=1.0.0" (repeat 20000 " || >=1.0.0") }}{{ range until 1000 }}{{ $y := semverCompare $x "1.2.3" }}{{ end }}',
    ),
    /more than \d+ steps/,
  ],
  [
    'a --show-only that is slow elsewhere',
    withTemplate('a: 1'),
    /could not find template/,
    ['-s', `${'*a'.repeat(40)}b/${'a'.repeat(100)}`],
  ],
  [
    'a pattern that is slow elsewhere',
    withTemplate('a: {{ regexMatch "(a+)+$" (print (repeat 5000 "a") "!") }}'),
    /^$/,
  ],
  [
    'a glob that is slow elsewhere',
    withTemplate(`a: {{ .Files.Glob "${'*a'.repeat(25)}b" | len }}`, { [`bad/${'a'.repeat(120)}`]: '' }),
    /^$/,
  ],
  ['values that are a bomb of aliases', withTemplate('{{ toYaml .Values }}', { 'bad/values.yaml': laughs }), /alias/],
  [
    'text that is a bomb of aliases',
    withTemplate('{{ fromYaml .Values.t | toYaml }}', { 'bad/values.yaml': `t: |\n${laughs.replace(/^/gm, '  ')}\n` }),
    /alias|more than \d+ steps|^$/,
  ],
  ['output that is a bomb of aliases', withTemplate(laughs), /alias/],
  ['values that are deep', withTemplate('a: 1', { 'bad/values.yaml': `a: ${'['.repeat(100_000)}` }), /deep|depth|nest/],
  ['output that is deep', withTemplate('a: {{ repeat 100000 "[" }}'), /deep|depth|nest/],
  ['JSON that is deep', withTemplate('a: {{ fromJsonArray (repeat 100000 "[") | toJson }}'), /^$|deep/],
  [
    'templates that are deep',
    withTemplate(`${'{{ if true }}'.repeat(20_000)}${'{{ end }}'.repeat(20_000)}`),
    /deep|^$/,
  ],
  ['parentheses that are deep', withTemplate(`{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`), /deep/],
  ['a list of --set that is long', withTemplate('a: 1'), /65536/, ['--set', 'a[99999999]=1']],
  ['a --set that is deep', withTemplate('a: 1'), /nested|deep|levels/i, ['--set', `${'a.'.repeat(5000)}b=1`]],
  [
    'a schema of the network',
    schema('{"$ref":"http://127.0.0.1:9/schema.json"}'),
    /http:\/\/127\.0\.0\.1:9\/schema\.json/,
  ],
  ['a schema of the disk', schema('{"$ref":"file:///etc/passwd"}'), /file:\/\/\/etc\/passwd/],
  ['a schema that is its own', schema('{"$ref":"#"}'), /causing reference cycle/],
  [
    'a schema that doubles',
    schema(
      JSON.stringify({
        definitions: Object.fromEntries(
          Array.from({ length: 40 }, (_, i) => [
            `d${i}`,
            i === 39
              ? { type: 'object' }
              : { allOf: [{ $ref: `#/definitions/d${i + 1}` }, { $ref: `#/definitions/d${i + 1}` }] },
          ]),
        ),
        $ref: '#/definitions/d0',
      }),
    ),
    /takes more than \d+ steps/,
  ],
  ['a schema with a slow pattern', schema('{"properties":{"text":{"pattern":"^(a+)+$"}}}'), /does not match pattern/],
  [
    'an archive that expands',
    {
      'bad.tgz': pack([
        { name: 'bad/Chart.yaml', data: chartYaml },
        { name: 'bad/x', data: Buffer.alloc(5_000_000) },
      ]),
    },
    /expands to more than 200 times its size/,
    [],
    'bad.tgz',
  ],
  [
    'an archive that expands 10,000 times in two steps',
    {
      'bad.tgz': packChart('bad', '1.0.0', [
        { name: 'bad/charts/in.tgz', data: gzipSync(tar([{ name: 'in/x', data: Buffer.alloc(60_000_000) }])) },
      ]),
    },
    /expands to more than 200 times its size|maximum/,
    [],
    'bad.tgz',
  ],
  [
    'an archive with a file past the limit',
    { 'bad.tgz': packChart('bad', '1.0.0', [{ name: 'bad/x', data: noise(6_000_000) }]) },
    /larger than the maximum file size 5242880/,
    [],
    'bad.tgz',
  ],
  [
    'an archive of too many files',
    { 'bad.tgz': pack(Array.from({ length: 10_001 }, (_, i) => ({ name: `bad/${i}${noise(20).toString('hex')}` }))) },
    /more than 10000 files/,
    [],
    'bad.tgz',
  ],
  [
    'an archive with a link',
    { 'bad.tgz': packChart('bad', '1.0.0', [{ name: 'bad/values.yaml', type: '2', linkTo: '/etc/passwd' }]) },
    /holds a link: `bad\/values\.yaml`/,
    [],
    'bad.tgz',
  ],
  [
    'an archive that leads up',
    { 'bad.tgz': packChart('bad', '1.0.0', [{ name: 'bad/../../evil', data: 'x' }]) },
    /illegally references parent directory/,
    ['--output-dir', 'out'],
    'bad.tgz',
  ],
  [
    'an archive with absolute names',
    { 'bad.tgz': packChart('bad', '1.0.0', [{ name: 'bad//tmp/evil', data: 'x' }]) },
    /illegally contains absolute paths/,
    ['--output-dir', 'out'],
    'bad.tgz',
  ],
  ['archives in archives', { 'bad.tgz': nested(20) }, /more than 16 deep/, [], 'bad.tgz'],
  [
    'a file of a folder past the limit',
    withTemplate('a: 1', { 'bad/big.bin': Buffer.alloc(6_000_000) }),
    /larger than the maximum file size 5242880/,
  ],
];

function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 7;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

describe('a chart that means harm is stopped within its limits', () => {
  it.each(cases)('%s', { timeout: 30_000 }, (_, files, message, flags = [], chart) => {
    const { status, stderr, seconds, mebibytes, written } = run(files, flags, chart);
    const isHarmless = message.test('') && status === 0;
    if (!isHarmless) expect(stderr).toMatch(message);
    expect({ status: isHarmless ? 0 : 1, written }).toEqual({ status, written: 0 });
    expect(stderr).not.toMatch(/^\s+at .*\.ts:\d+/m);
    // Below 2 seconds of processor time on an idle machine; other tests beside it make the same work take longer.
    expect(seconds).toBeLessThan(4);
    expect(mebibytes).toBeLessThan(256);
  });
});

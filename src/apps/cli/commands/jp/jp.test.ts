import { describe, expect, it } from 'vitest';
import { folderOf, hasReference, needsReference, runBoth, runBylaw } from '../../run-programs.ts';

const object = `metadata: {name: "web-<é>", labels: {app: web, "a/b": "1"}}
spec:
  replicas: 3
  big: 12345678901
  half: 1.5
  list: [3, 1, 2]
  containers: [{name: a, image: "nginx:1"}, {name: b, image: redis}]
`;
const folder = folderOf({
  'o.yaml': object,
  'o.json': '{"b":[1,{"c":null}],"a":{},"e":[]}',
  q1: 'spec.half',
  q2: '@\n',
});
const jp = (args: readonly string[], input?: string) => runBylaw(folder, ['jp', ...args], input);

describe('jp query', () => {
  it.each([
    [
      'a text in quotes, with the characters escaped that Go escapes',
      ['metadata.name'],
      '# metadata.name\n"web-\\u003cé\\u003e"\n',
    ],
    ['a text without quotes with -u', ['-u', 'metadata.name'], '# metadata.name\nweb-<é>\n'],
    [
      'an object with a line for each entry',
      ['metadata.labels'],
      '# metadata.labels\n{\n  "a/b": "1",\n  "app": "web"\n}\n',
    ],
    ['an object on one line with -c', ['-c', 'metadata.labels'], '# metadata.labels\n{"a/b":"1","app":"web"}\n'],
    [
      'several expressions, arguments before files',
      ['-q', 'q1', 'spec.big'],
      '# spec.big\n12345678901\n# spec.half\n1.5\n',
    ],
  ])('prints %s', (_, args, stdout) => {
    expect(jp(['query', '-i', 'o.yaml', ...args])).toEqual({ status: 0, stdout, stderr: '' });
  });

  it('points at the place of a mistake, and ends with 1', () => {
    const { status, stdout, stderr } = jp(['query', '-i', 'o.yaml', 'spec.half', 'a b']);
    expect(stdout).toBe('# spec.half\n1.5\n');
    expect(stderr).toBe(
      `<expression 1>:1:3: error JMESPATH_SYNTAX: SyntaxError: Unexpected token at the end of the expression: tUnquotedIdentifier
  1 | a b
    |   ^
`.replace('<expression 1>', '<expression 2>'),
    );
    expect(status).toBe(1);
  });

  it('resolves host names for is_external_url', () => {
    expect(jp(['query', "is_external_url('http://localhost')"], '{}').stdout).toMatch(/\nfalse\n$/);
  });
});

describe('jp function', () => {
  it('names the nearest function for one that does not exist', () => {
    expect(jp(['function', 'truncat']).stderr).toBe('there is no function `truncat`: did you mean `truncate`?\n');
  });

  it('shows a function of JMESPath itself when it is named', () => {
    expect(jp(['function', 'length']).stdout).toMatch(/^Name: length\n {2}Signature: length\(/);
  });
});

const expressions = [
  ...['metadata.name', 'spec', '@', 'metadata.labels."a/b"', 'spec.list[1:]', 'spec.list[::-1]', 'spec.list[*]'],
  ...['spec.containers[].image', "spec.containers[?name=='a'].image | [0]", 'spec.containers[5]', 'sort(spec.list)'],
  ...['[metadata.name, spec.half]', '{a: metadata.name, "b c": spec.half}', '&metadata', '`null`', "''", '`1e21`'],
  ...["add('1Gi', '1Mi')", 'divide(`1`, `0`)', 'to_string(spec)', "compare('a', 'b')", '`{"a": [1, true, null, "x"]}`'],
  ...[
    'nothing',
    'metadata.nothing.x',
    'a b',
    'a.',
    'length(',
    'foo(@)',
    'a#b',
    '"open',
    "'open",
    'spec.list.* || !spec && half >= `2`',
  ],
];

/** What the reference asks a person for stands on its standard output; the addresses of numbers differ in every run. */
const comparable = (text: string) =>
  text
    .replaceAll(/Reading from terminal input\.\nEnter .* and hit Ctrl\+D\.\n/g, '')
    .replaceAll(/\(\*int\)\((?:0x)?-?[0-9a-f]+\)/g, '(*int)')
    .replaceAll(/ {2}Note:.*/g, '');

describe.skipIf(!hasReference)(hasReference ? 'beside the real kyverno jp' : needsReference, () => {
  it.each([
    ...expressions.flatMap((text) => [{ args: ['query', '-i', 'o.yaml', text] }, { args: ['parse', text] }]),
    ...[['-c'], ['-u'], ['-cu'], ['--compact=true', '--unquoted=false'], ['-v', '4']].map((flags) => ({
      args: ['query', '-i', 'o.yaml', ...flags, 'metadata.name', 'spec'],
    })),
    { args: ['query', '-q', 'q1,q2', '-i', 'o.yaml'] },
    { args: ['query', '-q', 'q1', '-q', 'q2', '-i=o.json', '@'] },
    { args: ['query', 'a'], input: '{"a": {"b": 1}}' },
    { args: ['query', '-i', 'o.yaml'], input: 'spec.half\n' },
    { args: ['query', 'a'], input: 'a: 1\n---\na: 2' },
    { args: ['query'], input: 'a' },
    { args: ['query', '@'], input: 'a: [1' },
    { args: ['query', '-i', 'missing', 'a'] },
    { args: ['query', '-q', 'missing', '-i', 'o.json'] },
    { args: ['query', '--nope'] },
    { args: ['parse'], input: 'a.b\n' },
    { args: ['parse', '-f', 'q1,q2', 'x'] },
    { args: ['function'] },
    { args: ['function', 'truncate', 'nope'] },
    { args: ['nope'] },
  ])('gives the same for $args', async ({ args, input }: { args: string[]; input?: string }) => {
    const { ours, theirs } = await runBoth(folder, ['jp', ...args], input);
    expect([ours.status, comparable(ours.stdout)]).toEqual([theirs.status, comparable(theirs.stdout)]);
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../foundations/kube/index.ts';
import { compileJmesPath, type FunctionContext, functions, JmesPathError } from '../index.ts';

const context: FunctionContext = {
  now: Date.UTC(2024, 1, 29, 12, 0, 0, 500),
  zoneOffset: 3600,
  random: () => 0.5,
  resolveHost: (host) => (host === 'inside' ? ['8.8.8.8', '10.0.0.1'] : ['8.8.8.8', '2001:db8::1']),
  parseYaml: (text) => ({ yaml: text }),
};

function search(expression: string, value: JsonValue = {}, given = context): JsonValue {
  try {
    return compileJmesPath(expression).search(value, given);
  } catch (error) {
    if (error instanceof JmesPathError) return `error: ${error.message}`;
    throw error;
  }
}

it('has all functions of Kyverno 1.19 and of the specification', () => {
  expect(functions.size).toBe(51 + 25);
});

// Every expected value was given by Kyverno 1.19.1, save where the context answers.
describe.each<[string, [string, JsonValue][]]>([
  [
    'texts',
    [
      ["equal_fold('Straße', 'STRAßE')", true],
      ["equal_fold('K', 'k')", true],
      ["equal_fold('ı', 'I')", false],
      ["replace('aaa', 'a', 'b', `2`)", 'bba'],
      ["replace('abc', '', '-', `-1`)", '-a-b-c-'],
      ["replace('', '', '-', `1`)", '-'],
      ["to_upper('ßé')", 'ßÉ'],
      ["to_lower('İΣ')", 'iσ'],
      ["trim('xxaxx', 'x')", 'a'],
      ["split('a,b', '')", ['a', ',', 'b']],
      ["truncate('éa😀b', `3.9`)", 'éa😀'],
      ["truncate('a', `1e21`)", ''],
      ["to_boolean('TruE')", true],
      [
        "to_boolean('x')",
        "error: JMESPath function 'to_boolean': lowercase argument must be 'true' or 'false' (provided: 'x')",
      ],
      ["path_canonicalize('/../a//b/./..')", '/a'],
      ["path_canonicalize('')", ''],
      ["compare('b', 'a')", 1],
    ],
  ],
  [
    'patterns',
    [
      ["regex_match('^1', `16777217`)", true],
      ["regex_replace_all('(\\d+)', 'a1b22', '<$1>')", 'a<1>b<22>'],
      ["regex_replace_all_literal('b', 'abc', '$1')", 'a$1c'],
      [
        "regex_replace_all('(', 'a', 'b')",
        "error: JMESPath function 'regex_replace_all': error parsing regexp: missing closing ): `(`",
      ],
      ["pattern_match('a?c*', 'abcd')", true],
      ["pattern_match('16777216', `16777217`)", true],
      ["random('[a-c]{3}(x|y)')", 'bbby'],
      ["random('')", 'error: no pattern provided'],
    ],
  ],
  [
    'arithmetic',
    [
      ["add('1Gi', '1Mi')", '1025Mi'],
      ["add('1h', '30m')", "error: JMESPath function 'add': Types mismatch"],
      ["add('1h', '90s')", '1h1m30s'],
      ["add('1', `1`)", "error: JMESPath function 'add': Types mismatch"],
      ["multiply(`0.5`, '1Gi')", '512Mi'],
      ["divide('10', `3`)", '3'],
      ["divide('1Gi', '3Gi')", 1 / 3],
      ["divide('1h', '0s')", "error: JMESPath function 'divide': Zero divisor passed"],
      ['modulo(`-7`, `3`)', -1],
      ["modulo('1.5', '1')", "error: JMESPath function 'modulo': Non-integer argument(s) passed for modulo"],
      ["sum(['1m', '2m'])", '3m'],
      ['sum(`[]`)', "error: JMESPath function 'sum': at least one element in the array is required"],
      ["sum(['x'])", 'x'],
      ['round(`-2.5`, `0`)', -3],
      ['round(`2.675`, `2`)', 2.68],
      ['avg(`[]`)', 'error: json: unsupported value: NaN'],
    ],
  ],
  [
    'times',
    [
      ["time_since('', '2024-02-29T11:00:00Z', '')", '1h0m0.5s'],
      ['time_now()', '2024-02-29T13:00:00+01:00'],
      ["time_now_utc('anything')", '2024-02-29T12:00:00Z'],
      ["time_add('2024-02-28T23:00:00Z', '2h')", '2024-02-29T01:00:00Z'],
      ["time_add('2024-02-28T23:00:00Z', '1d')", 'error: time: unknown unit "d" in duration "1d"'],
      ["time_parse('1', '1700000000')", '2023-11-14T22:13:20Z'],
      ["time_parse('02 Jan 2006', '07 Feb 2023')", '2023-02-07T00:00:00Z'],
      ["time_to_cron('2023-02-07T04:05:06+02:00')", '5 4 7 2 2'],
      ["time_diff('2024-01-01T00:00:00Z', '2023-12-31T00:00:00Z')", '-24h0m0s'],
      ["time_between('2023-01-01T00:00:00Z', '2023-01-01T00:00:00Z', '2024-01-01T00:00:00Z')", false],
      ["time_truncate('2023-02-07T04:05:06Z', '1h')", '2023-02-07T04:00:00Z'],
      ["time_utc('2023-02-07T04:05:06+02:00')", '2023-02-07T02:05:06Z'],
    ],
  ],
  [
    'maps, lists and documents',
    [
      ['label_match(`{"a":1}`, `{"a":1,"b":2}`)', true],
      ['lookup(`{"a":1}`, \'b\')', null],
      ['lookup(`[1]`, `-1`)', null],
      [
        'lookup(`[1]`, `0.5`)',
        "error: JMESPath function 'lookup': argument #2: expected an integer number but got: 0.5",
      ],
      [
        'items(`{"b":1,"a":2}`, \'k\', \'v\')',
        [
          { k: 'a', v: 2 },
          { k: 'b', v: 1 },
        ],
      ],
      ["items(`[7]`, 'k', 'v')", [{ k: 0, v: 7 }]],
      ['object_from_lists(`["a", 16777217, true]`, `[1]`)', { a: 1, '16777216': null, true: null }],
      ["parse_json('[1]')", [1]],
      ["parse_yaml('a: 1')", { yaml: 'a: 1' }],
      ['to_string(`{"b":"<","a":1e21}`)', '{"a":1e+21,"b":"\\u003c"}'],
      ['sort(`["\\ud83d\\ude00","\\uffee"]`)', ['\uffee', '😀']],
      ["length('a😀')", 2],
      ['sort_by(`[{"a":2},{"a":1},{"b":1}]`, &a)', 'error: error in sort_by comparison'],
      ['max_by(`[{"a":1,"b":1},{"a":1,"b":2}]`, &a).b', 1],
      ['merge(`{"a":1}`, `{"a":2}`)', { a: 2 }],
      ["to_number('0x10')", null],
      ["to_number('1e3')", 1000],
    ],
  ],
  [
    'encodings, versions, images and addresses',
    [
      ["base64_encode('é')", 'w6k='],
      ["base64_decode('YQ=a')", 'error: illegal base64 data at input byte 2'],
      ["sha256('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
      ["sha1('a')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
      ["md5('a')", '0cc175b9c0f1b6a831c399e269772661'],
      ["x509_decode('x')", 'error: failed to decode PEM block'],
      ["semver_compare('1.2.3', '>=1.0.0 <2.0.0')", true],
      ["semver_compare('v1.2.3', '0.0.0')", true],
      ["image_normalize('nginx')", 'docker.io/nginx:latest'],
      ["is_external_url('http://10.1.2.3:80')", false],
      ["is_external_url('https://[2001:db8::1]/')", true],
      ["is_external_url('https://inside')", false],
      ["is_external_url('https://outside')", true],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases)('%s', (expression, expected) => {
    expect(search(expression)).toEqual(expected);
  });
});

it.each(["random('a')", "parse_yaml('a')", "is_external_url('http://host')"])('%s says what it lacks', (expression) => {
  expect(search(expression, {}, { now: 0 })).toMatch(/is not available here$/);
});

it('sort_by does not change its argument, as the reference does', () => {
  const data = { list: [{ a: 2 }, { a: 1 }] };
  expect(search('sort_by(list, &a)', data)).toEqual([{ a: 1 }, { a: 2 }]);
  expect(data.list).toEqual([{ a: 2 }, { a: 1 }]);
});

import { describe, expect, it } from 'vitest';
import { formatRender, loadChart, renderChart } from './index.ts';

/** What one expression prints in a chart; what is expected was printed by helm 4.1.4. */
function shown(call: string): string {
  const files = {
    'Chart.yaml': 'apiVersion: v2\nname: main\nversion: 1.2.3\n',
    'values.yaml': 'map: {a: 1}\n',
    'data/f.txt': 'x',
    'templates/t.yaml': `# {{ ${call} | printf "%q" }}\n`,
  };
  const { chart } = loadChart(Object.entries(files).map(([path, data]) => ({ path, data })));
  const result = renderChart(chart!, {});
  const problem = result.diagnostics.find(({ severity }) => severity === 'error');
  if (problem) return problem.message.split('\n')[0]!.replace(/^.*error calling /, '');
  return formatRender(result).trim().split('\n').at(-1)!;
}

describe('functions of a chart', () => {
  it.each([
    ['toYaml gives nothing of a number that JSON has not', 'toYaml (float64 "+Inf")', '# ""'],
    ['toYaml gives nothing of a control character', String.raw`toYaml "\x7f"`, '# ""'],
    [
      'mustToYaml says so',
      'mustToYaml (float64 "NaN")',
      'mustToYaml: error marshaling into JSON: json: unsupported value: NaN',
    ],
    ['toYamlPretty writes bytes as a list', 'toYamlPretty (.Files.GetBytes "data/f.txt")', '# "- 120"'],
    ['an empty group of files is an empty map', '(.Files.Glob "none").AsConfig', '# "{}"'],
    ['a map that set returns is a plain one', 'typeOf (set .Values "b" 2)', '# "map[string]interface {}"'],
    [
      'dig refuses .Values',
      'dig "a" 1 .Values',
      'dig: interface conversion: interface {} is common.Values, not map[string]interface {}',
    ],
    ['dig takes what set returns', 'dig "map" "a" 0 (set .Values "b" 2) | toJson', '# "1"'],
    [
      'TOML keeps nanoseconds',
      '(fromToml "a = 2024-01-01T00:00:00.123456Z").a | toJson',
      String.raw`# "\"2024-01-01T00:00:00.123456Z\""`,
    ],
    ['TOML refuses nil in a list', 'toToml (dict "a" (list nil))', '# "toml: cannot encode array with nil element"'],
    [
      'YAML names the tag that does not fit',
      '(fromYaml "a: !!int x").Error',
      '# "error converting YAML to JSON: yaml: cannot decode !!str `x` as a !!int"',
    ],
    [
      'YAML shows what is no key',
      '(fromYaml "[a, 1]: 1").Error',
      String.raw`# "error converting YAML to JSON: yaml: invalid map key: []interface {}{\"a\", 1}"`,
    ],
    ['YAML ends where its first document ends', String.raw`fromYaml "{\"a\":1}x" | toJson`, String.raw`# "{\"a\":1}"`],
  ])('%s', (_name, call, expected) => {
    expect(shown(call)).toBe(expected);
  });
});

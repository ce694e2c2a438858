import { describe, expect, it } from 'vitest';
import { compareRendering, compareVerdicts, referenceVerdicts, type Verdict } from './index.ts';

const document = (name: string, data: string) =>
  `---\n# Source: c/templates/x.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: ${data}}\n`;

describe('renderings', () => {
  it.each<[string, string, string, ReturnType<typeof compareRendering>]>([
    ['that are equal have no difference', document('a', 'x'), document('a', 'x'), undefined],
    [
      'name the object that differs',
      document('a', 'x'),
      document('a', 'y'),
      { kind: 'objects', message: 'ConfigMap/a differs' },
    ],
    [
      'name the object that is missing, and count the others',
      document('a', 'x') + document('b', 'x'),
      document('c', 'x'),
      { kind: 'objects', message: 'ConfigMap/a is only in helm, and 2 more objects' },
    ],
    [
      'of equal objects name the first line that is written otherwise',
      document('a', 'x'),
      document('a', '"x"'),
      { kind: 'bytes', message: 'line 6: helm `data: {a: x}`, bylaw `data: {a: "x"}`' },
    ],
  ])('%s', (_, reference, ours, expected) => {
    expect(compareRendering(reference, ours)).toEqual(expected);
  });
});

describe('verdicts', () => {
  const verdict = (status: string, message = 'm', rule = 'r'): Verdict => ({
    policy: 'p',
    rule,
    resource: 'ns/Pod/a',
    status,
    message,
  });

  it('are read from reports among other lines', () => {
    const report = {
      kind: 'ClusterReport',
      results: [
        {
          source: 'kyverno',
          policy: 'ns/p',
          rule: 'r',
          result: 'fail',
          message: 'Expected map[string]interface {}, found []interface {}',
          resources: [{ kind: 'Pod', namespace: 'ns', name: 'a' }],
        },
        {
          source: 'KyvernoValidatingPolicy',
          policy: 'v',
          rule: 'anything',
          result: 'pass',
          resources: [{ kind: 'Node', name: 'n' }],
        },
      ],
    };
    expect(referenceVerdicts(`Warning: x\n{"broken\nMutation has been applied.${JSON.stringify(report)}\n`)).toEqual([
      verdict('fail', 'Expected a map, found a list'),
      { policy: 'v', rule: '', resource: 'Node/n', status: 'pass', message: '' },
    ]);
  });

  it.each<[string, Verdict[], Verdict[], boolean, (string | undefined)[][]]>([
    ['that are equal', [verdict('pass')], [verdict('pass')], true, []],
    ['of another status', [verdict('fail')], [verdict('pass')], false, [['fail', 'pass']]],
    ['that only one gives', [verdict('fail')], [], false, [['fail', undefined]]],
    ['of another message, when not asked', [verdict('fail', 'a')], [verdict('fail', 'b')], false, []],
    ['of another message, when asked', [verdict('fail', 'a')], [verdict('fail', 'b')], true, [['fail', 'fail']]],
    [
      'of another rule are two differences',
      [verdict('fail')],
      [verdict('fail', 'm', 's')],
      false,
      [
        ['fail', undefined],
        [undefined, 'fail'],
      ],
    ],
  ])('%s', (_, reference, ours, messages, expected) => {
    const found = compareVerdicts(reference, ours, messages);
    expect(found.map((difference) => [difference.reference?.status, difference.ours?.status])).toEqual(expected);
  });
});

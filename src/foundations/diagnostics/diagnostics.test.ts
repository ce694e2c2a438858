import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  diagnosticsGithub,
  diagnosticsJson,
  diagnosticsSarif,
  formatDiagnostics,
  nearestName,
  plainPaint,
  SourceText,
} from './index.ts';

const diagnostic: Diagnostic = {
  code: 'FIELD_UNKNOWN',
  severity: 'error',
  message: 'ClusterPolicy has no field `spec.rulez`',
  location: { file: 'policy.yaml', line: 2, column: 3, endLine: 2, endColumn: 8 },
  subject: { policy: 'require-labels', path: 'spec.rulez' },
  help: 'did you mean `rules`?',
};

describe('SourceText', () => {
  const source = new SourceText('a.yaml', 'one\r\ntwo\n\nfour');

  it.each([
    ['the first character', 0, { line: 1, column: 1 }],
    ['a character of the second line', 6, { line: 2, column: 2 }],
    ['an empty line', 9, { line: 3, column: 1 }],
    ['the end of the text', 14, { line: 4, column: 5 }],
    ['an offset past the end', 99, { line: 4, column: 90 }],
  ])('locates %s', (_, offset, place) => {
    expect(source.locate(offset)).toEqual({ file: 'a.yaml', ...place });
  });

  it.each([
    [1, 'one'],
    [2, 'two'],
    [3, ''],
    [4, 'four'],
    [5, ''],
  ])('gives line %i without its line break', (number, text) => {
    expect(source.line(number)).toBe(text);
  });

  it('finds an offset from a line and column again', () => {
    for (let offset = 0; offset < 14; offset++) {
      const { line, column } = source.locate(offset);
      expect(source.offsetOf(line, column)).toBe(offset);
    }
  });
});

describe('nearestName', () => {
  it.each([
    ['a letter too many', 'rulez', ['rules', 'match'], 'rules'],
    ['two letters swapped', 'mtach', ['rules', 'match'], 'match'],
    ['another case', 'FailureAction', ['failureAction'], 'failureAction'],
    ['nothing close', 'colour', ['rules', 'match'], undefined],
    ['no candidates', 'rules', [], undefined],
  ])('answers %s', (_, name, candidates, found) => {
    expect(nearestName(name, candidates)).toBe(found);
  });
});

describe('formatDiagnostics', () => {
  it('shows the place, the line with carets, the subject and the help', () => {
    const sources = new Map([['policy.yaml', new SourceText('policy.yaml', 'spec:\n  rulez: []\n')]]);
    expect(
      formatDiagnostics([diagnostic], { paint: plainPaint, sources }),
    ).toBe(`policy.yaml:2:3: error FIELD_UNKNOWN: ClusterPolicy has no field \`spec.rulez\`
  2 |   rulez: []
    |   ^^^^^
  policy \`require-labels\`, at spec.rulez
  help: did you mean \`rules\`?
`);
  });

  it('sorts by place and ends with how many more there are', () => {
    const others = [3, 1, 2].map((line) => ({
      ...diagnostic,
      location: { file: 'p.yaml', line, column: 1 },
      help: undefined,
      subject: undefined,
    }));
    const text = formatDiagnostics(others, { paint: plainPaint, limit: 2 });
    expect(text.match(/^p\.yaml:\d/gm)).toEqual(['p.yaml:1', 'p.yaml:2']);
    expect(text.endsWith('and 1 more\n')).toBe(true);
  });
});

describe('formats for programs', () => {
  it('gives one JSON document without edits', () => {
    const parsed = JSON.parse(
      diagnosticsJson([{ ...diagnostic, fix: [{ file: 'policy.yaml', start: 0, end: 1, text: '' }] }]),
    );
    expect(parsed.diagnostics).toEqual([{ ...diagnostic, fixable: true }]);
  });

  it('gives GitHub commands whose text cannot begin another command', () => {
    const text = diagnosticsGithub([{ ...diagnostic, message: 'a\n::error::b', help: undefined }]);
    expect(text).toBe('::error file=policy.yaml,line=2,col=3,title=FIELD_UNKNOWN::a%0A::error::b\n');
  });

  it('gives SARIF with a rule for each code', () => {
    const log = JSON.parse(diagnosticsSarif([diagnostic, diagnostic], '1.0.0'));
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0].tool.driver.rules).toEqual([{ id: 'FIELD_UNKNOWN' }]);
    expect(log.runs[0].results).toHaveLength(2);
    expect(log.runs[0].results[0].locations[0].physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 8,
    });
  });
});

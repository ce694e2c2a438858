import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { formatGitLab, formatJUnit, formatMarkdown, type ReportedResult } from '../index.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const place = fc.record({ file: text, line: fc.integer({ min: 1, max: 9 }), column: fc.integer({ min: 1, max: 9 }) });
const result: fc.Arbitrary<ReportedResult> = fc.record(
  {
    policy: text,
    rule: text,
    resource: text,
    status: fc.constantFrom('pass' as const, 'fail' as const, 'warn' as const, 'error' as const, 'skip' as const),
    message: text,
    reason: text,
    location: place,
    ruleLocation: place,
    expectation: place,
  },
  { requiredKeys: ['policy', 'rule', 'resource', 'status', 'message'] },
);

/** What XML cannot hold is replaced; line ends in attributes are kept as they are. */
const writable = (value: string) =>
  value.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

describe('JUnit', () => {
  it('is one well-formed document whatever the texts hold, and gives every text back', () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 5 }), (results) => {
        const names: string[] = [];
        const messages: string[] = [];
        const parser = new SaxesParser();
        parser.on('error', (error) => {
          throw error;
        });
        parser.on('opentag', ({ name, attributes }) => {
          if (name === 'testcase') names.push(String(attributes['name']));
          if (attributes['message'] !== undefined) messages.push(String(attributes['message']));
        });
        parser.write(formatJUnit(results)).close();
        const wanted = results.filter(({ status }) => status !== 'pass');
        expect(names.sort()).toEqual(results.map(({ resource }) => writable(resource)).sort());
        expect(messages.sort()).toEqual(wanted.map(({ reason, message }) => writable(reason ?? message)).sort());
      }),
    );
  });
});

describe('Markdown', () => {
  it('has as many cells on each line, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(result, { minLength: 1, maxLength: 5 }), (results) => {
        const [, , ...lines] = formatMarkdown(results).split('\n');
        const cells = lines
          .filter((line) => line !== '')
          .map((line) => line.replaceAll(/\\[\\|]/g, '').split('|').length);
        expect(new Set(cells).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('GitLab', () => {
  it('gives every finding a fingerprint of its own, also when two say the same', () => {
    const finding = { code: 'POLICY_VIOLATION', severity: 'error', message: 'no' } as const;
    const moved = { ...finding, location: { file: 'a.yaml', line: 1, column: 1 } };
    const entries = JSON.parse(formatGitLab([moved, moved, { ...moved, location: { ...moved.location, line: 9 } }]));
    expect(new Set(entries.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(3);
  });

  it('keeps the fingerprint when lines move', () => {
    const at = (line: number) =>
      JSON.parse(
        formatGitLab([{ code: 'A', severity: 'info', message: 'no', location: { file: 'a.yaml', line, column: 1 } }]),
      )[0].fingerprint;
    expect(at(1)).toBe(at(2));
  });
});

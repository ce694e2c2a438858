import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { applyEdits, parseManifests, replaceScalar } from './index.ts';

/** A value as people write it, in many styles. */
const written = fc.constantFrom(
  'Audit',
  '"Audit"',
  "'Audit'",
  'yes',
  '0755',
  '1.50',
  '~',
  '""',
  'http://x:80/#a',
  '!!str 12',
  '&anchor Enforce',
  'two words',
  '"a # b"',
  "'it''s'",
  '2024-01-02',
);
const flow = fc.constantFrom('{mode: Audit, on: true}', '[Audit, "b" , c]', '{ a: { b: Audit } }', '[]', '{}');
const behind = fc.constantFrom('', ' ', ' # why', '   # two  blanks ', '\t# tab');
const gap = fc.constantFrom(' ', '   ', '\t');
const above = fc.constantFrom('', '# above\n', '\n', '  # further in\n', '#\n\n');
const keyStyle = fc.constantFrom(
  (key: string) => key,
  (key: string) => `"${key}"`,
  (key: string) => `'${key}' `,
);

const entry = fc.tuple(above, keyStyle, gap, fc.oneof(written, flow), behind);
const map = fc.array(entry, { minLength: 1, maxLength: 4 });
const file = fc.record({
  head: fc.constantFrom('', '# head\n', '---\n', '%YAML 1.1\n---\n', '--- # first\n'),
  top: map,
  inner: map,
  list: fc.array(fc.tuple(above, written, behind), { maxLength: 3 }),
  tail: fc.constantFrom('', '# tail', '\n\n# tail\n', '...\n'),
  newline: fc.constantFrom('\n', '\r\n'),
});

type FileParts = typeof file extends fc.Arbitrary<infer Parts> ? Parts : never;
type Entry = readonly [string, (key: string) => string, string, string, string];

function textOf({ head, top, inner, list, tail, newline }: FileParts): string {
  const lines = (entries: readonly Entry[], pad: string): string =>
    entries
      .map(([comment, style, blank, value, more], i) => {
        const name = style(`k${i}`);
        // An anchor has one place.
        const own = value.replace('anchor', `a${pad.length}${i}`);
        return `${comment}${pad}${name}:${blank}${own}${more}\n`;
      })
      .join('');
  const items = list.map(([comment, value, more], i) => `${comment}  -  ${value.replace('anchor', `l${i}`)}${more}\n`);
  const text = `${head}${lines(top, '')}inner:\n${lines(inner, '    ')}list:\n${items.join('')}${tail}`;
  return text.replaceAll('\n', newline);
}

function scalarsOf(value: JsonValue, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    scalarsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function withValue(root: JsonValue, path: readonly (string | number)[], value: JsonValue): JsonValue {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  const copy = structuredClone(root) as Record<string | number, JsonValue>;
  copy[part] = withValue(copy[part]!, rest, value);
  return copy;
}

describe('replacing a scalar of a file that people wrote', () => {
  const replacement = fc.constantFrom<JsonValue>(
    'Enforce',
    'Audit',
    'yes',
    '',
    'a: b # c',
    "it's",
    '- x',
    5,
    true,
    null,
  );

  it('changes the value at its path and no byte outside of what was written there', () => {
    fc.assert(
      fc.property(file, fc.nat(), replacement, (parts, pick, value) => {
        const text = textOf(parts);
        const { documents, diagnostics } = parseManifests(text, 'values.yaml');
        expect(diagnostics).toEqual([]);
        const document = documents[0]!;
        const paths = scalarsOf(document.value);
        const path = paths[pick % paths.length]!;
        const edit = replaceScalar(document, path, value)!;
        const after = applyEdits(text, [edit]);
        const range = document.range(path)!;
        const isWritten = typeof path.at(-1) === 'number' || document.range(path, 'key')!.start !== range.start;
        if (isWritten) expect([edit.start >= range.start, edit.end <= range.end]).toEqual([true, true]);
        else expect(edit.start).toBe(edit.end);
        const keepsTag = /!!str\s*$/.test(text.slice(0, edit.start));
        const expected = keepsTag && typeof value !== 'string' ? String(value ?? 'null') : value;
        const changed = parseManifests(after, 'values.yaml');
        expect(changed.diagnostics).toEqual([]);
        expect(changed.documents[0]!.value).toEqual(withValue(document.value, path, expected));
      }),
      { numRuns: 2000 },
    );
  });
});

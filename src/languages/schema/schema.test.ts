import { describe, expect, it } from 'vitest';
import { parseManifests } from '../manifest/index.ts';
import { boolean, checkSchema, foldCase, list, object, required, text } from './index.ts';

const schema = object({ name: required(text), results: list(object({ isOk: boolean })) });

function check(source: string, foldsCase: boolean) {
  const document = parseManifests(source, 'a.yaml').documents[0]!;
  const found = checkSchema({ document, kind: 'Test', foldsCase }, document.value, schema);
  return {
    found: found.map(({ severity, code, message, location }) => `${location!.line} ${severity} ${code}: ${message}`),
    folded: foldCase(document.value, schema),
  };
}

describe('field names in other letters', () => {
  it('are read, with a warning at each, where the reader folds them', () => {
    expect(check('Name: a\nresults:\n- ISok: true\n', true)).toEqual({
      found: [
        '1 warning FIELD_UNKNOWN: Test has no field `Name`, and it is read as `name`',
        '3 warning FIELD_UNKNOWN: Test has no field `results[0].ISok`, and it is read as `isOk`',
      ],
      folded: { name: 'a', results: [{ isOk: true }] },
    });
  });

  it('are unknown fields elsewhere', () => {
    expect(check('Name: a\n', false).found).toEqual([
      '1 error FIELD_UNKNOWN: Test has no field `Name`',
      '1 error FIELD_MISSING: `name` is missing',
    ]);
  });

  it('do not hide a wrong type or an unknown name', () => {
    expect(check('Name: a\nresults:\n- ISok: 5\n  other: 1\n', true).found.slice(2)).toEqual([
      '3 error FIELD_WRONG_TYPE: `results[0].ISok` must be true or false, found `5`',
      '4 error FIELD_UNKNOWN: Test has no field `results[0].other`',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from './bytes.ts';
import { toGoJson, toIndentedGoJson } from './go-json.ts';
import { formatGoValue } from './go-value.ts';

describe('toGoJson', () => {
  it('sorts keys by bytes, escapes for HTML and keeps numbers short', () => {
    expect(toGoJson({ b: '<&>\u2028', a: [1e21, -0, 1.5, null, true], é: {} })).toBe(
      '{"a":[1e+21,-0,1.5,null,true],"b":"\\u003c\\u0026\\u003e\\u2028","é":{}}',
    );
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(toGoJson(value as never))).toEqual(value);
      }),
    );
  });
});

describe('toIndentedGoJson', () => {
  it('has a line for every entry, and empty lists and maps on one line', () => {
    expect(toIndentedGoJson({ b: [1, { c: '<' }], a: {}, d: [] })).toBe(
      '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": "\\u003c"\n    }\n  ],\n  "d": []\n}',
    );
  });

  it('says the same as the compact form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(toIndentedGoJson(value as never))).toEqual(JSON.parse(toGoJson(value as never)));
      }),
    );
  });
});

it('formatGoValue prints as %v does', () => {
  expect(formatGoValue({ b: [1, 'x', null], a: 1e6 })).toBe('map[a:1e+06 b:[1 x <nil>]]');
});

it('compareBytes orders texts by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});

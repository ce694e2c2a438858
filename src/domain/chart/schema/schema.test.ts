import { describe, expect, it } from 'vitest';
import { checkReferences, printProblem, SchemaDocument, validate } from './index.ts';

const draft = (number: 4 | 6 | 7): string => `http://json-schema.org/draft-0${number}/schema#`;

function problemsOf(schema: object, value: unknown): string {
  const document = new SchemaDocument(JSON.stringify(schema));
  checkReferences(document);
  const found = validate(document, value as never);
  return found ? printProblem(found) : '';
}

describe('problems of values, in the words of Helm', () => {
  it.each<[string, object, unknown, string]>([
    ['whole numbers are grouped', { maximum: 1000 }, 123456, "- at '': maximum: got 123,456, want 1,000\n"],
    ['large ones are powers of ten', { maximum: 1e21 }, 1e22, "- at '': maximum: got 1×10²², want 1×10²¹\n"],
    ['multiples are exact in decimals', { multipleOf: 0.1 }, 0.3, ''],
    ['types have an order', { type: ['string', 'null'] }, 1, "- at '': got number, want null or string\n"],
    ['a wrong constant is all that is said', { const: 1, minLength: 3 }, 'a', "- at '': value must be 1\n"],
    [
      'several problems behind a reference are a step of their own',
      { $ref: '#/$defs/a', $defs: { a: { required: ['p'], minProperties: 2 } } },
      { q: 1 },
      "- at '': validation failed\n  - at '': minProperties: got 1, want 2\n  - at '': missing property 'p'\n",
    ],
    [
      'those of the root are none',
      { minItems: 2, uniqueItems: true, maxItems: 0 },
      [1],
      "- at '': minItems: got 1, want 2\n- at '': maxItems: got 1, want 0\n",
    ],
    [
      'a name of a property stands nowhere',
      { properties: { a: { propertyNames: { maxLength: 1 } } } },
      { a: { bc: 1 } },
      "- at '': invalid propertyName 'bc'\n  - at '': maxLength: got 2, want 1\n",
    ],
    [
      'items too many, in old drafts',
      { $schema: draft(7), items: [{}], additionalItems: false },
      [1, 2, 3],
      "- at '': last 2 additionalItem(s) not allowed\n",
    ],
    [
      'the rest of a list counts anew',
      { prefixItems: [{}], items: { type: 'string' } },
      [1, 2],
      "- at '/0': got number, want string\n",
    ],
    [
      'contains counts',
      { contains: { type: 'string' }, minContains: 2 },
      ['a', 1],
      "- at '': min 2 items required to match contains schema, but matched 1 items at 0\n  - at '/1': got number, want string\n",
    ],
    [
      'what a schema that fails has seen stays unseen',
      {
        anyOf: [{ properties: { a: true } }, { required: ['z'], properties: { b: true } }],
        unevaluatedProperties: false,
      },
      { a: 1, b: 2 },
      "- at '/b': false schema\n",
    ],
    [
      'a cycle is named',
      { $ref: '#' },
      1,
      `- at '': both /$ref and  resolve to "file:///values.schema.json#" causing reference cycle\n`,
    ],
    [
      'formats count up to draft 7',
      { $schema: draft(4), format: 'ipv4' },
      '1.2.3.400',
      "- at '': '1.2.3.400' is not valid ipv4: decimal must be between 0 and 255\n",
    ],
    ['and not later', { format: 'ipv4' }, 'x', ''],
    [
      'a constant beside $ref counts in draft 6',
      { $schema: draft(6), $ref: '#/definitions/a', const: 1, definitions: { a: true } },
      2,
      "- at '': value must be 1\n",
    ],
    [
      'a dynamic reference leads to the outermost anchor',
      {
        $ref: 'inner',
        $dynamicAnchor: 'x',
        type: 'object',
        $defs: {
          inner: { $id: 'inner', properties: { a: { $dynamicRef: '#x' } }, $defs: { y: { $dynamicAnchor: 'x' } } },
        },
      },
      { a: 1 },
      "- at '/a': got number, want object\n",
    ],
  ])('%s', (_, schema, value, expected) => {
    expect(problemsOf(schema, value)).toBe(expected);
  });

  it('shows numbers as the schema writes them', () => {
    const document = new SchemaDocument('{"enum":[1.0,1e3,null]}');
    expect(printProblem(validate(document, 'x')!)).toBe("- at '': value must be one of 1.0, 1e3, <nil>\n");
  });
});

describe('broken schemas', () => {
  it.each<[object, string]>([
    [{ properties: { a: { $ref: '#/nope' } } }, 'json-pointer in "file:///values.schema.json#/nope" not found'],
    [
      { properties: { a: { $ref: '#x' } } },
      'anchor in "file:///values.schema.json#x" not found in schema "file:///values.schema.json"',
    ],
    [
      { not: { $ref: 'other.json' } },
      'failing loading "file:///other.json": open /other.json: no such file or directory',
    ],
    [
      { $ref: 'https://example.com/x.json' },
      'failing loading "https://example.com/x.json": references outside the schema are not followed',
    ],
  ])('%j are refused whatever the values are', (schema, message) => {
    expect(() => problemsOf(schema, 1)).toThrow(message);
  });

  it('what no reference leads to is not looked at', () => {
    expect(problemsOf({ $defs: { a: { $ref: '#/nope' } } }, 1)).toBe('');
  });
});

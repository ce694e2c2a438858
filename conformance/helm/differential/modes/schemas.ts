import { Dice } from '../dice.ts';
import type { Case, Mode } from '../mode.ts';

/** Random values against random schemas of every draft, in a chart and its subchart. */
export const schemas: Mode = { name: 'schemas', tried: 20, asks: 10, generate, compares: { errorText: true } };

type Json = null | boolean | number | string | Raw | readonly Json[] | { readonly [key: string]: Json };

/** JSON that is written as it stands: numbers in other notations. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const drafts: readonly (readonly [number, string | undefined])[] = [
  [4, 'http://json-schema.org/draft-04/schema#'],
  [6, 'http://json-schema.org/draft-06/schema#'],
  [7, 'http://json-schema.org/draft-07/schema#'],
  [2019, 'https://json-schema.org/draft/2019-09/schema'],
  [2020, 'https://json-schema.org/draft/2020-12/schema'],
  [2020, undefined],
];
const keys = ['a', 'b', 'c', 'x/y', "q'r"];
const scalars: readonly Json[] = [
  0,
  1,
  -1,
  2,
  1.5,
  0.3,
  100,
  1234,
  1_234_567,
  1e-7,
  '',
  'a',
  'abc',
  'ä😀',
  'a b',
  "it's",
  true,
  false,
  null,
];
const types = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];
const formats: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2024-01-02T03:04:05Z',
    '2024-01-02',
    '2024-01-02 03:04:05Zxx',
    '2024-13-02T03:04:05Z',
    '2024-01-02T25:04:05Z',
    '2024-01-02T03:04:05+02:00',
  ],
  date: ['2024-01-02', '2024-02-30', 'x', '2024-1-2', ''],
  time: ['03:04:05Z', '03:04', '25:04:05Z', '03:04:05.Z', '03:04:05+0200', '03-04-05Z'],
  email: ['a@example.com', 'a', '.a@example.com', 'a..b@example.com', 'a b@example.com', 'a@-x', 'a@[127.0.0.1]', 'a@'],
  hostname: ['example.com', '-a', 'a-', 'a..b', 'a_b', 'a.', 'ä'],
  ipv4: ['127.0.0.1', '1.2.3', '256.1.1.1', '01.2.3.4', 'a.b.c.d', '1.2.3.-4'],
  ipv6: ['::1', '1', 'fe80::1%eth0', '1:2:3:4:5:6:7:8'],
  uri: ['https://example.com/x', '/x', 'x:y'],
  uuid: [
    '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'x',
    '6ba7b810-9dad-11d1-80b4-00c04fd430cx',
    '6ba7b810-9dad-11d1-80b4',
  ],
  regex: ['a+', '('],
  duration: ['P1D', 'PT1H', 'P', '1D', 'P1H', 'P1DT', 'PD', 'P1', 'P1W', 'PxW', 'P1D1Y'],
  'json-pointer': ['/a/b', 'a', '/~2', '/~', ''],
  'uri-reference': ['/x', 'a\\b'],
  unknown: ['x'],
};

function generate(seed: number): Case {
  const dice = new Dice(seed);
  const files: Record<string, string> = {
    'Chart.yaml': 'apiVersion: v2\nname: main\nversion: 1.0.0\n',
    'values.yaml': `${write({ ...(mapOf(dice, 0) as object) })}\n`,
    'values.schema.json': schemaText(dice),
    'templates/v.yaml': 'fits: true\n',
  };
  if (dice.once(4)) {
    files['charts/sub/Chart.yaml'] = 'apiVersion: v2\nname: sub\nversion: 1.0.0\n';
    files['charts/sub/values.yaml'] = `${write(mapOf(dice, 0))}\n`;
    files['charts/sub/values.schema.json'] = schemaText(dice);
  }
  return { files, flags: dice.once(6) ? ['--set', `a=${dice.pick(['1', 'x', '1000000', 'null', 'true'])}`] : [] };
}

function schemaText(dice: Dice): string {
  const [draft, url] = dice.pick(drafts);
  const whole = new SchemaWriter(dice, draft).whole(url);
  const text = write(whole);
  if (!dice.once(40)) return text;
  return dice.pick([
    '',
    '{',
    `${text} x`,
    text.slice(0, -1),
    'true',
    'false',
    '{"a" 1}',
    '{"a":1,}',
    '{a:1}',
    '[1',
    '"x',
  ]);
}

class SchemaWriter {
  readonly #dice: Dice;
  readonly #draft: number;
  constructor(dice: Dice, draft: number) {
    this.#dice = dice;
    this.#draft = draft;
  }

  whole(url: string | undefined): Json {
    const defs = this.#draft >= 2019 ? '$defs' : 'definitions';
    const named = { one: this.#schema(2), two: this.#schema(2), three: this.#anchored() };
    const [properties, more] = [this.#map(3), this.#schema(1)];
    const extra = typeof more === 'object' ? (more as object) : {};
    return { ...(url === undefined ? {} : { $schema: url }), ...extra, properties, [defs]: named } as Json;
  }

  #anchored(): Json {
    const inner = this.#schema(1);
    const known = typeof inner === 'object' ? (inner as object) : {};
    if ('$ref' in known) return known as Json;
    if (this.#draft < 2019) return { [this.#draft === 4 ? 'id' : '$id']: '#anchor', ...known } as Json;
    if (this.#draft === 2019) return { $anchor: 'anchor', ...known } as Json;
    return { [this.#dice.once(2) ? '$anchor' : '$dynamicAnchor']: 'anchor', ...known } as Json;
  }

  #map(depth: number): Json {
    const chosen = keys.filter(() => this.#dice.once(2));
    return Object.fromEntries(chosen.map((key) => [key, this.#schema(depth)]));
  }

  #list(depth: number): Json {
    return [this.#schema(depth), ...this.#dice.some(2, () => this.#schema(depth))];
  }

  #schema(depth: number): Json {
    if (this.#draft > 4 && this.#dice.once(12)) return this.#dice.once(2);
    if (depth < 3 && this.#dice.once(10)) return this.#reference();
    const parts = [this.#keyword(depth), ...this.#dice.some(2, () => this.#keyword(depth))];
    return Object.assign({}, ...parts) as Json;
  }

  #reference(): Json {
    const defs = this.#draft >= 2019 ? '$defs' : 'definitions';
    const good = [`#/${defs}/one`, `#/${defs}/two`, '#anchor'];
    const target = this.#dice.pick(this.#dice.once(40) ? [`#/${defs}/none`, '#gone', 'other.json'] : good);
    if (target === '#anchor' && this.#draft === 2020 && this.#dice.once(2)) return { $dynamicRef: target };
    return { $ref: target, ...(this.#dice.once(2) ? (this.#keyword(0) as object) : {}) } as Json;
  }

  #keyword(depth: number): Json {
    const dice = this.#dice;
    const small = (): number => dice.below(4);
    const inner = (): Json => (depth > 0 ? this.#schema(depth - 1) : { type: dice.pick(types) });
    const names = (): Json => [...new Set([dice.pick(keys), ...dice.some(2, () => dice.pick(keys))])];
    const limit = (): Json => dice.pick<Json>([0, 1, 2, 1.5, 1000, new Raw('1.0'), new Raw('1e2'), 1e-3, 2_000_000]);
    const options: (() => Json)[] = [
      () => ({ type: dice.pick(types) }),
      () => ({ type: [...new Set([dice.pick(types), dice.pick(types)])] }),
      () => ({ type: 'object', properties: this.#map(depth - 1) }),
      () => ({ enum: [...new Set([dice.pick(scalars), dice.pick(scalars)])] }),
      () => ({ enum: dice.pick<Json>([[new Raw('1.0'), 'x'], [[1], { a: 1 }], [new Raw('1e2')], [null, 'a']]) }),
      () => ({ minimum: limit() }),
      () => ({ maximum: limit() }),
      () => ({ multipleOf: dice.pick<Json>([2, 0.1, 0.01, 3, new Raw('1e-7'), 1.5]) }),
      () => ({ minLength: small() }),
      () => ({ maxLength: dice.pick([0, 1, 2, 1000]) }),
      () => ({ pattern: dice.pick(['^a', 'b$', '[0-9]+', '^\\p{L}+$', "'"]) }),
      () => ({ minItems: small() }),
      () => ({ maxItems: small() }),
      () => ({ uniqueItems: true }),
      () => ({ minProperties: small() }),
      () => ({ maxProperties: small() }),
      () => ({ required: names() }),
      () => ({ additionalProperties: this.#draft === 4 && dice.once(2) ? false : dice.once(2) ? false : inner() }),
      () => ({ patternProperties: { [dice.pick(['^a', '[bc]', '/'])]: inner() } }),
      () => ({ allOf: this.#list(depth - 1) }),
      () => ({ anyOf: this.#list(depth - 1) }),
      () => ({ oneOf: this.#list(depth - 1) }),
      () => ({ not: inner() }),
      () => ({ dependencies: { [dice.pick(keys)]: dice.once(2) ? names() : inner() } }),
      () => ({ format: dice.pick(Object.keys(formats)) }),
    ];
    if (this.#draft === 4) options.push(() => ({ minimum: limit(), exclusiveMinimum: true }));
    else {
      options.push(
        () => ({ exclusiveMinimum: limit() }),
        () => ({ exclusiveMaximum: limit() }),
        () => ({ const: dice.pick<Json>([...scalars, [1], new Raw('1.0')]) }),
        () => ({ contains: inner() }),
        () => ({
          propertyNames: dice.pick<Json>([
            { maxLength: 1 },
            { pattern: '^[ab]', maxLength: 2 },
            { enum: ['a', 'b'] },
            false,
          ]),
        }),
      );
    }
    if (this.#draft >= 7)
      options.push(
        () => ({ if: inner(), then: inner(), else: inner() }),
        () => ({ if: inner(), then: inner() }),
      );
    if (this.#draft < 2020)
      options.push(
        () => ({ items: inner() }),
        () => ({ items: this.#list(depth - 1), additionalItems: dice.once(2) ? false : inner() }),
      );
    else
      options.push(
        () => ({ items: inner() }),
        () => ({ prefixItems: this.#list(depth - 1), items: inner() }),
        () => ({ prefixItems: this.#list(depth - 1) }),
      );
    if (this.#draft >= 2019) {
      options.push(
        () => ({ dependentRequired: { [dice.pick(keys)]: names() } }),
        () => ({ dependentSchemas: { [dice.pick(keys)]: inner() } }),
        () => ({ contains: inner(), minContains: small(), maxContains: small() }),
        () => ({ unevaluatedProperties: dice.once(2) ? false : inner() }),
        () => ({ unevaluatedItems: dice.once(2) ? false : inner() }),
        () => ({ anyOf: [{ properties: this.#map(depth - 1) }, inner()], unevaluatedProperties: false }),
      );
    }
    return depth < 0 ? { type: dice.pick(types) } : dice.pick(options)();
  }
}

function mapOf(dice: Dice, depth: number): Json {
  const chosen = keys.filter(() => dice.once(2));
  return Object.fromEntries(chosen.map((key) => [key, valueOf(dice, depth + 1)]));
}

function valueOf(dice: Dice, depth: number): Json {
  if (depth < 3 && dice.once(4)) return mapOf(dice, depth);
  if (depth < 3 && dice.once(4)) return dice.some(4, () => valueOf(dice, depth + 1));
  if (dice.once(4)) return dice.pick(Object.values(formats).flat());
  return dice.pick(scalars);
}

function write(value: Json): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${write(item)}`)
    .join(', ')}}`;
}

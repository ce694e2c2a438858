import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activation, type CelEnv, CelError, CelOpaque, compileCel, toPlain } from './index.ts';

const env: CelEnv = { variables: { object: 'dyn', oldObject: 'dyn', variables: 'map', count: 'int', name: 'string' } };
const data: Readonly<Record<string, unknown>> = {
  object: {
    metadata: { name: 'web-1', labels: { app: 'web', tier: '1' }, annotations: null },
    spec: {
      replicas: 3,
      ratio: 0.5,
      containers: [{ name: 'a', image: 'nginx:1.25' }, { name: 'b' }],
      mixed: [1, 'a', null],
    },
  },
  oldObject: null,
  variables: { x: 5 },
  count: 2,
  name: 'bob',
};
const activation: Activation = { get: (key) => data[key], now: Date.UTC(2024, 0, 2, 3, 4, 5) };

function run(expression: string, environment: CelEnv = env, values: Activation = activation): unknown {
  const compiled = compileCel(expression, environment);
  if ('errors' in compiled) return { compile: compiled.errors.map(({ message }) => message) };
  const result = compiled.program.evaluate(values);
  return result instanceof CelError ? { error: result.message } : toPlain(result);
}

const error = (message: string) => ({ error: message });
const refused = (...compile: string[]) => ({ compile });

describe('compileCel', () => {
  it.each([
    ['arithmetic with its precedence', '1 + 2 * 3 - -4', 11],
    ['whole division toward zero', '-7 / 2', -3],
    ['numbers of JSON as int', 'type(object.spec.replicas) == int', true],
    ['fractions of JSON as double', 'type(object.spec.ratio) == double', true],
    ['written doubles as double, whole or not', 'type(1.0) == double', true],
    ['numbers of different types by value', 'object.spec.replicas == 3.0 && 1 < 1.5 && dyn(1u) == 1', true],
    ['64 bits exactly', '9223372036854775807 - 1 == 9223372036854775806', true],
    ['an overflow as an error', '9223372036854775807 + 1', error('integer overflow')],
    ['a division by zero as an error', 'object.spec.replicas / 0', error('division by zero')],
    ['an own field', 'object.metadata.name', 'web-1'],
    ['a missing field as an error', 'object.spec.nope', error('no such key: nope')],
    ['fields of null as missing', 'object.metadata.annotations.x', error('no such key: x')],
    ['has() of a field', 'has(object.spec.replicas) && !has(object.spec.nope)', true],
    ['has() behind a missing field as an error', 'has(object.nope.x)', error('no such key: nope')],
    ['names that JavaScript knows as missing', 'has(object.constructor) || has(object.__proto__)', false],
    ['an error that a disjunction absorbs', 'object.nope || true', true],
    ['an error that a conjunction absorbs', 'object.nope && false', false],
    ['an error that decides', 'object.nope || false', error('no such key: nope')],
    ['membership in lists and maps', '"a" in ["b", "a"] && "app" in object.metadata.labels', true],
    ['maps with other keys than strings', '{1: "a", true: "b"}[1]', refused("expected type 'int' but found 'bool'")],
    ['maps with whole numbers as keys', '{1: "a", 2: "b"}[dyn(2.0)]', 'b'],
    ['code points as the length of a text', '"h\\u00e9llo\\U0001F600".size()', 6],
    ['bytes', 'b"a\\x62" + b"c" == b"abc"', true],
    ['raw and long texts', `r'\\d' + """a"b"""`, '\\da"b'],
    ['quoted field names', 'object.metadata.`name`', 'web-1'],
    ['messages as maps', 'Object{spec: Object.spec{replicas: 3}}', { spec: { replicas: 3 } }],
  ])('evaluates %s', (_, expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['all() with an error beside false', 'object.spec.containers.all(c, c.image == "x")', false],
    ['exists() with an error beside true', 'object.spec.containers.exists(c, c.image.startsWith("nginx"))', true],
    ['all() with an error that decides', 'object.spec.containers.all(c, c.image != "")', error('no such key: image')],
    ['exists_one()', '[1, 2, 2].exists_one(x, x == 2)', false],
    ['map() with a condition', '[1, 2, 3].map(x, x > 1, x * 2)', [4, 6]],
    ['filter()', '[1, 2, 3].filter(x, x != 2)', [1, 3]],
    ['keys of a map', 'object.metadata.labels.map(k, k)', ['app', 'tier']],
    ['two variables', 'object.metadata.labels.all(k, v, k != v)', true],
    ['transformList()', '[5, 6].transformList(i, v, i * v)', [0, 6]],
    ['transformMap()', '{"a": 1}.transformMap(k, v, v + 1)', { a: 2 }],
    ['transformMapEntry()', '{"a": "b"}.transformMapEntry(k, v, {v: k})', { b: 'a' }],
    ['sortBy()', '["bb", "a"].sortBy(x, size(x))', ['a', 'bb']],
    ['cel.bind()', 'cel.bind(x, 3, x * x)', 9],
    ['variables that hide others', '[1].map(name, name + 1)', [2]],
  ])('evaluates the macro %s', (_, expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['a chain that breaks', 'object.spec.?nope.?deep.orValue("d")', 'd'],
    ['a chain through plain fields', 'object.?metadata.name.value()', 'web-1'],
    ['an optional index', 'object.spec.containers[?7].hasValue()', false],
    ['optional elements', '[?optional.of(1), ?optional.none(), 3]', [1, 3]],
    ['optional entries', '{?"a": optional.of(1), ?"b": optional.none()}', { a: 1 }],
    ['optMap()', 'optional.of(1).optMap(x, x + 1).value()', 2],
    ['optFlatMap()', 'optional.of(1).optFlatMap(x, optional.none()).hasValue()', false],
    ['no value', 'optional.none().value()', error('optional.none() dereference')],
    ['or()', 'optional.none().or(optional.of(2)).value()', 2],
    ['a zero value', 'optional.ofNonZeroValue([]).hasValue()', false],
    ["orValue() of a plain value, as Kyverno's", 'object.metadata.name.orValue("x")', 'web-1'],
    ['orValue() keeps the error of its receiver', 'object.nope.deep.orValue("x")', { error: 'no such key: nope' }],
    [
      'orValue() keeps the error before an optional field',
      'object.nope.?deep.orValue("x")',
      { error: 'no such key: nope' },
    ],
    ['orValue() keeps the error within an optional', 'optional.of(1 / 0).orValue(3)', { error: 'division by zero' }],
    [
      'orValue() keeps the error of an optional index',
      '[1][?dyn("a")].orValue(3)',
      { error: "unsupported index type 'string' in list" },
    ],
    [
      'orValue() computes its alternative always',
      'object.metadata.?name.orValue(object.nope)',
      { error: 'no such key: nope' },
    ],
    ['orValue() of null', 'dyn(null).orValue(1)', null],
    ['orValue() of an alternative of another type', 'optional.of(1).orValue("b")', 1],
    ['orValue() of nothing at all', 'optional.none().orValue(1)', 1],
    ['or() leaves its alternative alone', 'object.metadata.?name.or(object.nope).value()', 'web-1'],
    ['or() asks its alternative', 'object.?nope.or(object.nope)', { error: 'no such key: nope' }],
    ['or() keeps the error of its receiver', 'object.nope.or(optional.of(1))', { error: 'no such key: nope' }],
    ['or() of a plain value', 'object.metadata.name.or(optional.of(1))', { error: 'no such overload' }],
    ['hasValue() of a plain value', 'object.metadata.name.hasValue()', { error: 'no such overload: hasValue(string)' }],
    ['hasValue() of an error', 'object.nope.hasValue()', { error: 'no such key: nope' }],
    ['value() of nothing', 'object.?nope.value()', { error: 'optional.none() dereference' }],
    ['optMap() of a plain value', 'object.metadata.name.optMap(v, v)', { error: 'no such overload: hasValue(string)' }],
    ['optMap() keeps the error in its body', 'object.metadata.?name.optMap(v, v.nope)', { error: 'no such key: nope' }],
  ])('evaluates optionals: %s', (_, expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    [
      'quantities',
      'quantity("1Gi").isGreaterThan(quantity("500Mi")) && quantity("1k").add(5).asInteger() == 1005',
      true,
    ],
    ['versions', 'semver("v1.2", true).minor() == 2 && semver("1.2.3-rc.1").isLessThan(semver("1.2.3"))', true],
    ['addresses', 'cidr("10.0.0.0/8").containsIP("10.1.2.3") && ip("::1").isLoopback()', true],
    ['URLs', 'url("https://a.b:80/c?d=e&d=f").getQuery()', { d: ['e', 'f'] }],
    ['patterns', '["abc".find("[bc]+"), "a1b22".findAll("[0-9]+").join(",")]', ['bc', '1,22']],
    ['regex.replace()', 'regex.replace("a-b", "(a)-(b)", "\\\\2-\\\\1")', 'b-a'],
    ['formats', 'format.dns1123Label().validate("abc").hasValue()', false],
    ['lists', '[[3, 1, 2].sort(), [1, 1].distinct(), [1, 2, 3].slice(1, 2)]', [[1, 2, 3], [1], [2]]],
    ['sums', '[1, 2].sum() + [3, 4].max()', 7],
    ['sets', 'sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])', true],
    ['math', '[math.greatest(1, 2, 3), math.bitAnd(6, 3)]', [3, 2]],
    ["Kyverno's math.round()", 'math.round(1.256, 2) == 1.26', true],
    ['images', 'image("nginx").registry() + "/" + image("nginx").repository()', 'index.docker.io/library/nginx'],
    ['JSON', 'json.unmarshal(json.marshal({"b": [1], "a": []}))', { a: [], b: [1] }],
    ['the clock that was given', 'string(time.now())', '2024-01-02T03:04:05Z'],
    ['times', 'timestamp("2024-02-29T12:00:00Z").getHours("America/New_York")', 7],
    ['listObjToMap()', 'listObjToMap([{"n": "a"}], [{"v": 1}], "n", "v")', { a: 1 }],
    ['service accounts', 'parseServiceAccount("system:serviceaccount:ns:sa").Namespace', 'ns'],
    ['format()', '"%s is %d, %.1f".format(["a", 1, 1234.5])', 'a is 1, 1,234.5'],
  ])('knows %s', (_, expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['a name', 'foo', ["undeclared reference to 'foo' (in container '')"]],
    [
      'a function',
      'foo(1) || bar',
      ["undeclared reference to 'foo' (in container '')", "undeclared reference to 'bar' (in container '')"],
    ],
    ['operand types', '"a" + 1', ["found no matching overload for '_+_' applied to '(string, int)'"]],
    ['argument types', 'name.startsWith(1)', ["found no matching overload for 'startsWith' applied to 'string.(int)'"]],
    ['mixed literals', '[1, "a"]', ["expected type 'int' but found 'string'"]],
    ['fields of a text', 'name.foo', ["type 'string' does not support field selection"]],
    ['a broken pattern', 'name.matches("[")', ['invalid matches argument']],
    ['a broken end', '1 +', [expect.stringMatching(/^Syntax error: mismatched input '<EOF>' expecting/) as string]],
    ['reserved words', 'if', ['reserved identifier: if']],
    ['the negation of a uint', '-1u', ["found no matching overload for '-_' applied to '(uint)'"]],
    [
      'a quantity beside a text',
      'quantity("1") == "1"',
      ["found no matching overload for '_==_' applied to '(kubernetes.Quantity, string)'"],
    ],
    ['a duration of a number', 'duration(5)', ["type conversion error from 'int' to 'google.protobuf.Duration'"]],
    ['a broken pattern to find', 'name.find("[")', [expect.stringMatching(/^error parsing regexp/) as string]],
    ['has() of an optional field', 'has(object.?metadata)', ['invalid argument to has() macro']],
    [
      'or() of a plain value',
      'optional.of(1).or(2)',
      ["found no matching overload for 'or' applied to 'optional_type(int).(int)'"],
    ],
    ['no variable', '[1].all(1, true)', ['argument must be a simple name']],
  ])('refuses %s', (_, expression, messages) => {
    expect(run(expression)).toEqual(refused(...messages));
  });

  // Every answer was given by `kyverno apply` for a ValidatingPolicy.
  it.each([
    ['string(timestamp("2024-01-02T03:04:05+02:00"))', '2024-01-02T03:04:05+02:00'],
    ['string(timestamp("2024-01-02T03:04:05+02:00") + duration("1h"))', '2024-01-02T04:04:05+02:00'],
    ['string(duration("1h") + timestamp("2024-01-02T03:04:05-05:30"))', '2024-01-02T04:04:05-05:30'],
    ['string(timestamp("2024-01-02T03:04:05+02:00") - duration("1h"))', '2024-01-02T02:04:05+02:00'],
    ['string(time.truncate(timestamp("2024-01-02T03:04:05+02:00"), duration("1h")))', '2024-01-02T03:00:00+02:00'],
    ['"%s".format([timestamp("2024-01-02T03:04:05+02:00")])', '2024-01-02T03:04:05+02:00'],
    ['timestamp("2024-01-02T03:04:05+02:00") == timestamp("2024-01-02T01:04:05Z")', true],
    ['string(duration("1h1m1.5s"))', '3661.5s'],
    ['string(duration("1000000h0.123456789s"))', '3600000000.123457s'],
    ['string(duration("1ns"))', '0.000000001s'],
    ['dyn(quantity("1")) == "1"', error('no such overload')],
    ['dyn(quantity("1")) == 1', error('no such overload')],
    ['dyn(quantity("1")) != "1"', true],
    ['"1" == dyn(quantity("1"))', false],
    ['dyn(quantity("1")) == null', false],
    ['dyn(quantity("1")) in ["1"]', false],
    ['quantity("1") == quantity("1000m")', true],
    ['md5("a")', '0cc175b9c0f1b6a831c399e269772661'],
    ['hash.md5("a")', '0cc175b9c0f1b6a831c399e269772661'],
    ['sha1("a")', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['hash.sha1("a")', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['sha256("a")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['hash.sha256("h\u00e9\u00e9")', 'd5ad58bfb04594a7b9752dc98f417856e783b80612fb429abb30fedbfda63b49'],
    ['sha256(dyn(1))', error('no such overload: sha256(int)')],
    ['string(base64.decode("aGVsbG8"))', 'hello'],
    ['string(base64.decode("aGVs\\nbG8="))', 'hello'],
    ['base64.decode("a GVs")', error('illegal base64 data at input byte 1')],
    ['base64.decode("====")', error('illegal base64 data at input byte 0')],
    ['json.marshal("<&>")', '"\\u003c\\u0026\\u003e"'],
    ['json.marshal({"b": "1", "a": "2"})', '{"a":"2","b":"1"}'],
    ['type(json.unmarshal("[1]")[0]) == double', true],
    ['"%f".format([-0.0])', '0.000000'],
  ])('answers as Kyverno: %s', (expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it('tells where an error is', () => {
    const compiled = compileCel('object.a == foo', env);
    expect('errors' in compiled && compiled.errors[0]).toEqual({
      message: "undeclared reference to 'foo' (in container '')",
      offset: 12,
    });
  });

  it.each([
    ['object.spec', 'dyn'],
    ['object.spec == 1', 'bool'],
    ['"a" + "b"', 'string'],
    ['[1].map(x, x)', 'list'],
    ['size(object)', 'int'],
    ['true ? name : "x"', 'string'],
    ['object.?a', 'optional'],
    ['quantity("1")', 'Quantity'],
  ])('knows what `%s` gives before evaluation', (expression, kind) => {
    const compiled = compileCel(expression, env);
    expect('program' in compiled && compiled.program.outputType).toBe(kind);
  });
});

describe('functions of the caller', () => {
  const calls: unknown[] = [];
  const injected: CelEnv = {
    variables: { object: 'dyn' },
    functions: [
      {
        functions: [
          {
            signature: 'resource.Get(string, string): map(string, dyn)',
            call: ([kind, name], { get }) => ({ kind: kind!, name: name!, seen: get('object') as string }),
          },
          { signature: 'http.Client(string): HTTP', call: ([bundle]) => new CelOpaque('HTTP', bundle, 'client') },
          { signature: 'HTTP.Get(string): dyn', call: ([client, url]) => [(client as CelOpaque).text, url!] },
          { signature: 'counter.Next(): int', call: () => calls.push(1) },
        ],
      },
    ],
  };
  const values: Activation = { get: () => 'here' };

  it('are called with their arguments and the activation', () => {
    expect(run('resource.Get("v1", "x").seen', injected, values)).toBe('here');
  });

  it('may give values with functions of their own', () => {
    expect(run('http.Client("pem").Get("u")', injected, values)).toEqual(['client', 'u']);
  });

  it('are checked like all others', () => {
    expect(run('resource.Get(1, "x")', injected, values)).toEqual(
      refused("found no matching overload for 'resource.Get' applied to '(int, string)'"),
    );
  });

  it('are never called while compiling', () => {
    compileCel('counter.Next()', injected);
    expect(calls).toEqual([]);
  });
});

describe('evaluation', () => {
  it('lets a signal of the activation through', () => {
    class Wanted extends Error {}
    const compiled = compileCel('object.a || true', env);
    const signal = () => {
      throw new Wanted();
    };
    expect(() => 'program' in compiled && compiled.program.evaluate({ get: signal })).toThrow(Wanted);
  });

  it('takes error values of lazy variables as errors', () => {
    const variables = Object.defineProperty({}, 'broken', {
      enumerable: true,
      get: () => new CelError('no such key: a'),
    });
    expect(run('variables.broken', env, { get: () => variables })).toEqual(error('no such key: a'));
    expect(run('variables.broken || true', env, { get: () => variables })).toBe(true);
  });

  it('names a variable that has no value', () => {
    expect(run('object', env, { get: () => undefined })).toEqual(error('no such attribute(s): object'));
  });

  it('changes no input', () => {
    const before = JSON.stringify(data);
    run('object.spec.mixed + [1].map(x, x)');
    run('object.spec.containers.sortBy(c, c.name).reverse()');
    expect(JSON.stringify(data)).toBe(before);
  });

  it.each([
    [
      'nested loops',
      'lists.range(2000).all(x, lists.range(2000).all(y, y >= 0))',
      'operation cancelled: actual cost limit exceeded',
    ],
    ['a text that doubles', `${'cel.bind(x, x + x, '.repeat(30)}x${')'.repeat(30)}`, 'too large'],
    ['JSON that is too deep', `json.unmarshal("${'['.repeat(5000)}")`, 'exceeded max depth'],
    ['a list that doubles', `cel.bind(l, lists.range(600000), l + l)`, 'too large'],
  ])('stops at %s', (_, expression, message) => {
    const result = run(expression.replace('cel.bind(x, x + x', 'cel.bind(x, name + name')) as { error: string };
    expect(result.error).toContain(message);
  });

  it.each([
    ['brackets', '('.repeat(5000)],
    ['negations', `${'!'.repeat(5000)}true`],
    ['chains', `1${' + 1'.repeat(5000)}`],
    ['selections', `object${'.a'.repeat(5000)}`],
  ])('refuses %s that are too deep', (_, expression) => {
    expect(JSON.stringify(run(expression))).toContain('expression recursion limit exceeded');
  });

  it('takes long disjunctions', () => {
    expect(run(`${'name == "x" || '.repeat(3000)}true`)).toBe(true);
  });

  it('refuses expressions over 100 kB', () => {
    expect(JSON.stringify(run(' '.repeat(100_001)))).toContain('exceeds limit');
  });

  it('answers every row of words with a value or an error, and never throws', () => {
    const words = [
      'object',
      '.',
      '.?',
      'spec',
      'name',
      '[',
      ']',
      '[?',
      '(',
      ')',
      '{',
      '}',
      ',',
      ':',
      '?',
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '<',
      'in',
      '&&',
      '||',
      '!',
      '1',
      '2.5',
      '3u',
      '"a"',
      "b'x'",
      'null',
      'true',
      'all',
      'map',
      'x',
      'size',
      'optional.of',
      'has',
      'orValue',
      'dyn',
      'cel.bind',
      'quantity',
      'format',
      'matches',
      '\\',
      '`',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 14 }), (row) => {
        run(row.join(''));
        run(row.join(' '));
      }),
      { numRuns: 3000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { CelError, compileCel } from './index.ts';

// Whatever an expression does to its input, it ends: the work within functions counts as much as the turns of loops.

const items = Array.from({ length: 200_000 }, (_, index) => `item-${index}`);
const object = {
  items,
  records: items.map((name) => ({ name })),
  numbers: items.map((_, index) => index),
  labels: Object.fromEntries(items.slice(0, 20_000).map((name) => [name, name])),
  // A limit is 1.5 MB: what the API server takes.
  text: 'ab'.repeat(500_000),
  digits: '9'.repeat(1_000_000),
  long: Array.from({ length: 20 }, (_, index) => `${'x'.repeat(50_000)}${index}`),
};

function evaluate(expression: string): unknown {
  const compiled = compileCel(expression, { variables: { object: 'dyn' } });
  if ('errors' in compiled) return { compile: compiled.errors.map(({ message }) => message) };
  const result = compiled.program.evaluate({ get: () => object, now: 0 });
  return result instanceof CelError ? { error: result.message } : result;
}

/** Each turn of a long loop calls the expression. */
const often = (expression: string) => `lists.range(1000000).map(i, ${expression}).size() > 0`;
/** The same where the expression is an error every time. */
const inVain = (expression: string) => `lists.range(1000000).all(i, dyn(${expression}) == null || true)`;
/** Thirty lists of two, each holding the last one twice: a billion leaves that cost nothing to make. */
const shared = `${'cel.bind(x, [x, x], '.repeat(30)}x`.replace('[x, x]', '[[1], [1]]') + ')'.repeat(30);

describe('the cost limit', () => {
  it.each([
    ['loops within loops', 'object.items.all(a, object.items.all(b, a != "" || b != ""))'],
    ['a long body', often(`i${' + i'.repeat(200)}`)],
    ['a long body of truth values', often(`false${' || false'.repeat(5000)}`)],
    ['distinct() of records', 'object.records.distinct().size() > 0'],
    ['distinct() of numbers', 'object.numbers.distinct().size() > 0'],
    ['distinct() of a constant', 'lists.range(200000).distinct().size() > 0'],
    ['sets.contains()', 'sets.contains(object.items, object.items.reverse())'],
    ['sets.equivalent()', 'sets.equivalent(object.items, object.items.reverse())'],
    ['sets.intersects()', 'sets.intersects(object.items, object.numbers)'],
    ['in', 'object.items.all(i, i in object.items)'],
    ['indexOf() in a list', 'object.items.all(i, object.items.indexOf(i) >= 0)'],
    ['lastIndexOf() in a list', 'object.items.reverse().all(i, object.items.lastIndexOf(i) >= 0)'],
    ['equality of lists', 'object.items.all(i, object.items == object.items.map(x, x))'],
    ['equality of maps', often('object.labels == object.labels')],
    ['inequality of maps', often('object.labels != object.labels')],
    ['equality of long texts', often('object.long[0] == object.long[1]')],
    ['order of long texts', often('object.long[0] < object.long[1]')],
    ['a condition that is absorbed', 'object.items.all(a, object.items.all(b, a != "" || b != "")) || true'],
    ['sort()', often('object.items.sort()')],
    ['sortBy()', 'object.items.sortBy(a, object.items.indexOf(a)).size() > 0'],
    ['sum()', often('object.numbers.sum()')],
    ['max()', often('object.items.max()')],
    ['isSorted()', often('object.items.isSorted()')],
    ['reverse() of a list', often('object.items.reverse()')],
    ['slice()', often('object.items.slice(0, 200000)')],
    ['flatten() of lists that are shared', `${shared}.flatten(100).size() > 0`],
    ['lists that grow', often('object.items + object.items')],
    ['lists.range()', often('lists.range(900000 + i)')],
    ['the keys of a map', often('object.labels.exists(k, true)')],
    ['size() of a map', often('object.labels.size()')],
    ['size() of a text', often('object.text.size()')],
    ['contains()', often('object.text.contains("c")')],
    ['contains() at its worst', 'object.text.contains("b" + object.text.substring(0, 499999))'],
    ['indexOf() in a text', often('object.text.indexOf("c")')],
    ['lastIndexOf() in a text', often('object.text.lastIndexOf("c")')],
    ['charAt()', often('object.text.charAt(999999)')],
    ['substring()', often('object.text.substring(1)')],
    ['lowerAscii()', often('object.text.upperAscii().lowerAscii()')],
    ['trim()', often('object.text.trim()')],
    ['reverse() of a text', often('object.text.reverse()')],
    ['replace()', often('object.text.replace("a", "b")')],
    ['split()', often('object.text.split("a")')],
    ['join()', often('object.items.join(",")')],
    ['quote()', often('strings.quote(object.text)')],
    ['format()', often('"%s".format([object.items])')],
    ['format() of lists that are shared', `"%s".format([${shared}]) == ""`],
    ['texts that grow', often('object.text + string(i)')],
    ['bytes()', often('bytes(object.text)')],
    ['string() of bytes', 'cel.bind(b, bytes(object.text), lists.range(1000000).all(i, string(b) != ""))'],
    ['json.marshal()', often('json.marshal(object)')],
    ['json.marshal() of lists that are shared', `json.marshal(${shared}) == ""`],
    ['json.unmarshal()', often('json.unmarshal("[" + object.digits + "]")')],
    ['base64.encode()', 'cel.bind(b, bytes(object.text), lists.range(1000000).all(i, base64.encode(b) != ""))'],
    ['base64.decode()', often('base64.decode(object.text)')],
    ['matches()', often('object.text.matches("(a|ab)*c")')],
    ['matches() with many states', often('object.text.matches("(.{1,200}){1,4}[cd]")')],
    ['patterns that are made up', often('"a".matches("a{1,500}" + string(i))')],
    ['a pattern that is large', `object.text.matches("${'a{1000}'.repeat(900)}" + string(object.numbers[0]))`],
    ['find()', often('object.text.find("[b-z]+c")')],
    ['findAll()', often('object.text.findAll("a")')],
    ['regex.extractAll()', often('regex.extractAll(object.text, "a")')],
    ['regex.replace()', often('regex.replace(object.text, "a", "b")')],
    ['int() of many digits', inVain('int(object.digits)')],
    ['double() of many digits', inVain('double(object.digits)')],
    ['quantity() of many digits', inVain('quantity(object.digits)')],
    ['isQuantity()', often('isQuantity(object.digits)')],
    ['duration() of many digits', inVain('duration(object.digits + "s")')],
    ['timestamp() of many digits', inVain('timestamp(object.digits)')],
    ['hours of time zones', often('timestamp(i).getHours("Europe/Berlin")')],
    ['semver() of many digits', often('isSemver("1.0." + object.digits)')],
    ['url()', often('isURL("http://a/" + object.text)')],
    ['ip()', often('isIP(object.digits)')],
    ['cidr()', often('isCIDR(object.digits)')],
    ['image()', often('isImage(object.text)')],
    ['format.validate()', often('format.dns1123Subdomain().validate(object.text).hasValue()')],
    ['jsonpatch.escapeKey()', often('jsonpatch.escapeKey(object.text)')],
    ['quantities with exponents', inVain('quantity("1E999999999").compareTo(quantity("1"))')],
    ['numbers with a precision', inVain('"%.999999999f".format([double(object.numbers[1])])')],
    ['optional.unwrap()', often('object.records.map(r, r.?name).unwrapOpt()')],
    ['listObjToMap()', often('listObjToMap(object.records, object.records, "name", "name")')],
  ])(
    'ends %s',
    (_, expression) => {
      expect(evaluate(expression)).toEqual({
        error: expect.stringMatching(/^operation cancelled: actual cost limit exceeded/) as string,
      });
    },
    60_000,
  );
});

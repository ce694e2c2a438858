import { addQuantity, compareQuantity, compareSemver, compileRegex, formatQuantity, parseQuantity, parseSemver, type Quantity, quantityOf, quantityToNumber, type Semver, subtractQuantity } from '../../../foundations/kube/index.ts';
import { asDouble, asInt, CelError, CelOpaque, type CelValue, isInt, noOverload } from '../value.ts';
import { both, type CelFunction, global, member } from './function.ts';

// Quantities, semantic versions, regular expressions and URLs. Source: Kubernetes, "CEL in Kubernetes", library.

const text = (call: (s: string, ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([s, ...rest]) => (typeof s === 'string' ? call(s, ...rest) : noOverload);

function quantityValue(quantity: Quantity): CelOpaque {
  return new CelOpaque('kubernetes.Quantity', quantity, formatQuantity(quantity));
}

function quantityIn(value: CelValue | undefined): Quantity | undefined {
  return value instanceof CelOpaque && value.kind === 'kubernetes.Quantity' ? (value.data as Quantity) : undefined;
}

const withQuantity = (call: (q: Quantity, ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([value, ...rest]) => {
  const quantity = quantityIn(value);
  return quantity ? call(quantity, ...rest) : noOverload;
};

function sum(a: Quantity, b: CelValue | undefined, combine: typeof addQuantity): CelValue | CelError {
  const other = isInt(b) ? quantityOf(BigInt(b), 'DecimalSI') : quantityIn(b);
  return other ? quantityValue(combine(a, other)) : noOverload;
}

/** The order of two quantities or two versions. */
function orderOf(a: CelValue | undefined, b: CelValue | undefined): number | undefined {
  const [left, right] = [quantityIn(a), quantityIn(b)];
  if (left && right) return compareQuantity(left, right);
  const [older, newer] = [versionIn(a), versionIn(b)];
  return older && newer ? compareSemver(older, newer) : undefined;
}

function versionIn(value: CelValue | undefined): Semver | undefined {
  return value instanceof CelOpaque && value.kind === 'kubernetes.Semver' ? (value.data as Semver) : undefined;
}

function readVersion(s: string, normalise: CelValue | undefined): Semver | undefined {
  if (normalise !== true) return parseSemver(s);
  const parts = s.replace(/^v/, '').split(/(?=[-+])/);
  const numbers = parts[0]!.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (numbers.length < 3) numbers.push('0');
  return parseSemver(numbers.join('.') + parts.slice(1).join(''));
}

const withOrder = (name: string, holds: (order: number) => boolean) =>
  member(name, 2, 'bool', ([a, b]) => {
    const order = orderOf(a, b);
    return order === undefined ? noOverload : holds(order);
  });

function readUrl(s: string): URL | undefined {
  if (s.startsWith('/')) return URL.canParse(s, 'http://host') ? new URL(s, 'http://host') : undefined;
  return URL.canParse(s) ? new URL(s) : undefined;
}

const withUrl = (name: string, call: (url: URL, text: string) => CelValue) =>
  member(name, 1, 'string', ([value]) => (value instanceof CelOpaque && value.kind === 'kubernetes.URL' ? call(value.data as URL, value.text) : noOverload));

const absolute = (text: string) => !text.startsWith('/');

export const kubernetesFunctions: readonly CelFunction[] = [
  global('quantity', 1, 'dyn', text((s) => {
    const quantity = parseQuantity(s);
    return quantity ? quantityValue(quantity) : new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  })),
  global('isQuantity', 1, 'bool', text((s) => parseQuantity(s) !== undefined)),
  both('sign', 1, 'int', withQuantity(({ unscaled }) => (unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0))),
  member('isInteger', 1, 'bool', withQuantity((q) => Number.isInteger(quantityToNumber(q)))),
  member('asInteger', 1, 'int', withQuantity((q) => {
    const number = quantityToNumber(q);
    return Number.isInteger(number) ? asInt(BigInt(number)) : new CelError('cannot convert value to integer');
  })),
  member('asApproximateFloat', 1, 'double', withQuantity((q) => asDouble(quantityToNumber(q)))),
  member('add', 2, 'dyn', withQuantity((q, other) => sum(q, other, addQuantity))),
  member('sub', 2, 'dyn', withQuantity((q, other) => sum(q, other, subtractQuantity))),
  withOrder('isLessThan', (order) => order < 0),
  withOrder('isGreaterThan', (order) => order > 0),
  member('compareTo', 2, 'int', ([a, b]) => orderOf(a, b) ?? noOverload),
  global('semver', [1, 2], 'dyn', text((s, normalise) => {
    const version = readVersion(s, normalise);
    return version ? new CelOpaque('kubernetes.Semver', version, s) : new CelError('No Major.Minor.Patch elements found');
  })),
  global('isSemver', [1, 2], 'bool', text((s, normalise) => readVersion(s, normalise) !== undefined)),
  member('major', 1, 'int', ([value]) => Number(versionIn(value)?.major ?? Number.NaN)),
  member('minor', 1, 'int', ([value]) => Number(versionIn(value)?.minor ?? Number.NaN)),
  member('patch', 1, 'int', ([value]) => Number(versionIn(value)?.patch ?? Number.NaN)),
  member('find', 2, 'string', text((s, pattern) => {
    const found = typeof pattern === 'string' ? findAll(s, pattern) : noOverload;
    return found instanceof CelError ? found : (found[0] ?? '');
  })),
  member('findAll', [2, 3], 'list', text((s, pattern, count) => {
    const found = typeof pattern === 'string' ? findAll(s, pattern) : noOverload;
    if (found instanceof CelError || count === undefined) return found;
    return isInt(count) ? (Number(count) < 0 ? found : found.slice(0, Number(count))) : noOverload;
  })),
  global('url', 1, 'dyn', text((s) => {
    const url = readUrl(s);
    return url ? new CelOpaque('kubernetes.URL', url, s) : new CelError(`URL parse error during conversion from string: ${s}`);
  })),
  global('isURL', 1, 'bool', text((s) => readUrl(s) !== undefined)),
  withUrl('getScheme', (url, source) => (absolute(source) ? url.protocol.slice(0, -1) : '')),
  withUrl('getHost', (url, source) => (absolute(source) ? url.host : '')),
  withUrl('getHostname', (url, source) => (absolute(source) ? url.hostname.replace(/^\[|\]$/g, '') : '')),
  withUrl('getPort', (url, source) => (absolute(source) ? url.port : '')),
  withUrl('getEscapedPath', (url) => url.pathname),
  withUrl('getQuery', (url) => {
    const query: Record<string, string[]> = {};
    for (const [key, value] of url.searchParams) query[key] = [...(Object.hasOwn(query, key) ? query[key]! : []), value];
    return query;
  }),
];

/** Every match, by cutting the text behind each: the expression engine has no search from an offset. */
function findAll(s: string, pattern: string): CelError | string[] {
  const regex = compileRegex(pattern);
  if ('error' in regex) return new CelError(`error parsing regexp: ${regex.error}`);
  const mark = '\u0000';
  const found: string[] = [];
  const marked = regex.replaceAll(s, `${mark}$0${mark}`);
  for (const [index, part] of marked.split(mark).entries()) if (index % 2 === 1) found.push(part);
  return found;
}

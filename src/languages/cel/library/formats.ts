import { parseGoTime, RFC3339 } from '../../../foundations/kube/index.ts';
import { CelOpaque, CelOptional, none } from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';
import { parseUrl } from './urls.ts';

/** What is wrong with a text; nothing when it is right. */
type Check = (text: string) => readonly string[];

function pattern(message: string, format: string, ...examples: readonly string[]): string {
  const shown = examples.length === 0 ? '(' : `(e.g. ${examples.map((example) => `'${example}', `).join(' or ')}`;
  return `${message} ${shown}regex used for validation is '${format}')`;
}

/** A text of bounded length that a pattern describes. */
function byPattern(format: string, limit: number, message: string, ...examples: readonly string[]): Check {
  const regex = new RegExp(`^${format}$`);
  return (text) => [
    ...(text.length > limit ? [`must be no more than ${limit} characters`] : []),
    ...(regex.test(text) ? [] : [pattern(message, format, ...examples)]),
  ];
}

/** As the beginning of a name: a dash at the end will be followed by more. */
function asPrefix(check: Check): Check {
  return (text) => check(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const anyCase =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const dns1035Message =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

const isSubdomain = byPattern(subdomain, 253, subdomainMessage, 'example.com');
const isLabelText = byPattern(label, 63, labelMessage, 'my-name', '123-abc');
const isDns1035 = byPattern('[a-z]([-a-z0-9]*[a-z0-9])?', 63, dns1035Message, 'my-name', 'abc-123');
const isLabelValue = byPattern(
  `(${qualified})?`,
  63,
  `a valid label must be an empty string or consist of ${anyCase.slice('must consist of '.length)}`,
  'MyValue',
  'my_value',
  '12345',
);

/** Kubernetes says less of a label that would do as a subdomain. */
const isDns1123Label: Check = (text) => {
  const problems = isLabelText(text);
  const onlyDots = isSubdomain(text).length === 0 && text.includes('.');
  return onlyDots
    ? problems.map((problem) => (problem.startsWith('a lowercase') ? 'must not contain dots' : problem))
    : problems;
};

const isQualifiedName: Check = (text) => {
  const parts = text.split('/');
  const name = parts.at(-1)!;
  const full = pattern(`a valid label key ${anyCase}`, qualified, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) return [`${full} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const problems: string[] = [];
  if (parts.length === 2) {
    if (parts[0] === '') problems.push('prefix part must be non-empty');
    else problems.push(...isSubdomain(parts[0]!).map((problem) => `prefix part ${problem}`));
  }
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > 63) problems.push('name part must be no more than 63 characters');
  if (!new RegExp(`^${qualified}$`).test(name))
    problems.push(`name part ${pattern(anyCase, qualified, 'MyName', 'my.name', '123-abc')}`);
  return problems;
};

function byTest(test: (text: string) => boolean, message: string): Check {
  return (text) => (test(text) ? [] : [message]);
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const uuid = /^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/;

const formats: Readonly<Record<string, Check>> = {
  dns1123Label: isDns1123Label,
  dns1123Subdomain: isSubdomain,
  dns1035Label: isDns1035,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: asPrefix(isDns1123Label),
  dns1123SubdomainPrefix: asPrefix(isSubdomain),
  dns1035LabelPrefix: asPrefix(isDns1035),
  labelValue: isLabelValue,
  uri: (text) => {
    const found = parseUrl(text);
    return typeof found === 'string' ? [`parse ${JSON.stringify(text)}: ${found}`] : [];
  },
  uuid: byTest((text) => uuid.test(text), 'does not match the UUID format'),
  byte: byTest((text) => base64.test(text), 'invalid base64'),
  date: byTest((text) => !('error' in parseGoTime('2006-01-02', text)), 'invalid date'),
  datetime: byTest((text) => !('error' in parseGoTime(RFC3339, text.toUpperCase())), 'invalid datetime'),
};

function formatValue(name: string): CelOpaque {
  return new CelOpaque('Format', formats[name]!, name);
}

function validate({ data }: CelOpaque, text: string): CelOptional {
  const problems = (data as Check)(text);
  return problems.length === 0 ? none : new CelOptional([...problems]);
}

/** Source: Kubernetes, "CEL format library". */
export const formatRows: LibraryRows = [
  ...Object.keys(formats).map((name) => [`format.${name}(): Format`, () => formatValue(name)] as const),
  [
    'format.named(string): optional(Format)',
    (name: string) => (Object.hasOwn(formats, name) ? new CelOptional(formatValue(name)) : none),
  ],
  ['Format.validate(string): optional(list(string))', validate],
];

/** `a/b~c` as a part of a JSON pointer. Source: Kubernetes, "CEL JSONPatch library". */
export const jsonPatchRows: LibraryRows = [
  ['jsonpatch.escapeKey(string): string', (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')],
];

import { quote } from '../../../languages/gotemplate/index.ts';
import { dateProblem, dateTimeProblem, durationProblem, timeProblem } from './time-formats.ts';

type Check = (text: string) => string | undefined;

/** The formats that draft 7 and older check, with the complaint about a text that is none, in the words of Helm's validator. */
export const formats: Readonly<Record<string, Check>> = {
  'date-time': dateTimeProblem,
  date: dateProblem,
  time: timeProblem,
  duration: durationProblem,
  email: emailProblem,
  hostname: hostnameProblem,
  ipv4: ipv4Problem,
  ipv6: (text) => {
    if (!text.includes(':')) return 'missing colon';
    if (text.includes('%')) return 'zone id is not a part of ipv6 address';
    return URL.canParse(`http://[${text}]/`) ? undefined : `ParseAddr(${quote(text)}): unable to parse IP`;
  },
  'json-pointer': pointerProblem,
  'relative-json-pointer': (text) => {
    const digits = /^\d*/.exec(text)![0];
    if (digits === '') return 'must start with non-negative integer';
    if (digits.length > 1 && digits.startsWith('0')) return 'starts with zero';
    const rest = text.slice(digits.length);
    return rest === '#' ? undefined : pointerProblem(rest);
  },
  uri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? undefined : 'relative url'),
  'uri-reference': (text) => (text.includes('\\') ? 'contains \\' : undefined),
  uuid: uuidProblem,
};

function uuidProblem(text: string): string | undefined {
  const sizes = [8, 4, 4, 4, 12];
  const parts = text.split('-');
  if (parts.length !== sizes.length) return `must have ${sizes.length} elements`;
  for (const [i, part] of parts.entries()) {
    if (part.length !== sizes[i]) return `element ${i + 1} must be ${sizes[i]} characters long`;
    const wrong = /[^0-9a-fA-F]/u.exec(part)?.[0];
    if (wrong !== undefined) return `non-hex character ${quote(wrong, "'")}`;
  }
  return undefined;
}

function ipv4Problem(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return 'expected four decimals';
  for (const part of parts) {
    if (part.length > 1 && part.startsWith('0')) return 'leading zeros';
    if (!/^[+-]?\d+$/.test(part)) return `strconv.Atoi: parsing ${quote(part)}: invalid syntax`;
    if (Number(part) < 0 || Number(part) > 255) return 'decimal must be between 0 and 255';
  }
  return undefined;
}

function hostnameProblem(text: string): string | undefined {
  const name = text.replace(/\.$/, '');
  if (name.length > 253) return 'more than 253 characters long';
  for (const label of name.split('.')) {
    if (label.length < 1 || label.length > 63) return 'label must be 1 to 63 characters long';
    if (label.startsWith('-')) return 'label starts with hyphen';
    if (label.endsWith('-')) return 'label ends with hyphen';
    const wrong = /[^a-zA-Z0-9-]/u.exec(label)?.[0];
    if (wrong !== undefined) return `invalid character ${quote(wrong, "'")}`;
  }
  return undefined;
}

function emailProblem(text: string): string | undefined {
  if (text.length > 254) return 'more than 255 characters long';
  const at = text.lastIndexOf('@');
  if (at < 0) return 'missing @';
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const found = localProblem(local);
  if (found !== undefined) return found;
  if (domain.startsWith('[') && domain.endsWith(']')) {
    const address = domain.slice(1, -1);
    const isNew = address.startsWith('IPv6:');
    const wrong = isNew ? formats['ipv6']!(address.slice('IPv6:'.length)) : ipv4Problem(address);
    return wrong === undefined ? undefined : `invalid ${isNew ? 'ipv6' : 'ipv4'} address: ${wrong}`;
  }
  const wrong = hostnameProblem(domain);
  return wrong === undefined ? undefined : `invalid domain: ${wrong}`;
}

function localProblem(local: string): string | undefined {
  if (local.length > 64) return 'local part more than 64 characters long';
  if (local.length > 1 && local.startsWith('"')) {
    return /[\\"]/.test(local.slice(1, -1))
      ? 'backslash and quote are not allowed within quoted local part'
      : undefined;
  }
  if (local.startsWith('.')) return 'starts with dot';
  if (local.endsWith('.')) return 'ends with dot';
  if (local.includes('..')) return 'consecutive dots';
  const wrong = /[^a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~]/u.exec(local)?.[0];
  return wrong === undefined ? undefined : `invalid character ${quote(wrong, "'")}`;
}

function pointerProblem(text: string): string | undefined {
  if (text === '') return undefined;
  if (!text.startsWith('/')) return 'not starting with /';
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined;
}

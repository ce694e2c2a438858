/** The formats that draft 7 and older check, with the complaint about a text that is none. */
export const formats: Readonly<Record<string, (text: string) => string | undefined>> = {
  'date-time': (text) => {
    if (text.length < 20) return 'less than 20 characters long';
    if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return 'not a date-time';
    return undefined;
  },
  date: (text) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
      ? undefined
      : `parsing time ${JSON.stringify(text)} as "2006-01-02": cannot parse ${JSON.stringify(text)} as "2006"`,
  email: (text) => {
    const at = text.lastIndexOf('@');
    if (at < 0) return 'missing @';
    return at === 0 || at === text.length - 1 ? 'invalid address' : undefined;
  },
  hostname: (text) => {
    const labels = text.replace(/\.$/, '').split('.');
    if (labels.some((label) => label.startsWith('-'))) return 'label starts with hyphen';
    if (labels.some((label) => label.endsWith('-'))) return 'label ends with hyphen';
    if (labels.some((label) => label === '' || label.length > 63)) return 'label must be 1 to 63 characters long';
    return labels.every((label) => /^[a-zA-Z0-9-]+$/.test(label)) ? undefined : 'invalid character';
  },
  ipv4: (text) => {
    const parts = text.split('.');
    if (parts.length !== 4) return 'expected four decimals';
    return parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256) ? undefined : 'invalid decimal';
  },
  ipv6: (text) => (/^[0-9a-fA-F:.]+$/.test(text) && text.includes(':') ? undefined : 'invalid ipv6'),
  uri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? undefined : 'relative url'),
  uuid: (text) => (/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text) ? undefined : 'invalid uuid'),
};

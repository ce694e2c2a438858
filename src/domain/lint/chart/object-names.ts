const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = new RegExp(String.raw`^${label}(\.${label})*$`);
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  String.raw`'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const serviceRule =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end " +
  "with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

/** Why Kubernetes would not take a name for an object of a kind, in its words; nothing when it would. */
export function nameProblem(kind: string, name: string): string | undefined {
  switch (kind.toLowerCase()) {
    case 'certificatesigningrequest':
      return undefined;
    case 'role':
    case 'clusterrole':
    case 'rolebinding':
    case 'clusterrolebinding':
      return segmentProblem(name);
    case 'service':
      return tooLong(name, 63) ?? (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) ? undefined : serviceRule);
    case 'namespace':
      if (new RegExp(`^${label}$`).test(name)) return tooLong(name, 63);
      return subdomain.test(name) ? 'must not contain dots' : labelRule;
    default:
      return tooLong(name, 253) ?? (subdomain.test(name) ? undefined : subdomainRule);
  }
}

function tooLong(name: string, limit: number): string | undefined {
  return name.length > limit ? `must be no more than ${limit} characters` : undefined;
}

/** A name that is a segment of a path. */
function segmentProblem(name: string): string | undefined {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const bad = ['/', '%'].find((part) => name.includes(part));
  return bad && `may not contain '${bad}'`;
}

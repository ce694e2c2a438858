import type { JsonObject, JsonValue } from '../../../../foundations/kube/index.ts';
import { encodeBase64 } from '../../../../foundations/kube/index.ts';
import { childrenOf, type Der, integerOf, oidOf, readDer, tags, textOf } from './der.ts';
import { formatIp } from './ip.ts';
import { decodeUri } from './uri.ts';

/** What the extensions of a certificate say, in the fields of Go's x509.Certificate; `known` says whether one was understood. */
type Decode = (value: Der, fields: JsonObject) => void;

const usages = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const extendedUsages: Readonly<Record<string, number>> = {
  '2.5.29.37.0': 0,
  ...Object.fromEntries(usages.map((last) => [`1.3.6.1.5.5.7.3.${last}`, last])),
};

const decoders: Readonly<Record<string, Decode>> = {
  '2.5.29.14': (value, fields) => {
    fields['SubjectKeyId'] = encodeBase64(value.content);
  },
  '2.5.29.35': (value, fields) => {
    const key = childrenOf(value).find(({ tag }) => tag === 0x80);
    if (key) fields['AuthorityKeyId'] = encodeBase64(key.content);
  },
  '2.5.29.15': (value, fields) => {
    const [, ...bytes] = value.content;
    let usage = 0;
    for (let bit = 0; bit < 9; bit++) if (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) usage |= 1 << bit;
    fields['KeyUsage'] = usage;
  },
  '2.5.29.19': (value, fields) => {
    const parts = childrenOf(value);
    const length = parts.find(({ tag }) => tag === tags.integer);
    fields['BasicConstraintsValid'] = true;
    fields['IsCA'] = parts.some(({ tag, content }) => tag === tags.boolean && content[0] === 0xff);
    fields['MaxPathLen'] = length ? Number(integerOf(length)) : -1;
    fields['MaxPathLenZero'] = fields['MaxPathLen'] === 0;
  },
  '2.5.29.17': decodeAlternativeNames,
  '2.5.29.37': (value, fields) => {
    const known: number[] = [];
    const unknown: JsonValue[] = [];
    for (const usage of childrenOf(value)) {
      const oid = oidOf(usage);
      const code = extendedUsages[oid.join('.')];
      if (code === undefined) unknown.push(oid);
      else known.push(code);
    }
    if (known.length > 0) fields['ExtKeyUsage'] = known;
    if (unknown.length > 0) fields['UnknownExtKeyUsage'] = unknown;
  },
  '2.5.29.31': (value, fields) => {
    const urls = childrenOf(value).flatMap((point) => urisIn(point));
    if (urls.length > 0) fields['CRLDistributionPoints'] = urls;
  },
  '2.5.29.32': (value, fields) => {
    const policies = childrenOf(value).map((policy) => oidOf(childrenOf(policy)[0]!));
    fields['PolicyIdentifiers'] = policies;
    fields['Policies'] = policies.map((arcs) => arcs.join('.'));
  },
  '1.3.6.1.5.5.7.1.1': (value, fields) => {
    for (const access of childrenOf(value)) {
      const [method, location] = childrenOf(access);
      if (!method || location?.tag !== 0x86) continue;
      const field = { '1.3.6.1.5.5.7.48.1': 'OCSPServer', '1.3.6.1.5.5.7.48.2': 'IssuingCertificateURL' }[
        oidOf(method).join('.')
      ];
      if (field) fields[field] = [...((fields[field] as JsonValue[] | null) ?? []), textOf(location)];
    }
  },
};

/** Reads extensions into fields, and returns them as they are listed. */
export function decodeExtensions(sequence: Der, fields: JsonObject): JsonValue[] {
  const unhandled: JsonValue[] = [];
  const listed = childrenOf(sequence).map((extension): JsonValue => {
    const parts = childrenOf(extension);
    const id = oidOf(parts[0]!);
    const critical = parts[1]?.tag === tags.boolean && parts[1].content[0] !== 0;
    const value = parts.at(-1)!.content;
    const decode = Object.hasOwn(decoders, id.join('.')) ? decoders[id.join('.')] : undefined;
    if (decode) decode(readDer(value), fields);
    else if (critical) unhandled.push(id);
    return { Id: id, Critical: critical, Value: encodeBase64(value) };
  });
  if ('UnhandledCriticalExtensions' in fields && unhandled.length > 0)
    fields['UnhandledCriticalExtensions'] = unhandled;
  return listed;
}

/** The fields of a signing request: only the alternative names are read. */
export function decodeAlternativeNames(value: Der, fields: JsonObject): void {
  const add = (field: string, item: JsonValue) => {
    fields[field] = [...((fields[field] as JsonValue[] | null) ?? []), item];
  };
  for (const name of childrenOf(value)) {
    if (name.tag === 0x81) add('EmailAddresses', textOf(name));
    else if (name.tag === 0x82) add('DNSNames', textOf(name));
    else if (name.tag === 0x86) add('URIs', decodeUri(textOf(name)));
    else if (name.tag === 0x87) add('IPAddresses', formatIp(name.content));
  }
}

/** The URLs anywhere inside a distribution point. */
function urisIn(der: Der): string[] {
  if (der.tag === 0x86) return [textOf(der)];
  return (der.tag & 0x20) === 0 ? [] : childrenOf(der).flatMap(urisIn);
}

import type { JsonObject, JsonValue } from '../../../../foundations/kube/index.ts';
import { decodeBase64, encodeBase64 } from '../../../../foundations/kube/index.ts';
import { FunctionFailure } from '../../errors.ts';
import { childrenOf, type Der, expectDer, integerOf, oidOf, readDer, tags, timeOf } from './der.ts';
import { decodeAlternativeNames, decodeExtensions } from './extensions.ts';
import { decodeName } from './name.ts';

/**
 * The fields of a PEM certificate or signing request, named as in Go's x509 package, as the reference shows them. Only
 * RSA keys are read.
 */
export function decodeX509(pem: string): JsonValue {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)\r?\n?-----END \1-----/.exec(pem);
  const bytes = block ? decodeBase64(block[2]!.replaceAll(/[ \t]/g, '')) : 0;
  if (!block || typeof bytes === 'number') throw new FunctionFailure('failed to decode PEM block');
  switch (block[1]) {
    case 'CERTIFICATE':
      return decodeCertificate(readDer(bytes));
    case 'CERTIFICATE REQUEST':
      return decodeRequest(readDer(bytes));
    default:
      throw new FunctionFailure('PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST');
  }
}

const certificateLists = [
  'CRLDistributionPoints',
  'DNSNames',
  'EmailAddresses',
  'ExcludedDNSDomains',
  'ExcludedEmailAddresses',
  'ExcludedIPRanges',
  'ExcludedURIDomains',
  'ExtKeyUsage',
  'Extensions',
  'ExtraExtensions',
  'IPAddresses',
  'IssuingCertificateURL',
  'OCSPServer',
  'PermittedDNSDomains',
  'PermittedEmailAddresses',
  'PermittedIPRanges',
  'PermittedURIDomains',
  'Policies',
  'PolicyIdentifiers',
  'PolicyMappings',
  'SubjectKeyId',
  'AuthorityKeyId',
  'URIs',
  'UnhandledCriticalExtensions',
  'UnknownExtKeyUsage',
] as const;

function decodeCertificate(der: Der): JsonObject {
  const [body, algorithm, signature] = childrenOf(der);
  const parts = [...childrenOf(expectDer(body, tags.sequence))];
  const version = parts[0]?.tag === 0xa0 ? Number(integerOf(childrenOf(parts.shift()!)[0]!)) + 1 : 1;
  const [serial, , issuer, validity, subject, key, ...optional] = parts;
  const [notBefore, notAfter] = childrenOf(expectDer(validity, tags.sequence));
  const fields: JsonObject = {
    Raw: encodeBase64(der.raw),
    RawTBSCertificate: encodeBase64(body!.raw),
    RawSubjectPublicKeyInfo: encodeBase64(expectDer(key).raw),
    RawSubject: encodeBase64(expectDer(subject).raw),
    RawIssuer: encodeBase64(expectDer(issuer).raw),
    Signature: bitsOf(signature),
    SignatureAlgorithm: signatureAlgorithm(algorithm),
    PublicKeyAlgorithm: 1,
    PublicKey: decodeRsaKey(expectDer(key)),
    Version: version,
    SerialNumber: Number(integerOf(expectDer(serial, tags.integer))),
    Issuer: decodeName(issuer!),
    Subject: decodeName(subject!),
    NotBefore: timeOf(expectDer(notBefore)),
    NotAfter: timeOf(expectDer(notAfter)),
    KeyUsage: 0,
    BasicConstraintsValid: false,
    IsCA: false,
    MaxPathLen: 0,
    MaxPathLenZero: false,
    PermittedDNSDomainsCritical: false,
    InhibitAnyPolicy: 0,
    InhibitAnyPolicyZero: false,
    InhibitPolicyMapping: 0,
    InhibitPolicyMappingZero: false,
    RequireExplicitPolicy: 0,
    RequireExplicitPolicyZero: false,
  };
  for (const name of certificateLists) fields[name] = null;
  const extensions = optional.find(({ tag }) => tag === 0xa3);
  if (extensions) fields['Extensions'] = decodeExtensions(childrenOf(extensions)[0]!, fields);
  return fields;
}

const extensionRequest = '1.2.840.113549.1.9.14';

function decodeRequest(der: Der): JsonObject {
  const [body, algorithm, signature] = childrenOf(der);
  const [version, subject, key, attributes] = childrenOf(expectDer(body, tags.sequence));
  const fields: JsonObject = {
    Raw: encodeBase64(der.raw),
    RawTBSCertificateRequest: encodeBase64(body!.raw),
    RawSubjectPublicKeyInfo: encodeBase64(expectDer(key).raw),
    RawSubject: encodeBase64(expectDer(subject).raw),
    Version: Number(integerOf(expectDer(version))),
    Signature: bitsOf(signature),
    SignatureAlgorithm: signatureAlgorithm(algorithm),
    PublicKeyAlgorithm: 1,
    PublicKey: decodeRsaKey(expectDer(key)),
    Subject: decodeName(subject!),
    Attributes: null,
    Extensions: null,
    ExtraExtensions: null,
    DNSNames: null,
    EmailAddresses: null,
    IPAddresses: null,
    URIs: null,
  };
  for (const attribute of attributes ? childrenOf(attributes) : []) {
    const [id, values] = childrenOf(attribute);
    if (!id || !values || oidOf(id).join('.') !== extensionRequest) continue;
    const sequences = childrenOf(values);
    fields['Attributes'] = [{ Type: oidOf(id), Value: sequences.map(plainPairs) }];
    fields['Extensions'] = sequences.flatMap((sequence) => decodeExtensions(sequence, {}));
    for (const extension of sequences.flatMap(childrenOf)) {
      const parts = childrenOf(extension);
      if (oidOf(parts[0]!).join('.') === '2.5.29.17') decodeAlternativeNames(readDer(parts.at(-1)!.content), fields);
    }
  }
  return fields;
}

/** Extensions as the attribute shows them: identifier and value, without `critical`. */
function plainPairs(sequence: Der): JsonValue {
  return childrenOf(sequence).map((extension) => {
    const parts = childrenOf(extension);
    return { Type: oidOf(parts[0]!), Value: encodeBase64(parts.at(-1)!.content) };
  });
}

function bitsOf(der: Der | undefined): string {
  return encodeBase64(expectDer(der, tags.bitString).content.subarray(1));
}

function decodeRsaKey(info: Der): JsonObject {
  const [algorithm, bits] = childrenOf(info);
  if (oidOf(expectDer(childrenOf(expectDer(algorithm))[0])).join('.') !== '1.2.840.113549.1.1.1') {
    throw new FunctionFailure('certificate should use rsa algorithm');
  }
  const [modulus, exponent] = childrenOf(readDer(expectDer(bits, tags.bitString).content.subarray(1)));
  return { N: integerOf(expectDer(modulus)).toString(), E: Number(integerOf(expectDer(exponent))) };
}

/** Go's numbers for signature algorithms. */
const signatureAlgorithms: Readonly<Record<string, number>> = {
  '1.2.840.113549.1.1.4': 2,
  '1.2.840.113549.1.1.5': 3,
  '1.2.840.113549.1.1.11': 4,
  '1.2.840.113549.1.1.12': 5,
  '1.2.840.113549.1.1.13': 6,
  '1.2.840.10045.4.1': 9,
  '1.2.840.10045.4.3.2': 10,
  '1.2.840.10045.4.3.3': 11,
  '1.2.840.10045.4.3.4': 12,
  '1.3.101.112': 16,
};

function signatureAlgorithm(der: Der | undefined): number {
  return signatureAlgorithms[oidOf(expectDer(childrenOf(expectDer(der))[0])).join('.')] ?? 0;
}

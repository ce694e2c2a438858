import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import {
  type CertificateProvider,
  type CertificateRequest,
  FunctionError,
  type KeyPair,
} from '../../../../../languages/gotemplate/index.ts';
import { der, integer, ipBytes, oid, partsOf, sequence, time } from './der.ts';

const day = 24 * 60 * 60 * 1000;

/** Real keys and certificates for `genCA` and its like, with the fields that sprig gives them. */
export const realCertificates: CertificateProvider = { certificate, privateKey };

function certificate(request: CertificateRequest): KeyPair {
  const { signer } = request;
  const issuer = signer ? subjectOf(signer.cert) : nameOf(request.commonName);
  const key =
    request.key === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : readKey(request.key);
  const signingKey = signer ? readKey(signer.key, 'error parsing private key: ') : key;
  const algorithm = algorithmOf(signingKey);
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    algorithm,
    issuer,
    sequence(time(Date.now()), time(Date.now() + request.days * day)),
    nameOf(request.commonName),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(request))),
  );
  const signature = sign(signingKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', body, signingKey);
  return { cert: pem('CERTIFICATE', sequence(body, algorithm, bits(signature))), key: keyText(key) };
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

/** A bit string whose bytes are whole. */
function bits(content: Uint8Array, unused = 0): Buffer {
  return der(0x03, Buffer.from([unused]), content);
}

function extensions({ isAuthority, ips, dnsNames }: CertificateRequest): Buffer[] {
  const critical = der(0x01, Buffer.from([0xff]));
  const extension = (name: string, isCritical: boolean, value: Buffer): Buffer =>
    sequence(oid(name), ...(isCritical ? [critical] : []), der(0x04, value));
  const names = [
    ...dnsNames.map((name) => der(0x82, Buffer.from(name))),
    ...ips.map((text) => {
      const bytes = ipBytes(text);
      if (!bytes) throw new FunctionError(`error parsing ip: ${text}`);
      return der(0x87, bytes);
    }),
  ];
  return [
    // Signatures and encryption of keys, and for an authority the signing of certificates.
    extension('2.5.29.15', true, isAuthority ? bits(Buffer.from([0xa4]), 2) : bits(Buffer.from([0xa0]), 5)),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
    extension('2.5.29.19', true, isAuthority ? sequence(critical) : sequence()),
    ...(names.length > 0 ? [extension('2.5.29.17', false, sequence(...names))] : []),
  ];
}

function algorithmOf(key: KeyObject): Buffer {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
    case 'ec':
      return sequence(oid('1.2.840.10045.4.3.2'));
    case 'ed25519':
      return sequence(oid('1.3.101.112'));
    default:
      throw new FunctionError('error creating certificate: x509: only RSA, ECDSA and Ed25519 keys supported');
  }
}

/** The subject of a certificate, byte by byte: it is the issuer of what is signed with its key. */
function subjectOf(text: string): Buffer {
  if (!text.includes('-----BEGIN ')) throw new FunctionError('unable to decode certificate');
  try {
    const fields = partsOf(partsOf(new X509Certificate(text).raw)[0]!);
    return fields[fields[0]![0] === 0xa0 ? 5 : 4]!;
  } catch (error) {
    throw new FunctionError(`error parsing certificate: decodedSignerCert.Bytes: ${(error as Error).message}`);
  }
}

function readKey(text: string, prefix = 'error parsing private key: '): KeyObject {
  if (!text.includes('-----BEGIN ')) throw new FunctionError(`${prefix}no PEM data in input`);
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw new FunctionError(prefix + (error as Error).message);
  }
}

function privateKey(type: string): string {
  switch (type) {
    case 'ecdsa':
      return keyText(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    case 'ed25519':
      return keyText(generateKeyPairSync('ed25519').privateKey);
    case 'dsa':
      return dsaText(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey);
    default:
      return keyText(generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey);
  }
}

/** Each kind of key in the form that Go writes it in. */
function keyText(key: KeyObject): string {
  if (key.asymmetricKeyType === 'dsa') return dsaText(key);
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs8';
  return key.export({ type, format: 'pem' }) as string;
}

/** The old form of DSA keys: version, p, q, g, y, x. Node writes PKCS #8 only, which holds all but y. */
function dsaText(key: KeyObject): string {
  const [, algorithm, wrapped] = partsOf(key.export({ type: 'pkcs8', format: 'der' }));
  const numbers = partsOf(partsOf(algorithm!)[1]!);
  const secret = partsOf(wrapped!)[0]!;
  const open = partsOf(createPublicKey(key).export({ type: 'spki', format: 'der' }))[1]!;
  // The public number lies in a bit string, behind the count of unused bits.
  const shared = open.subarray(open.indexOf(0x02, 3));
  return pem('DSA PRIVATE KEY', sequence(integer(Buffer.from([0])), ...numbers, shared, secret));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').replace(/.{64}(?!$)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

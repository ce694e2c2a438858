import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

// X.509 certificates as Fulcio makes them, written in DER: Node reads certificates, and makes none.

export interface TestCertificate {
  readonly pem: string;
  readonly der: Buffer;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly name: string;
}

export interface CertificateOptions {
  readonly name: string;
  /** Nothing: signed by itself. */
  readonly issuer?: TestCertificate;
  readonly authority?: boolean;
  /** The subject, a URI. */
  readonly uri?: string;
  /** Fulcio's extensions, by the last part of their identifier. */
  readonly fulcio?: Readonly<Record<number, string>>;
  readonly from?: Date;
  readonly to?: Date;
  /** Not for signing code. */
  readonly forServers?: boolean;
}

const day = 24 * 3600 * 1000;

export function makeCertificate(options: CertificateOptions): TestCertificate {
  const { name, issuer, authority = false } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const from = options.from ?? new Date(Date.now() - day);
  const to = options.to ?? new Date(Date.now() + day);
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer?.name ?? name),
    sequence(time(from), time(to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(options, authority))),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').replace(/(.{64})/g, '$1\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
  return {
    pem,
    der,
    publicKey,
    privateKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    name,
  };
}

function extensions({ uri, fulcio = {}, forServers }: CertificateOptions, authority: boolean): Buffer[] {
  const usage = authority ? Buffer.from([0x03, 0x02, 0x01, 0x06]) : Buffer.from([0x03, 0x02, 0x07, 0x80]);
  const purpose = forServers ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.3';
  return [
    extension('2.5.29.15', true, usage),
    ...(authority ? [extension('2.5.29.19', true, sequence(tagged(0x01, Buffer.from([0xff]))))] : []),
    ...(authority ? [] : [extension('2.5.29.37', false, sequence(oid(purpose)))]),
    ...(uri ? [extension('2.5.29.17', true, sequence(tagged(0x86, Buffer.from(uri))))] : []),
    ...Object.entries(fulcio).map(([part, value]) =>
      extension(
        `1.3.6.1.4.1.57264.1.${part}`,
        false,
        Number(part) > 7 ? tagged(0x0c, Buffer.from(value)) : Buffer.from(value),
      ),
    ),
  ];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value));
}

function nameOf(name: string): Buffer {
  const organisation = sequence(oid('2.5.4.10'), tagged(0x0c, Buffer.from('shop.example')));
  const common = sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(name)));
  const country = sequence(oid('2.5.4.6'), tagged(0x13, Buffer.from('DE')));
  return sequence(...[country, organisation, common].map((part) => tagged(0x31, part)));
}

function time(date: Date): Buffer {
  return tagged(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

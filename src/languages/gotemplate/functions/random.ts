import bcrypt from 'bcryptjs';
import { decodeBase64, encodeBase64 } from '../../../foundations/kube/index.ts';
import { printValue } from '../format/print.ts';
import { hexOf } from '../format/quote.ts';
import { decryptCbc, encryptCbc } from '../hash/aes.ts';
import { fromBytes, toBytes } from '../runtime/bytes.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { CertificateRequest, KeyPair } from '../runtime/providers.ts';
import type { Run } from '../runtime/run.ts';
import { type GoList, GoStruct, type GoValue, map } from '../runtime/value.ts';
import { derivePassword } from './master-password.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => i + 32));

function pickFrom(alphabet: string): GoFunction {
  return runFn(['int'], (run, count) => {
    run.checkLength(count);
    run.step(Math.max(count, 0) * 2);
    let out = '';
    for (let i = 0; i < count; i++) out += alphabet[Math.floor(run.random() * alphabet.length)];
    return out;
  });
}

function randomBytes(run: Run, count: number): Uint8Array {
  if (count < 0) throw new FunctionError('runtime error: makeslice: len out of range');
  run.checkLength(count);
  run.step(Math.max(count, 0) * 4);
  return Uint8Array.from({ length: Math.max(count, 0) }, () => Math.floor(run.random() * 256));
}

function uuid(run: Run): string {
  const bytes = randomBytes(run, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function bcryptHash(run: Run, password: string): string {
  run.step(770_000);
  const salt = bcrypt.encodeBase64(randomBytes(run, 16), 16);
  return bcrypt.hashSync(password, `$2a$10$${salt}`).replace('$2b$', '$2a$');
}

/** A block that looks like PEM and that no program accepts: what templates get where no certificates are provided. */
function placeholder(run: Run, label: string): string {
  const body = encodeBase64(randomBytes(run, 96)).replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

function certificate(run: Run, request: CertificateRequest): GoStruct {
  // A key of RSA takes a tenth of a second, one of 4096 bits most of one.
  if (run.providers.certificates) run.step(request.key === undefined ? 900_000 : 50_000);
  const pair = run.providers.certificates?.certificate(request) ?? {
    cert: placeholder(run, 'CERTIFICATE'),
    key: request.key ?? placeholder(run, 'RSA PRIVATE KEY'),
  };
  return certificateValue(pair);
}

function certificateValue(pair: KeyPair): GoStruct {
  const print = (): string => `{${pair.cert} ${pair.key}}`;
  return new GoStruct({
    type: 'sprig.certificate',
    payload: pair,
    fields: { Cert: pair.cert, Key: pair.key },
    print,
    json: () =>
      map([
        ['Cert', pair.cert],
        ['Key', pair.key],
      ]),
  });
}

function pairOf(value: GoStruct): KeyPair {
  return value.shape.payload as KeyPair;
}

const authority = (commonName: string, days: number, key?: string): CertificateRequest => ({
  commonName,
  ips: [],
  dnsNames: [],
  days,
  isAuthority: true,
  key,
});

function certificateText(value: GoValue, doing: string): string {
  if (typeof value === 'string') return value;
  throw new FunctionError(`error ${doing}: ${printValue(value)} is not a string`);
}

function addressText(value: GoValue): string {
  const text = certificateText(value, 'parsing ip');
  if (isAddress(text)) return text;
  throw new FunctionError(`error parsing ip: ${text}`);
}

function isAddress(text: string): boolean {
  if (/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text))
    return text.split('.').every((part) => Number(part) < 256);
  return text.includes(':') && URL.canParse(`http://[${text}]/`);
}

const leaf = (
  cn: string,
  ips: GoList,
  names: GoList,
  days: number,
  signer?: GoStruct,
  key?: string,
): CertificateRequest => ({
  commonName: cn,
  ips: ips.items.map(addressText),
  dnsNames: names.items.map((name) => certificateText(name, 'processing alternate dns name')),
  days,
  isAuthority: false,
  key,
  signer: signer && pairOf(signer),
});

const isPem = (text: string): boolean => /^-----BEGIN ([^\n]*)-----$[\s\S]*^-----END \1-----\s*?$/m.test(text);

/** A private key that the template brings. */
function givenKey(text: string): string {
  if (!isPem(text)) throw new FunctionError('parsing private key: no PEM data in input');
  return text;
}

function customCertificate(cert: string, key: string): GoStruct {
  const decoded = [cert, key].map(decodeBase64);
  if (typeof decoded[0] === 'number') throw new FunctionError('unable to decode base64 certificate');
  if (typeof decoded[1] === 'number') throw new FunctionError('unable to decode base64 private key');
  if (!isPem(fromBytes(decoded[0]!))) throw new FunctionError('unable to decode certificate');
  if (!isPem(fromBytes(decoded[1]!))) throw new FunctionError('error parsing private key: no PEM data in input');
  return certificateValue({ cert: fromBytes(decoded[0]!), key: fromBytes(decoded[1]!) });
}

function privateKey(run: Run, type: string): string {
  const labels: Readonly<Record<string, string>> = {
    '': 'RSA PRIVATE KEY',
    rsa: 'RSA PRIVATE KEY',
    dsa: 'DSA PRIVATE KEY',
    ecdsa: 'EC PRIVATE KEY',
    ed25519: 'PRIVATE KEY',
  };
  const label = labels[type];
  if (label === undefined) return `Unknown type ${type}`;
  if (run.providers.certificates) run.step(label.startsWith('RSA') || label.startsWith('DSA') ? 4_000_000 : 50_000);
  return run.providers.certificates?.privateKey(type) ?? placeholder(run, label);
}

/** How much room Go makes to decode a text. */
const capacityOf = (text: string): number => Math.floor(text.replace(/[\r\n]/g, '').length / 4) * 3;

/** The key is the password itself, cut or filled with zeros. */
function aesKey(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

function decrypt(password: string, text: string): string {
  if (text === '') return '';
  const data = decodeBase64(text);
  if (typeof data === 'number') throw new FunctionError(`illegal base64 data at input byte ${data}`);
  if (data.length < 16) {
    throw new FunctionError(`runtime error: slice bounds out of range [:16] with capacity ${capacityOf(text)}`);
  }
  if (data.length % 16 !== 0) throw new FunctionError('crypto/cipher: input not full blocks');
  const padded = decryptCbc(aesKey(password), data);
  if (padded.length === 0) throw new FunctionError('runtime error: index out of range [-1]');
  const length = padded.length - padded.at(-1)!;
  if (length < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${length}]`);
  return fromBytes(padded.subarray(0, length));
}

/** Functions of chance and keys. What they draw from is given by the caller of the rendering. */
export const randomFunctions: Readonly<Record<string, GoFunction>> = {
  randAlphaNum: pickFrom(letters + digits),
  randAlpha: pickFrom(letters),
  randNumeric: pickFrom(digits),
  randAscii: pickFrom(ascii),
  randBytes: runFn(['int'], (run, count) => encodeBase64(randomBytes(run, count))),
  shuffle: runFn(['string'], (run, text) => {
    run.step(text.length * 16);
    const runes = [...text.replace(/[\udc80-\udcff]/gu, '\ufffd')];
    for (let i = runes.length - 1; i > 0; i--) {
      const j = Math.floor(run.random() * (i + 1));
      [runes[i], runes[j]] = [runes[j]!, runes[i]!];
    }
    return runes.join('');
  }),
  uuidv4: runFn([], uuid),
  bcrypt: runFn(['string'], bcryptHash),
  htpasswd: runFn(['string', 'string'], (run, user, password) =>
    user.includes(':') ? `invalid username: ${user}` : `${user}:${bcryptHash(run, password)}`,
  ),
  genPrivateKey: runFn(['string'], privateKey),
  genCA: runFn(['string', 'int'], (run, cn, days) => certificate(run, authority(cn, days))),
  genCAWithKey: runFn(['string', 'int', 'string'], (run, cn, days, key) =>
    certificate(run, authority(cn, days, givenKey(key))),
  ),
  genSelfSignedCert: runFn(['string', 'list', 'list', 'int'], (run, cn, ips, names, days) =>
    certificate(run, leaf(cn, ips, names, days)),
  ),
  genSelfSignedCertWithKey: runFn(['string', 'list', 'list', 'int', 'string'], (run, cn, ips, names, days, key) =>
    certificate(run, leaf(cn, ips, names, days, undefined, givenKey(key))),
  ),
  genSignedCert: runFn(['string', 'list', 'list', 'int', 'certificate'], (run, cn, ips, names, days, signer) =>
    certificate(run, leaf(cn, ips, names, days, signer)),
  ),
  genSignedCertWithKey: runFn(
    ['string', 'list', 'list', 'int', 'certificate', 'string'],
    (run, cn, ips, names, days, signer, key) => certificate(run, leaf(cn, ips, names, days, signer, givenKey(key))),
  ),
  buildCustomCert: fn(['string', 'string'], customCertificate),
  derivePassword,
  encryptAES: runFn(['string', 'string'], (run, password, text) =>
    text === '' ? '' : encodeBase64(encryptCbc(aesKey(password), randomBytes(run, 16), toBytes(text))),
  ),
  decryptAES: fn(['string', 'string'], decrypt),
};

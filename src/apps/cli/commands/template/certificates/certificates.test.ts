import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Run, sprigFunctions, TemplateSet } from '../../../../../languages/gotemplate/index.ts';
import { realCertificates } from './index.ts';

function render(text: string): string {
  const set = new TemplateSet(sprigFunctions);
  set.parse('t', text);
  return set.run('t', new Run(undefined, { now: () => 0, random: () => 0.5, certificates: realCertificates }), null)
    .text;
}

const parts = (text: string) => render(text).split('|');
const chain =
  '{{ $ca := genCA "my-ca" 30 }}{{ $leaf := genSignedCert "web" (list "10.0.0.1" "fe80::1") (list "web.example" "*.web.example") 7 $ca }}{{ $ca.Cert }}|{{ $ca.Key }}|{{ $leaf.Cert }}|{{ $leaf.Key }}';

describe('certificates of templates', () => {
  it('a certificate is signed by its authority, for its names and days', () => {
    const [caText = '', caKey = '', leafText = '', leafKey = ''] = parts(chain);
    const [ca, leaf] = [new X509Certificate(caText), new X509Certificate(leafText)];
    expect({ ca: ca.ca, leaf: leaf.ca, subject: leaf.subject, issuer: leaf.issuer }).toEqual({
      ca: true,
      leaf: false,
      subject: 'CN=web',
      issuer: 'CN=my-ca',
    });
    expect([leaf.verify(ca.publicKey), leaf.checkIssued(ca), ca.verify(ca.publicKey)]).toEqual([true, true, true]);
    expect([ca.checkPrivateKey(createPrivateKey(caKey)), leaf.checkPrivateKey(createPrivateKey(leafKey))]).toEqual([
      true,
      true,
    ]);
    expect(leaf.subjectAltName).toBe(
      'DNS:web.example, DNS:*.web.example, IP Address:10.0.0.1, IP Address:FE80:0:0:0:0:0:0:1',
    );
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)).toBe(7 * 86_400_000);
    expect(leafKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  });

  it.each(['ecdsa', 'ed25519'])('a key of kind %s can sign and be signed', (kind) => {
    const [caText = '', leafText = ''] = parts(
      `{{ $key := genPrivateKey "${kind}" }}{{ $ca := genCAWithKey "ca" 9 $key }}{{ $leaf := genSignedCertWithKey "web" nil nil 9 $ca $key }}{{ $ca.Cert }}|{{ $leaf.Cert }}`,
    );
    expect(new X509Certificate(leafText).verify(new X509Certificate(caText).publicKey)).toBe(true);
  });

  it.each([
    ['', 'RSA PRIVATE KEY', 'rsa'],
    ['dsa', 'DSA PRIVATE KEY', 'dsa'],
    ['ecdsa', 'EC PRIVATE KEY', 'ec'],
    ['ed25519', 'PRIVATE KEY', 'ed25519'],
  ])('a key of kind "%s" is written as %s', { timeout: 20_000 }, (kind, label, type) => {
    const text = render(`{{ genPrivateKey "${kind}" }}`);
    expect(text.split('\n')[0]).toBe(`-----BEGIN ${label}-----`);
    expect(createPrivateKey(text).asymmetricKeyType).toBe(type);
  });

  it.each([
    ['{{ genSelfSignedCert "x" (list "1.2.3") nil 1 }}', 'error parsing ip: 1.2.3'],
    ['{{ genCAWithKey "x" 1 "nothing" }}', 'parsing private key: no PEM data in input'],
    ['{{ genSignedCert "x" nil nil 1 (buildCustomCert ("x" | b64enc) ("x" | b64enc)) }}', 'unable to decode'],
  ])('%s is refused', (text, message) => {
    expect(() => render(text)).toThrow(message);
  });
});

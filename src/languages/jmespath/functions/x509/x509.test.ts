import { describe, expect, it } from 'vitest';
import { decodeX509 } from './index.ts';

// Made for this test with openssl; the whole results were compared with Kyverno 1.19.1 once.
const certificate = `-----BEGIN CERTIFICATE-----
MIIEBjCCAu6gAwIBAgIUeOx/31HnhpCwnaG/989J9SgneKowDQYJKoZIhvcNAQEN
BQAwPTEKMAgGA1UEBRMBNTELMAkGA1UEAwwCw7wxCjAIBgNVBAMMAWIxCjAIBgNV
BAkMAVMxCjAIBgNVBBEMATEwHhcNMjYxMTI0MTAzMjU1WhcNMjYxMTI5MTAzMjU1
WjA9MQowCAYDVQQFEwE1MQswCQYDVQQDDALDvDEKMAgGA1UEAwwBYjEKMAgGA1UE
CQwBUzEKMAgGA1UEEQwBMTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB
ALWxlTWAvCrasB/AH4dDXsdm099hvycEmA3GFBTMJ6Wp6/Aye3Qq/4wMLSCSxyZO
PBn0jdbgJvluDBL3GhATRMnjAUx+gtxRAzYgqgnXFMuYI5CYmQHpjEUQXcfjaY5i
SsR9aK/6ttnjgnwIv5T/tf1fMTH05CgUEeG8DhxuTylKUzbilvSMJ5cPE9EXNymE
j+zZ5TU8LC/4apZyLLzNj5p/ZH3NY29UN+6rNwThxb+6oYowKI5d3bOZBZkRn5P6
23wNHKEox/H54DRjYdiPqECongT8Jahtk/9vsXbRfa4l/aosJJa3kDdi5eKNRfhb
nVfOKXAOYcv7hSoF0GVFOjcCAwEAAaOB/TCB+jAdBgNVHR8EFjAUMBKgEKAOhgxo
dHRwOi8vYy9jcmwwOgYIKwYBBQUHAQEELjAsMBQGCCsGAQUFBzABhghodHRwOi8v
bzAUBggrBgEFBQcwAoYIaHR0cDovL2kwEAYDVR0gBAkwBzAFBgMqAwQwEgYDVR0T
AQH/BAgwBgEB/wIBADAzBgNVHREELDAqhxAgAQ24AAAAAAAAAAAAAAABhhZodHRw
Oi8vdTpwQGgvYSUyMGI/eD0xMA0GAyoDBQEB/wQDDAF4MBQGA1UdJQQNMAsGAyoD
CQYEVR0lADAdBgNVHQ4EFgQUYgvKAX83+0pvHStNTdqBCfqIUlwwDQYJKoZIhvcN
AQENBQADggEBAKlD9Knw7oysdIe8SakFx7W9PgcSgtOFEuNN7YG7fqXXZB0Zso1c
M7TN7nDbWq0B1lyIrn8nJ78VlrRqWuEPwz7yrStyL2jvqyYPzSSSxS7SHDYTaS7z
LEymnaB6rk9txsT7S8QWvz0vuLvXt6Edw1cAtfFWGVSYeVBIeChzjofWBSkJ9YOp
lU9tLNF6ZxKRCig3OmQ8CF7EBzy8acLfYEcQ3xJTv7VE0uRX6jNXQ8ntlMI7B8cd
8jf44XMeiPXzyxMk3C6QdrQj4GkabWM+G4RV8zcL5U2TAPh+FCjIQ5k9JURHjM7O
dsr2XNd/lWkynlQ/wItG7SxEfc94FhY4X6U=
-----END CERTIFICATE-----`;
const request = `-----BEGIN CERTIFICATE REQUEST-----
MIICgjCCAWoCAQAwPTEKMAgGA1UEBRMBNTELMAkGA1UEAwwCw7wxCjAIBgNVBAMM
AWIxCjAIBgNVBAkMAVMxCjAIBgNVBBEMATEwggEiMA0GCSqGSIb3DQEBAQUAA4IB
DwAwggEKAoIBAQC1sZU1gLwq2rAfwB+HQ17HZtPfYb8nBJgNxhQUzCelqevwMnt0
Kv+MDC0gkscmTjwZ9I3W4Cb5bgwS9xoQE0TJ4wFMfoLcUQM2IKoJ1xTLmCOQmJkB
6YxFEF3H42mOYkrEfWiv+rbZ44J8CL+U/7X9XzEx9OQoFBHhvA4cbk8pSlM24pb0
jCeXDxPRFzcphI/s2eU1PCwv+GqWciy8zY+af2R9zWNvVDfuqzcE4cW/uqGKMCiO
Xd2zmQWZEZ+T+tt8DRyhKMfx+eA0Y2HYj6hAqJ4E/CWobZP/b7F20X2uJf2qLCSW
t5A3YuXijUX4W51XzilwDmHL+4UqBdBlRTo3AgMBAAGgADANBgkqhkiG9w0BAQsF
AAOCAQEAWvnMgNmuz2cZLeYfp06FQoWK+UfqLGoJaq0p1ubQrvtOl7ZzJYPQexRC
+l3uiKIq0WkPbEP6k1FBdnr3p6PqOVDhtRNp6PBSqhVjBsxOShVe4DHr8pnSo8gd
9I2TlFTMPonojGvMZEL1zTzfZQIsrPn/GltqhDrpgtmc24ByrexQBo8T4msR+aCI
mTmQYyMd/TqaKdMc78l/dnl691mEdEwXb46LSAQggLlQ8DiN+zAYOXceyt/VBN6v
aY4/bj7cr7r9eA1AM7yybd1yweDYws1G1xyCH9LmUN6l6EoncinipnQnjTdIHr3n
P7TWcJDqyz+eQP75h2fzpbaXJ6qwzA==
-----END CERTIFICATE REQUEST-----`;
const elliptic = `-----BEGIN CERTIFICATE-----
MIIBbTCCAROgAwIBAgIUXR+KwDhb7VGVOzTfm7zQtt660PEwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBZTAeFw0yNjExMjQxMDMyNTVaFw0yNjExMjcxMDMyNTVaMAwx
CjAIBgNVBAMMAWUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR5XtGpQwdFT1tz
IqpvrBdD2/cFBlN/TIFEeg6Siek2czypEvMdB4NieeMZBzMltfhI9h+ciO5Id9AM
Ez3cGU2Ao1MwUTAdBgNVHQ4EFgQUEeFls6M8YY/tyXOqW+tzANYWy9IwHwYDVR0j
BBgwFoAUEeFls6M8YY/tyXOqW+tzANYWy9IwDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAgNIADBFAiEAxMTqhs8KTYGN+nzUCKrzo4LWxT8H+J9vmLP9ppSCeCwC
IGNZFzvk2YKUDKlUwAPBIFspXYoXzpQfaNX4bvfUHBsn
-----END CERTIFICATE-----`;

describe('decodeX509', () => {
  it('reads a certificate with its extensions', () => {
    expect(decodeX509(certificate)).toMatchObject({
      Version: 3,
      Subject: { CommonName: 'b', SerialNumber: '5', StreetAddress: ['S'], PostalCode: ['1'], Country: null },
      BasicConstraintsValid: true,
      IsCA: true,
      MaxPathLen: 0,
      MaxPathLenZero: true,
      IPAddresses: ['2001:db8::1'],
      URIs: [{ Scheme: 'http', User: {}, Host: 'h', Path: '/a b', RawQuery: 'x=1' }],
      CRLDistributionPoints: ['http://c/crl'],
      OCSPServer: ['http://o'],
      IssuingCertificateURL: ['http://i'],
      PolicyIdentifiers: [[1, 2, 3, 4]],
      ExtKeyUsage: [0],
      UnknownExtKeyUsage: [[1, 2, 3, 9]],
      UnhandledCriticalExtensions: [[1, 2, 3, 5]],
      PublicKeyAlgorithm: 1,
      SignatureAlgorithm: 6,
      PublicKey: { E: 65537 },
    });
  });

  it('reads a signing request', () => {
    expect(decodeX509(request)).toMatchObject({ Version: 0, Subject: { CommonName: 'b' }, DNSNames: null });
  });

  it.each([
    ['keys other than RSA', elliptic, 'certificate should use rsa algorithm'],
    [
      'other blocks',
      certificate.replaceAll('CERTIFICATE', 'PUBLIC KEY'),
      'PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST',
    ],
    ['broken data', '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----', 'x509: malformed certificate'],
    ['other texts', 'x', 'failed to decode PEM block'],
  ])('refuses %s', (_, pem, message) => {
    expect(() => decodeX509(pem)).toThrow(message);
  });
});

import type { KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import type { TrustMaterial } from '@sigstore/verify';
import type { SignatureCheck } from '../../domain/engine/index.ts';
import { loadCertificates, vouchedFor } from './certificates.ts';
import { loadPublicKey, logIdOf, VerificationFailure } from './keys.ts';

const always = { start: new Date(0), end: new Date(8.64e15) };

/**
 * What a policy trusts besides roots, and what the trusted root of the user says where the policy says nothing. Nothing is
 * fetched: the keys of Sigstore's public logs are known from such a root only.
 */
export function trustMaterial(
  check: SignatureCheck,
  key: KeyObject | undefined,
  general: TrustMaterial | undefined,
): TrustMaterial {
  return {
    certificateAuthorities: [],
    timestampAuthorities: check.tsaCertChain
      ? timestampAuthorities(check.tsaCertChain)
      : (general?.timestampAuthorities ?? []),
    tlogs: check.ignoreTlog ? [] : logs(check.rekorKey, general?.tlogs),
    ctlogs: check.ctLogKey ? logs(check.ctLogKey, undefined) : (general?.ctlogs ?? []),
    publicKey: () => {
      if (!key) throw new VerificationFailure('the signature is by a key, and the policy names none');
      return { publicKey: key, validFor: () => true };
    },
  };
}

/** Each root with the offered certificates that some root stands behind. */
export function certificateAuthorities(
  roots: readonly NodeCertificate[],
  offered: readonly NodeCertificate[],
): TrustMaterial['certificateAuthorities'] {
  const links = vouchedFor(offered, roots).map(asSigstore);
  return roots.map((root) => ({ certChain: [...links, asSigstore(root)], validFor: always }));
}

const rekorHelp =
  "failed to load Rekor public keys: Sigstore's public keys are not fetched: set `rekor.pubkey` or `rekor.ignoreTlog`, or give --trusted-root";

function logs(pem: string | undefined, general: TrustMaterial['tlogs'] | undefined): TrustMaterial['tlogs'] {
  if (!pem && general) return general;
  if (!pem) throw new VerificationFailure(rekorHelp);
  const publicKey = loadPublicKey(pem);
  return [{ logID: logIdOf(publicKey), baseURL: '', publicKey, validFor: always }];
}

function timestampAuthorities(pem: string): TrustMaterial['timestampAuthorities'] {
  return [{ certChain: loadCertificates(pem, 'TSA certificate chain').map(asSigstore), validFor: always }];
}

function asSigstore(certificate: NodeCertificate): X509Certificate {
  return X509Certificate.parse(Buffer.from(certificate.raw));
}

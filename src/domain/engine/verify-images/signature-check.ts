import type { Attestation, Attestor, CtLog, ImageVerification, KeyAttestor, Rekor } from '../../policy/index.ts';

/** One attestor to check signatures by, as plain data. Empty texts are absent. */
export interface SignatureCheck {
  readonly format: 'Cosign' | 'SigstoreBundle' | 'Notary';
  /** Look at attestations of this predicate type, and not at signatures. */
  readonly attestationType?: string;
  readonly key?: SigningKey;
  readonly cert?: string;
  readonly certChain?: string;
  readonly roots?: string;
  readonly identity?: CertificateIdentity;
  /** `sha256` without one. */
  readonly signatureAlgorithm?: string;
  readonly ignoreTlog: boolean;
  readonly ignoreSct: boolean;
  readonly rekorUrl: string;
  readonly rekorKey?: string;
  readonly ctLogKey?: string;
  readonly tsaCertChain?: string;
  /** Signatures are kept in another repository than the image. */
  readonly repository?: string;
  /** Look for signatures among the referrers of the image first. */
  readonly referrers?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type SigningKey =
  | { readonly kind: 'pem'; readonly text: string }
  | { readonly kind: 'secret'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'kms'; readonly uri: string };

export interface CertificateIdentity {
  readonly issuer?: string;
  readonly issuerRegExp?: string;
  readonly subject?: string;
  readonly subjectRegExp?: string;
  readonly extensions?: Readonly<Record<string, string>>;
}

/** What an attestor asks for, and the part of it that says so, for messages. */
export interface BuiltCheck {
  readonly check: SignatureCheck;
  readonly part: string;
}

/** Source: the reference's options for its verifiers. */
export function buildCheck(attestor: Attestor, entry: ImageVerification, attestation?: Attestation): BuiltCheck {
  const format = entry.type ?? 'Cosign';
  const { keys, certificates, keyless } = attestor;
  const logs = keys ?? certificates ?? keyless;
  const repository = attestor.repository || (format === 'Notary' ? '' : entry.repository);
  const annotations = attestor.annotations ?? (format === 'Notary' ? undefined : entry.annotations);
  const type = attestation && attestationType(attestation);
  const check: SignatureCheck = {
    format,
    ...(type ? { attestationType: type } : {}),
    ...(entry.roots ? { roots: entry.roots } : {}),
    ...(attestor.signatureAlgorithm ? { signatureAlgorithm: attestor.signatureAlgorithm } : {}),
    ...logOptions(logs, attestation !== undefined && !logs),
    ...(repository ? { repository } : {}),
    ...(annotations ? { annotations } : {}),
    ...(entry.cosignOCI11 ? { referrers: true } : {}),
    ...signerOptions(attestor, format),
  };
  const part = format === 'Notary' ? '' : keys ? '.keys' : certificates ? '.certificates' : keyless ? '.keyless' : '';
  return { check, part };
}

export function attestationType({ type, predicateType }: Attestation): string {
  return type || predicateType || '';
}

function signerOptions({ keys, certificates, keyless }: Attestor, format: string): Partial<SignatureCheck> {
  if (keys && format !== 'Notary') {
    const key = signingKey(keys);
    return {
      ...(key ? { key } : {}),
      ...(keys.signatureAlgorithm ? { signatureAlgorithm: keys.signatureAlgorithm } : {}),
    };
  }
  if (certificates) {
    const { cert, certChain } = certificates;
    return { ...(cert ? { cert } : {}), ...(certChain ? { certChain } : {}) };
  }
  if (!keyless) return {};
  const { issuer, issuerRegExp, subject, subjectRegExp, roots, additionalExtensions } = keyless;
  return {
    ...(roots ? { roots } : {}),
    identity: {
      ...(issuer ? { issuer } : {}),
      ...(issuerRegExp ? { issuerRegExp } : {}),
      ...(subject ? { subject } : {}),
      ...(subjectRegExp ? { subjectRegExp } : {}),
      ...(additionalExtensions ? { extensions: additionalExtensions } : {}),
    },
  };
}

function signingKey({ publicKeys, secret, kms }: KeyAttestor): SigningKey | undefined {
  if (publicKeys) return publicKeys.includes('://') ? keyReference(publicKeys) : { kind: 'pem', text: publicKeys };
  if (secret) return { kind: 'secret', namespace: secret.namespace, name: secret.name };
  return kms ? { kind: 'kms', uri: kms } : undefined;
}

function keyReference(uri: string): SigningKey {
  const [, namespace, name] = /^k8s:\/\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  return namespace && name ? { kind: 'secret', namespace, name } : { kind: 'kms', uri };
}

function logOptions(
  logs: { readonly rekor?: Rekor; readonly ctlog?: CtLog } | undefined,
  lenient: boolean,
): Pick<SignatureCheck, 'ignoreTlog' | 'ignoreSct' | 'rekorUrl'> & Partial<SignatureCheck> {
  const { rekor, ctlog } = logs ?? {};
  return {
    ignoreTlog: rekor?.ignoreTlog ?? false,
    // The reference asks attestations without attestors for no timestamp of a certificate log.
    ignoreSct: ctlog?.ignoreSCT ?? lenient,
    rekorUrl: rekor?.url || 'https://rekor.sigstore.dev',
    ...(rekor?.pubkey ? { rekorKey: rekor.pubkey } : {}),
    ...(ctlog?.pubkey ? { ctLogKey: ctlog.pubkey } : {}),
    ...(ctlog?.tsaCertChain ? { tsaCertChain: ctlog.tsaCertChain } : {}),
  };
}

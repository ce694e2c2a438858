import type { JsonObject, JsonValue } from '../../foundations/kube/index.ts';

/** Where a transparency log is, and the key that it signs with. Source: Kyverno, "Verify Images", Sigstore. */
export interface Rekor {
  readonly url?: string;
  readonly pubkey?: string;
  readonly ignoreTlog?: boolean;
}

export interface CtLog {
  readonly ignoreSCT?: boolean;
  readonly pubkey?: string;
  readonly tsaCertChain?: string;
}

interface Logs {
  readonly rekor?: Rekor;
  readonly ctlog?: CtLog;
}

export interface KeyAttestor extends Logs {
  /** One PEM block or several. */
  readonly publicKeys?: string;
  readonly secret?: { readonly name: string; readonly namespace: string };
  readonly kms?: string;
  readonly signatureAlgorithm?: string;
}

export interface CertificateAttestor extends Logs {
  readonly cert?: string;
  readonly certChain?: string;
}

export interface KeylessAttestor extends Logs {
  readonly issuer?: string;
  readonly issuerRegExp?: string;
  readonly subject?: string;
  readonly subjectRegExp?: string;
  readonly roots?: string;
  readonly additionalExtensions?: Readonly<Record<string, string>>;
}

/** Who may have signed: one of keys, certificates, keyless, or a set of attestors inside. */
export interface Attestor {
  readonly keys?: KeyAttestor;
  readonly certificates?: CertificateAttestor;
  readonly keyless?: KeylessAttestor;
  readonly attestor?: AttestorSet;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly repository?: string;
  readonly signatureAlgorithm?: string;
}

/** So many of the entries must have signed; all of them without a count. */
export interface AttestorSet {
  readonly count?: number;
  readonly entries?: readonly Attestor[];
}

export interface Attestation {
  readonly name?: string;
  readonly type?: string;
  /** The old name of `type`. */
  readonly predicateType?: string;
  readonly attestors?: readonly AttestorSet[];
  readonly conditions?: JsonValue;
}

export interface RegistryCredentials {
  readonly allowInsecureRegistry?: boolean;
  readonly providers?: readonly string[];
  readonly secrets?: readonly string[];
}

/** One entry of `verifyImages`, as its document has it. */
export interface ImageVerification {
  readonly type?: 'Cosign' | 'SigstoreBundle' | 'Notary';
  readonly failureAction?: string;
  readonly imageReferences?: readonly string[];
  readonly skipImageReferences?: readonly string[];
  readonly attestors?: readonly AttestorSet[];
  readonly attestations?: readonly Attestation[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly repository?: string;
  readonly cosignOCI11?: boolean;
  readonly mutateDigest?: boolean;
  readonly verifyDigest?: boolean;
  readonly required?: boolean;
  readonly validate?: { readonly message?: string; readonly deny?: { readonly conditions?: JsonValue } };
  readonly imageRegistryCredentials?: RegistryCredentials;
  // The old form of one reference and one attestor.
  readonly image?: string;
  readonly key?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly roots?: string;
}

/** Where a custom resource names images. */
export interface ImageExtractor {
  readonly path: string;
  readonly value?: string;
  readonly key?: string;
  readonly name?: string;
  readonly jmesPath?: string;
}

/** `validate.manifests`: the object itself is signed. */
export interface ManifestVerification {
  readonly attestors?: readonly AttestorSet[];
  readonly annotationDomain?: string;
  readonly ignoreFields?: readonly { readonly objects?: readonly JsonObject[]; readonly fields?: readonly string[] }[];
  readonly repository?: string;
  readonly dryRun?: { readonly enable?: boolean; readonly namespace?: string };
}

/** An entry without the old form of one reference and one attestor. Source: the reference's `Convert`. */
export function modernVerification(entry: ImageVerification): ImageVerification {
  const { image, key, issuer, subject, roots, ...rest } = entry;
  if (!image && !key && !issuer) return entry;
  const imageReferences = [...(rest.imageReferences ?? []), ...(image ? [image] : [])];
  const annotated = Object.keys(rest.annotations ?? {}).length > 0;
  if (!annotated && !key && !issuer) return { ...rest, imageReferences };
  const signer: Attestor = key
    ? { keys: { publicKeys: key } }
    : issuer
      ? { keyless: { issuer, ...(subject ? { subject } : {}), ...(roots ? { roots } : {}) } }
      : {};
  const set: AttestorSet = {
    entries: [{ ...(rest.annotations ? { annotations: rest.annotations } : {}), ...signer }],
  };
  return rest.attestations?.length
    ? { ...rest, imageReferences }
    : { ...rest, imageReferences, attestors: [...(rest.attestors ?? []), set] };
}

/** Whether a rule's images are checked again when the resource is validated. */
export function checksImages(entries: readonly ImageVerification[] | undefined): boolean {
  return (entries ?? []).some(({ verifyDigest, required }) => (verifyDigest ?? true) || (required ?? true));
}

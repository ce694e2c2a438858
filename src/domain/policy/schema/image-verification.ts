import {
  any,
  boolean,
  integer,
  list,
  map,
  object,
  oneOf,
  required,
  text,
  textMap,
  texts,
} from '../../../languages/schema/index.ts';
import { anyAllConditions } from './conditions.ts';

const rekor = object({ url: text, pubkey: text, ignoreTlog: boolean });
const ctlog = object({ pubkey: text, tsaCertChain: text, ignoreSCT: boolean });

/** Who may have signed. An `attestor` inside an entry is a set again, and free-form in the definition. */
export const attestors = list(
  object({
    count: integer,
    entries: list(
      object({
        annotations: textMap,
        attestor: any,
        certificates: object({ cert: text, certChain: text, rekor, ctlog }),
        keyless: object({
          issuer: text,
          issuerRegExp: text,
          subject: text,
          subjectRegExp: text,
          roots: text,
          rekor,
          ctlog,
          additionalExtensions: textMap,
        }),
        keys: object({
          publicKeys: text,
          kms: text,
          secret: object({ name: required(text), namespace: required(text) }),
          signatureAlgorithm: text,
          rekor,
          ctlog,
        }),
        repository: text,
        signatureAlgorithm: text,
      }),
    ),
  }),
);

export const registryCredentials = object({
  allowInsecureRegistry: boolean,
  providers: list(oneOf('default', 'amazon', 'azure', 'google', 'github')),
  secrets: texts,
});

export const imageVerification = object({
  type: oneOf('Cosign', 'SigstoreBundle', 'Notary'),
  imageReferences: texts,
  skipImageReferences: texts,
  failureAction: oneOf('Audit', 'Enforce'),
  attestors,
  attestations: list(
    object({ name: text, type: text, predicateType: text, attestors, conditions: list(anyAllConditions) }),
  ),
  annotations: textMap,
  additionalExtensions: textMap,
  repository: text,
  cosignOCI11: boolean,
  mutateDigest: boolean,
  verifyDigest: boolean,
  required: boolean,
  useCache: boolean,
  imageRegistryCredentials: registryCredentials,
  validate: object({ message: text, deny: object({ conditions: any }) }),
  // The form before attestors.
  image: text,
  key: text,
  issuer: text,
  subject: text,
  roots: text,
});

export const imageExtractors = map(
  list(object({ path: required(text), value: text, name: text, key: text, jmesPath: text })),
);

/** `validate.manifests`: signed manifests. */
export const manifests = object({
  attestors,
  annotationDomain: text,
  repository: text,
  ignoreFields: list(
    object({
      fields: texts,
      objects: list(object({ group: text, version: text, kind: text, name: text, namespace: text })),
    }),
  ),
  dryRun: object({ enable: boolean, namespace: text }),
});

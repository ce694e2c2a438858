import type { FactSource, SignatureCheck, SignatureVerdict } from '../../domain/engine/index.ts';
import {
  descriptors,
  type Manifest,
  parseObject,
  parseRepository,
  type RegistryClient,
  RegistryError,
  type RegistryReference,
} from '../oci/index.ts';
import {
  judgeBundles,
  judgeStored,
  prepareVerification,
  readTrustedRoot,
  resolveKey,
  type StoredSignature,
  VerificationFailure,
} from '../signatures/index.ts';
import { checkNotary } from './notary.ts';

/** Signatures and statements over these bounds are not read: the reference's limits. */
const maxPayload = 10 * 1000 * 1000;
const maxSignatures = 1000;

export interface CheckOptions {
  /** Holds the secrets that keys are in. */
  readonly others: FactSource;
  /** A file with the authorities and logs of a Sigstore. */
  readonly trustedRoot?: string;
  readonly now: number;
}

/** Fetches what is signed about an image and judges it by one attestor. Throws UnreachableError. */
export async function checkSignatures(
  client: RegistryClient,
  reference: RegistryReference,
  check: SignatureCheck,
  { others, trustedRoot, now }: CheckOptions,
): Promise<SignatureVerdict> {
  try {
    if (check.format === 'Notary') return await checkNotary(client, reference, check, now);
    const key = check.key && (await resolveKey(check.key, others));
    const general = trustedRoot === undefined ? undefined : await readTrustedRoot(trustedRoot);
    if (check.format === 'SigstoreBundle') {
      const manifest = await client.manifest(reference);
      return judgeBundles(
        await fetchBundles(client, reference, manifest.digest),
        manifest,
        check,
        { key, general },
        now,
      );
    }
    const verification = prepareVerification(check, key, general);
    const { digest } = await signedManifest(client, reference, check);
    return judgeStored(await fetchStored(client, reference, digest, check), digest, verification, now);
  } catch (error) {
    if (error instanceof RegistryError || error instanceof VerificationFailure) return refused(error.message);
    throw error;
  }
}

function refused(message: string): SignatureVerdict {
  return { verified: false, message, unreachable: false };
}

async function signedManifest(
  client: RegistryClient,
  reference: RegistryReference,
  check: SignatureCheck,
): Promise<Manifest> {
  try {
    return await client.manifest(reference);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404 && !check.attestationType) {
      throw new RegistryError(`image tag not found: ${error.message}`, error.refusal);
    }
    throw error;
  }
}

/** Cosign keeps signatures beside the image, under a tag made of its digest, or in another repository. */
async function fetchStored(
  client: RegistryClient,
  { host, repository }: RegistryReference,
  digest: string,
  check: SignatureCheck,
): Promise<readonly StoredSignature[]> {
  const place = check.repository ? parseRepository(check.repository) : { host, repository };
  if (!place) throw new RegistryError(`failed to parse signature repository ${check.repository}`);
  const kind = check.attestationType === undefined ? 'sig' : 'att';
  const identifier = `${digest.replace(':', '-')}.${kind}`;
  const manifests = check.referrers && kind === 'sig' ? await referringManifests(client, place, digest) : [];
  const tagged = manifests.length > 0 ? manifests : [await client.findManifest({ ...place, identifier })];
  const layers = tagged.flatMap((manifest) => (manifest ? descriptors(manifest.value, 'layers') : []));
  if (layers.length > maxSignatures)
    throw new RegistryError(`${identifier} holds more than ${maxSignatures} signatures`);
  return Promise.all(
    layers.map(async (layer) => ({
      payload: await client.blob(place, layer.digest, maxPayload),
      annotations: layer.annotations,
    })),
  );
}

async function referringManifests(
  client: RegistryClient,
  place: Pick<RegistryReference, 'host' | 'repository'>,
  digest: string,
): Promise<readonly Manifest[]> {
  const found = (await client.referrers(place, digest)).filter(
    ({ artifactType }) => artifactType === 'application/vnd.dev.cosign.artifact.sig.v1+json',
  );
  return Promise.all(found.map(({ digest: identifier }) => client.manifest({ ...place, identifier })));
}

async function fetchBundles(client: RegistryClient, reference: RegistryReference, digest: string) {
  const found = await client.referrers(reference, digest);
  const bundles = found.filter(({ artifactType }) => artifactType.startsWith('application/vnd.dev.sigstore.bundle'));
  return Promise.all(
    bundles.map(async ({ digest: identifier }) => {
      const manifest = await client.manifest({ ...reference, identifier });
      const [layer] = descriptors(manifest.value, 'layers');
      if (!layer) throw new RegistryError('layers not found');
      return parseObject(await client.blob(reference, layer.digest, maxPayload), `bundle ${layer.digest}`);
    }),
  );
}

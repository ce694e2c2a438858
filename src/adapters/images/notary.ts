import type { SignatureCheck, SignatureVerdict } from '../../domain/engine/index.ts';
import {
  descriptors,
  type Manifest,
  parseObject,
  type RegistryClient,
  RegistryError,
  type RegistryReference,
} from '../oci/index.ts';
import { requireNotation, trustedCertificates } from '../signatures/index.ts';

const maxPayload = 10 * 1000 * 1000;
const maxAttempts = 10;
const signatureType = 'application/vnd.cncf.notary.signature';

/** Checks signatures of the Notary Project, or what is attested in artifacts that refer to the image. */
export async function checkNotary(
  client: RegistryClient,
  reference: RegistryReference,
  check: SignatureCheck,
  now: number,
): Promise<SignatureVerdict> {
  const trusted = check.attestationType && !check.cert && !check.certChain ? undefined : trustedCertificates(check);
  const manifest = await client.manifest(reference);
  const { digest } = manifest;
  const require = async (subject: Manifest): Promise<void> => {
    if (trusted) await requireSigned(client, reference, subject, trusted, now);
  };
  if (check.attestationType === undefined) {
    await require(manifest);
    return { verified: true, digest };
  }
  const found = (await client.referrers(reference, digest)).find(
    ({ artifactType }) => artifactType === check.attestationType,
  );
  if (!found) {
    const image = `${reference.host}/${reference.repository}:${reference.identifier}`;
    const message = `no matching attestations found for image ${image} with type ${check.attestationType}`;
    return { verified: false, message, unreachable: false };
  }
  const attestation = await client.manifest({ ...reference, identifier: found.digest });
  await require(attestation);
  const layers = descriptors(attestation.value, 'layers');
  if (layers.length !== 1)
    throw new RegistryError(`${layers.length === 0 ? 'no predicate' : 'multiple layers in predicate'} found`);
  const predicate = parseObject(await client.blob(reference, layers[0]!.digest, maxPayload), 'predicate');
  return { verified: true, digest, statements: [{ type: found.artifactType, predicate, ...attestation.value }] };
}

async function requireSigned(
  client: RegistryClient,
  reference: RegistryReference,
  { mediaType, digest, bytes }: Manifest,
  trusted: ReturnType<typeof trustedCertificates>,
  now: number,
): Promise<void> {
  const found = (await client.referrers(reference, digest)).filter(
    ({ artifactType }) => artifactType === signatureType,
  );
  const signatures = await Promise.all(
    found.slice(0, maxAttempts).map(async ({ digest: identifier }) => {
      const manifest = await client.manifest({ ...reference, identifier });
      const [layer] = descriptors(manifest.value, 'layers');
      if (!layer) throw new RegistryError(`signature ${identifier} has no layer`);
      return {
        digest: identifier,
        mediaType: layer.mediaType,
        bytes: await client.blob(reference, layer.digest, maxPayload),
      };
    }),
  );
  const name = `${reference.host}/${reference.repository}@${digest}`;
  await requireNotation(signatures, { mediaType, digest, size: bytes.length }, trusted, name, now);
}

import type { KeyObject } from 'node:crypto';
import type { FactSource, SigningKey } from '../../domain/engine/index.ts';
import { isObject } from '../../foundations/kube/index.ts';
import { loadPublicKey, VerificationFailure } from './keys.ts';

/** The key that an attestor names: written out, or in a secret that `source` knows. */
export async function resolveKey(key: SigningKey, source: FactSource): Promise<KeyObject> {
  switch (key.kind) {
    case 'pem':
      return loadPublicKey(key.text);
    case 'kms':
      throw new VerificationFailure(
        `failed to load public key from ${key.uri}: keys of key management services are not fetched: put the public key into \`publicKeys\``,
      );
    case 'secret': {
      const { namespace, name } = key;
      const fact = await source.fetch({ kind: 'objects', selects: 'v1/Secret', namespace, name });
      const secret = fact.kind === 'value' && Array.isArray(fact.value) ? fact.value[0] : undefined;
      const data = isObject(secret) && isObject(secret['data']) ? secret['data']['cosign.pub'] : undefined;
      if (typeof data === 'string') return loadPublicKey(Buffer.from(data, 'base64').toString('utf8'));
      const why = secret ? 'it holds no `cosign.pub`' : 'there is no such secret here';
      throw new VerificationFailure(`failed to load public key from k8s://${namespace}/${name}: ${why}`);
    }
  }
}

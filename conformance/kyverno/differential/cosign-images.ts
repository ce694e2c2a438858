import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { putImage } from '../../../src/adapters/images/testing/put-image.ts';
import type { LoopbackRegistry } from '../../../src/adapters/oci/testing/loopback-registry.ts';

const run = promisify(execFile);

const common = ['--yes', '--tlog-upload=false', '--use-signing-config=false', '--allow-http-registry'];

/** The predicate type of what is attested; the predicate is `{ level: 5 }`. */
export const cosignPredicate = 'https://scan.example/v1';

/**
 * Images that the real cosign signed and attested in a registry: `cosign-old` and `cosign-attested-old` beside the image,
 * `cosign-new` and `cosign-attested-new` as bundles that refer to it. Returns the public key.
 */
export async function signWithCosign(cosign: string, registry: LoopbackRegistry): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-cosign-'));
  const options = { cwd: folder, timeout: 60_000, env: { ...process.env, COSIGN_PASSWORD: '' } };
  const call = (...words: string[]) => run(cosign, words, options);
  try {
    await call('generate-key-pair');
    writeFileSync(join(folder, 'predicate.json'), '{"level":5}');
    const predicate = ['--type', cosignPredicate, '--predicate', 'predicate.json'];
    for (const age of ['old', 'new']) {
      const format = `--new-bundle-format=${age === 'new'}`;
      const image = (tag: string): string => {
        putImage(registry, 'shop/app', tag);
        return `${registry.host}/shop/app:${tag}`;
      };
      const key = ['--key', 'cosign.key'];
      await call('sign', ...common, format, ...key, '-a', 'env=prod', image(`cosign-${age}`));
      await call('attest', ...common, format, ...key, ...predicate, image(`cosign-attested-${age}`));
    }
    return readFileSync(join(folder, 'cosign.pub'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

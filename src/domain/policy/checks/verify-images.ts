import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { findVariables } from '../text/scan.ts';
import { type Finding, findingsAt, objectsIn, type Path, type RuleCheck } from './finding.ts';

const code = 'POLICY_IMAGE_RULE_INVALID';
const algorithms = ['', 'sha224', 'sha256', 'sha384', 'sha512'];

/** A verifyImages rule: which images, by whom they are signed, and what may be done about them. */
export const checkVerifyImages: RuleCheck = ({ verifyImages, imageExtractors }, { spec }) => {
  const { found, add } = findingsAt(code, []);
  let audits = (spec.validationFailureAction ?? 'Audit').toLowerCase() === 'audit';
  const entries = objectsIn(verifyImages);
  for (const [index, entry] of entries.entries()) {
    const path = ['verifyImages', index];
    const { failureAction } = entry;
    if (typeof failureAction === 'string') audits = failureAction.toLowerCase() === 'audit';
    if (audits && entry['mutateDigest'] !== false) {
      add(
        [...path, 'mutateDigest'],
        'digests are written, and failures are only audited',
        'set `mutateDigest: false`, or the failure action to Enforce',
      );
    }
    found.push(...checkEntry(entry, path));
  }
  const extractors = Object.values(isObject(imageExtractors) ? imageExtractors : {}).flatMap(objectsIn);
  if (extractors.some(({ jmesPath }) => jmesPath) && entries.some(({ mutateDigest }) => mutateDigest !== false)) {
    add(
      ['imageExtractors'],
      'an image extractor has a `jmesPath`, and digests are written',
      'set `mutateDigest: false`',
    );
  }
  return found;
};

function checkEntry(entry: JsonObject, path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  const references = [
    ...(Array.isArray(entry['imageReferences']) ? entry['imageReferences'] : []),
    ...(entry['image'] ? [entry['image']] : []),
  ];
  if (references.length === 0) add([], 'no images are named', 'add `imageReferences`');
  if (references.some((reference) => findVariables(String(reference)).length > 0)) {
    found.push({
      code: 'POLICY_VARIABLE_FORBIDDEN',
      path,
      message: 'an image reference has a variable',
      help: 'use wildcards, or preconditions',
    });
  }
  found.push(...checkAttestors(entry['attestors'], [...path, 'attestors']));
  for (const [index, attestation] of objectsIn(entry['attestations']).entries()) {
    found.push(...checkAttestors(attestation['attestors'], [...path, 'attestations', index, 'attestors']));
  }
  if (entry['type'] === 'Notary') {
    const signers = objectsIn(entry['attestors']).flatMap((set) => objectsIn(set['entries']));
    const other = (['keyless', 'keys'] as const).find((field) => signers.some((signer) => signer[field] !== undefined));
    if (other) add(['attestors'], `Notary knows no \`${other}\``, 'use `certificates`');
  }
  return found;
}

function checkAttestors(sets: JsonValue | undefined, path: Path): Finding[] {
  return objectsIn(sets).flatMap((set, index) => checkSet(set, [...path, index]));
}

function checkSet(set: JsonObject, path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  const entries = objectsIn(set['entries']);
  if (typeof set['count'] === 'number' && set['count'] > entries.length) {
    add(['count'], 'more signatures are wanted than there are entries', 'lower `count`');
  }
  if (typeof set['count'] === 'number' && set['count'] < 1) {
    add(['count'], 'fewer than one signature is wanted', 'set `count` to 1 or more');
  }
  if (entries.length === 0) add([], 'there are no entries', 'add `entries`');
  return [...found, ...entries.flatMap((entry, index) => checkSigner(entry, [...path, 'entries', index]))];
}

function checkSigner(entry: JsonObject, path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  const { keys, certificates, keyless, attestor } = entry;
  const given = Object.entries({ keys, certificates, keyless, attestor }).filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    add(
      [],
      `an entry has ${given.length === 0 ? 'no signer' : 'several signers'}`,
      'give it one of `keys`, `certificates`, `keyless`, `attestor`',
    );
  }
  if (isObject(keys)) {
    if (!keys['publicKeys'] && !keys['kms'] && keys['secret'] === undefined) {
      add(['keys'], 'there is no key', 'add `publicKeys`, `kms` or `secret`');
    }
    const algorithm = keys['signatureAlgorithm'] ?? '';
    if (keys['publicKeys'] && !algorithms.includes(String(algorithm))) {
      add(
        ['keys', 'signatureAlgorithm'],
        `\`${String(algorithm)}\` is no signature algorithm`,
        'one of `sha224`, `sha256`, `sha384`, `sha512`',
      );
    }
  }
  if (isObject(certificates) && !certificates['cert'] && !certificates['certChain']) {
    add(['certificates'], 'there is no certificate', 'add `cert` or `certChain`');
  }
  if (isObject(keyless)) {
    const { rekor } = keyless;
    if (rekor === undefined && !keyless['roots'])
      add(['keyless'], 'there is neither a log nor roots', 'add `rekor.url` or `roots`');
    if (isObject(rekor) && !rekor['url']) add(['keyless', 'rekor'], 'the log has no address', 'add its `url`');
  }
  return isObject(attestor) ? [...found, ...checkSet(attestor, [...path, 'attestor'])] : found;
}

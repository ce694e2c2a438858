export { judgeBundles, type SignedManifest } from './bundle.ts';
export { judgeStored } from './cosign.ts';
export { VerificationFailure } from './keys.ts';
export { checkMessage, readMessage } from './manifest-message.ts';
export { type NotationTarget, requireNotation, trustedCertificates } from './notation.ts';
export { resolveKey } from './signing-key.ts';
export type { StoredSignature } from './stored-content.ts';
export { readTrustedRoot } from './trusted-root.ts';
export { prepareVerification } from './verification.ts';

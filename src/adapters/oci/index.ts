export { type Manifest, RegistryClient } from './client.ts';
export { basicAuthorization, type CredentialSource, passwordOf, type RegistryCredentials } from './credentials.ts';
export { type Descriptor, descriptors, digestOf } from './descriptor.ts';
export { credentialsIn, credentialsOf, dockerConfigPath } from './docker-config.ts';
export { objectIn, parseObject } from './json.ts';
export { hub, isDigest, parseReference, parseRepository, type RegistryReference } from './reference.ts';
export { LoginError, RegistryError } from './registry-error.ts';
export { RegistrySession, type SessionOptions } from './session.ts';

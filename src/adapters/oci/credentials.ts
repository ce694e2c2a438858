/** Who to be at a registry. What is not known is empty. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** Buys tokens, in place of a password. */
  readonly identityToken: string;
  /** Is shown to the registry as it stands. */
  readonly registryToken: string;
}

/** What a configuration or a program that keeps passwords says cannot be used. */
export class CredentialError extends Error {}

/** Gives what a host is asked with, when anything. @throws CredentialError */
export type CredentialSource = (host: string) => Promise<RegistryCredentials | undefined>;

export function passwordOf(username: string, password: string): RegistryCredentials {
  return { username, password, identityToken: '', registryToken: '' };
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

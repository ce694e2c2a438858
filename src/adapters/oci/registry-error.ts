/** What a registry said instead of an answer. */
export interface Refusal {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly status: number;
  /** The code and its words, as in `404 Not Found`. */
  readonly statusText: string;
  /** The errors in the body, where the registry explains itself. */
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

/** A registry that said no, or something that cannot be used: the answer is known. */
export class RegistryError extends Error {
  readonly refusal: Refusal | undefined;

  constructor(message: string, refusal?: Refusal) {
    super(message);
    this.refusal = refusal;
  }

  get status(): number | undefined {
    return this.refusal?.status;
  }
}

/** A registry that wants to know who we are, and whom we could not tell: `reason` says why. */
export class LoginError extends RegistryError {
  readonly url: string;
  readonly reason: string | RegistryError;

  constructor(message: string, url: string, reason: string | RegistryError) {
    super(message, reason instanceof RegistryError ? reason.refusal : undefined);
    this.url = url;
    this.reason = reason;
  }
}

/** The refusal in go-containerregistry's words: `GET url: CODE: message`. */
export function refused(refusal: Refusal): RegistryError {
  const said = refusal.errors.map(({ code, message }) => [code, message].filter((part) => part !== '').join(': '));
  const reason = said.length > 0 ? said.join('; ') : `unexpected status code ${refusal.statusText}`;
  return new RegistryError(`${refusal.method} ${refusal.url}: ${reason}`, refusal);
}

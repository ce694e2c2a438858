import type { ImageVerification, RegistryCredentials } from '../../policy/index.ts';
import type { RuleContext } from '../context.ts';
import { type Fact, knownFact, type RegistryAccess, type SignatureVerdict } from '../facts.ts';
import type { SignatureCheck } from './signature-check.ts';

/** Nothing here can ask a registry: a scan of what lies in a repository. */
export class NoRegistry extends Error {}

/** What checking the signatures of an image by one attestor gave. Throws NoRegistry, and FactWanted. */
export function askSignatures(
  reference: string,
  check: SignatureCheck,
  entry: ImageVerification,
  context: RuleContext,
): SignatureVerdict {
  const access = registryAccess(entry.imageRegistryCredentials);
  return verdictOf(knownFact(context.facts, { kind: 'imageSignatures', reference, check, access }));
}

export function verdictOf(fact: Fact): SignatureVerdict {
  switch (fact.kind) {
    case 'value':
      return fact.value as unknown as SignatureVerdict;
    case 'error':
      return { verified: false, message: fact.message, unreachable: true };
    case 'unavailable':
      throw new NoRegistry('there is no registry to ask');
  }
}

export function registryAccess(credentials: RegistryCredentials | undefined): RegistryAccess {
  const { allowInsecureRegistry, secrets } = credentials ?? {};
  return { ...(allowInsecureRegistry ? { insecure: true } : {}), ...(secrets?.length ? { secrets } : {}) };
}

import { type JsonObject, type JsonValue, toGoJson } from '../../foundations/kube/index.ts';
import type { SignatureCheck } from './verify-images/signature-check.ts';

/** Something outside the documents that a rule needs to know: plain data, so that it can be fetched, kept and replayed. */
export type Lookup =
  | { readonly kind: 'configMap'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'apiCall'; readonly method: string; readonly urlPath: string; readonly data?: JsonValue }
  | {
      readonly kind: 'service';
      readonly method: string;
      readonly url: string;
      readonly data?: JsonValue;
      readonly headers?: readonly { readonly key: string; readonly value: string }[];
      /** Certificates in PEM that the service is checked by, instead of the machine's. */
      readonly caBundle?: string;
    }
  | { readonly kind: 'imageData'; readonly reference: string; readonly access: RegistryAccess }
  /** The digest that a reference stands for now: a text. */
  | { readonly kind: 'imageDigest'; readonly reference: string; readonly access: RegistryAccess }
  /** Whether an image is signed by one attestor, or what it attests: a SignatureVerdict. */
  | {
      readonly kind: 'imageSignatures';
      readonly reference: string;
      readonly access: RegistryAccess;
      readonly check: SignatureCheck;
    }
  /** The YAML texts of a signed message, as annotations hold it: a list of texts. */
  | { readonly kind: 'manifestMessage'; readonly message: string }
  /** Whether a signed message is signed by one attestor: `true`, or an error with the reason. */
  | {
      readonly kind: 'manifestSignature';
      readonly message: string;
      readonly signature: string;
      readonly check: SignatureCheck;
    }
  /** What a server answers, whatever the status: its JSON under `body`, or the fields of that, and `statusCode`. */
  | {
      readonly kind: 'http';
      readonly method: 'GET' | 'POST';
      readonly url: string;
      readonly headers?: JsonObject;
      readonly data?: JsonValue;
      /** The authorities to trust, as PEM, in place of the usual ones. */
      readonly caBundle?: string;
      /** A policy of one namespace asks: no request may leave, only a mock can answer. */
      readonly confined?: true;
    }
  /** Objects by kind selector (`apiVersion/Kind`); namespace and name may hold wildcards, empty means any. A list. */
  | {
      readonly kind: 'objects';
      readonly selects: string;
      readonly namespace: string;
      readonly name: string;
      readonly selector?: JsonObject;
    }
  | { readonly kind: 'globalContext'; readonly name: string; readonly projection?: string }
  /** An object, `null` where there is none; without a name the list of all; with `post` what creating that gives. */
  | {
      readonly kind: 'resource';
      readonly apiVersion: string;
      readonly resource: string;
      readonly namespace: string;
      readonly name?: string;
      readonly labels?: JsonObject;
      readonly post?: JsonObject;
    };

/** How a registry is to be asked. */
export interface RegistryAccess {
  /** Plain HTTP and certificates that nobody trusts are allowed. */
  readonly insecure?: boolean;
  /** Pull secrets, `namespace/name`. */
  readonly secrets?: readonly string[];
}

/** What checking signatures gave. */
export type SignatureVerdict =
  | {
      readonly verified: true;
      /** Of the image that is signed; empty where the signatures do not say. */
      readonly digest: string;
      /** In-toto statements, each with its predicate type as `type`. */
      readonly statements?: readonly JsonObject[];
      readonly signer?: string;
    }
  | { readonly verified: false; readonly message: string /** Nothing was found out. */; readonly unreachable: boolean };

/**
 * What is known of a lookup: its value, the error that fetching it met, or that nothing can answer it here
 * (a command line without a cluster), in which case the variable does not exist.
 */
export type Fact =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unavailable' };

/** The facts known so far, by `lookupKey`. */
export type Facts = ReadonlyMap<string, Fact>;

/** The same lookup always gives the same key, whatever the order of its fields. */
export function lookupKey(lookup: Lookup): string {
  return toGoJson(lookup as unknown as JsonObject);
}

/** Thrown out of an evaluation that met lookups nobody has answered yet; the loop around the engine catches it. */
export class FactWanted extends Error {
  readonly lookups: readonly Lookup[];
  constructor(...lookups: readonly Lookup[]) {
    super(`facts wanted: ${lookups.map(lookupKey).join(', ')}`);
    this.lookups = lookups;
  }
}

/** The fact for a lookup, or the signal that it is wanted. */
export function knownFact(facts: Facts, lookup: Lookup): Fact {
  const fact = facts.get(lookupKey(lookup));
  if (!fact) throw new FactWanted(lookup);
  return fact;
}

import type { HttpAnswer, HttpClient } from '../http/index.ts';
import {
  basicAuthorization,
  CredentialError,
  type CredentialSource,
  passwordOf,
  type RegistryCredentials,
} from './credentials.ts';
import { parseObject, textOf } from './json.ts';
import { refusalOf } from './refusal.ts';
import { LoginError, RegistryError, refused } from './registry-error.ts';

/** What a registry wants to know before it answers. */
export interface Challenge {
  readonly host: string;
  readonly repository: string;
  /** What was asked, and how it was refused. */
  readonly url: string;
  readonly answer: HttpAnswer;
  /** Whether tokens may be bought without HTTPS: only where the registry itself is asked so. */
  readonly plain: boolean;
}

const maxToken = 128 * 1024;
const nobody = passwordOf('', '');

/**
 * Answers a challenge: with the password itself, or a token that it buys. `undefined` when the registry does not say how.
 * Source: OCI Distribution Specification and Docker's token authentication.
 */
export async function logIn(
  client: HttpClient,
  challenge: Challenge,
  credentials: CredentialSource,
): Promise<string | undefined> {
  const { host, url, answer } = challenge;
  const said = answer.headers['www-authenticate'] ?? '';
  const isBearer = /^bearer /i.test(said);
  if (!isBearer && !/^basic\b/i.test(said)) return undefined;
  try {
    const found = await credentials(host);
    if (isBearer) return `Bearer ${await tokenFor(client, challenge, said, found ?? nobody)}`;
    const problem = !found ? 'basic credential not found' : 'missing username or password for basic auth';
    if (found?.username && found.password) return basicAuthorization(found.username, found.password);
    throw new LoginError(refused(refusalOf(url, answer)).message, url, problem);
  } catch (error) {
    if (error instanceof CredentialError) {
      const reason = isBearer ? error.message : `failed to resolve credential: ${error.message}`;
      throw new LoginError(`GET ${url}: ${reason}`, url, reason);
    }
    if (error instanceof RegistryError && !(error instanceof LoginError))
      throw new LoginError(error.message, url, error);
    throw error;
  }
}

async function tokenFor(
  client: HttpClient,
  { host, repository, plain }: Challenge,
  said: string,
  credentials: RegistryCredentials,
): Promise<string> {
  const { username, password, identityToken, registryToken } = credentials;
  if (registryToken !== '') return registryToken;
  const fields = new Map([...said.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
  const realm = URL.parse(fields.get('realm') ?? '');
  if (!realm || (realm.protocol !== 'https:' && !(plain && realm.protocol === 'http:'))) {
    const place = fields.get('realm') ?? '';
    throw new RegistryError(`${host} asks for a token from \`${place}\`, which is no HTTPS address`);
  }
  const asked = new URLSearchParams({ scope: fields.get('scope') ?? `repository:${repository}:pull` });
  if (fields.has('service')) asked.set('service', fields.get('service')!);
  let form: string | undefined;
  const headers: Record<string, string> = {};
  if (identityToken !== '') {
    asked.set('grant_type', 'refresh_token');
    asked.set('refresh_token', identityToken);
    asked.set('client_id', 'bylaw');
    form = asked.toString();
    headers['content-type'] = 'application/x-www-form-urlencoded';
  } else {
    for (const [name, value] of asked) realm.searchParams.set(name, value);
    if (username !== '' || password !== '') headers['authorization'] = basicAuthorization(username, password);
  }
  const answer = await client.send(realm.href, { headers, limit: maxToken, ...(form !== undefined && { body: form }) });
  const request = `${form === undefined ? 'GET' : 'POST'} ${realm.href}`;
  if (answer.status !== 200) throw refused(refusalOf(realm.href, answer, form === undefined ? 'GET' : 'POST'));
  const bought = parseObject(answer.body, request);
  const token = textOf(bought, 'token') || textOf(bought, 'access_token');
  if (token === '') throw new RegistryError(`${request}: empty token returned`);
  return token;
}

import { isObject } from '../../foundations/kube/index.ts';
import type { HttpAnswer } from '../http/index.ts';
import { objectIn, textOf } from './json.ts';
import type { Refusal } from './registry-error.ts';

/** What a registry says in an answer that is none. */
export function refusalOf(
  url: string,
  { status, statusText, body }: HttpAnswer,
  method: 'GET' | 'POST' = 'GET',
): Refusal {
  const { errors } = objectIn(body.toString('utf8'));
  const said = Array.isArray(errors) ? errors.filter(isObject) : [];
  return {
    method,
    url,
    status,
    statusText,
    errors: said.map((error) => ({ code: textOf(error, 'code'), message: textOf(error, 'message') })),
  };
}

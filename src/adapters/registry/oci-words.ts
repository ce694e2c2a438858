import { ChartError } from '../../domain/chart/index.ts';
import { LoginError, RegistryError } from '../oci/index.ts';

/** Does one step of a pull; what fails is told in the words of Helm, which names the step. */
export async function inWordsOfHelm<T>(step: string, name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const prefix = step && `failed to perform "${step}" on source: `;
    if (step && error instanceof RegistryError && error.status === 404) {
      throw new ChartError('CHART_FETCH', `${prefix}${name}: not found`);
    }
    throw new ChartError('CHART_FETCH', `${prefix}${describe(error as Error)}`);
  }
}

function describe(error: Error): string {
  if (error instanceof LoginError) {
    const { url, reason } = error;
    return `GET ${JSON.stringify(url)}: ${typeof reason === 'string' ? reason : describe(reason)}`;
  }
  if (!(error instanceof RegistryError) || !error.refusal) return error.message;
  const { method, url, status, statusText, errors } = error.refusal;
  const said = errors.map(({ code, message }) =>
    [code.toLowerCase().replaceAll('_', ' '), message].filter((part) => part !== '').join(': '),
  );
  const why = said.length > 0 ? said.join('; ') : statusText.slice(String(status).length + 1);
  return `${method} ${JSON.stringify(url)}: response status code ${status}: ${why}`;
}

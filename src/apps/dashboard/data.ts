import { QueryClient, QueryObserver, type QueryObserverOptions } from '@tanstack/query-core';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ErrorView } from '../server/api-types.ts';

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: 2, refetchOnWindowFocus: true } },
});

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  const body = (await response.json()) as T | ErrorView;
  if (!response.ok) throw new Error((body as ErrorView).error.message);
  return body as T;
}

/** The answer of an API path, kept fresh. */
export function useApi<T>(path: string): Loaded<T> {
  const observer = useMemo(() => {
    const options: QueryObserverOptions<T> = { queryKey: [path], queryFn: () => getJson<T>(path) };
    return new QueryObserver<T>(client, options);
  }, [path]);
  const [, redraw] = useState(0);
  useEffect(() => observer.subscribe(() => redraw((times) => times + 1)), [observer]);
  const { data, error } = observer.getCurrentResult();
  return { data, error, retry: () => void observer.refetch() };
}

/** Asks again after every scan of the server; tells whether the server can be reached. */
export function watchScans(reachable: (is: boolean) => void): () => void {
  client.mount();
  const events = new EventSource('/api/v1/events');
  events.onmessage = () => void client.invalidateQueries();
  events.onopen = () => reachable(true);
  events.onerror = () => reachable(false);
  return () => {
    events.close();
    client.unmount();
  };
}

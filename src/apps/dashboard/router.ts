/** Where the reader is. */
export type Route =
  | { readonly page: 'now' }
  | { readonly page: 'policies' }
  | { readonly page: 'policy'; readonly name: string }
  | { readonly page: 'missing'; readonly path: string };

export function readRoute(path: string): Route {
  if (path === '/') return { page: 'now' };
  if (path === '/policies') return { page: 'policies' };
  const name = decode(/^\/policies\/([^/]+)$/.exec(path)?.[1] ?? '');
  return name ? { page: 'policy', name } : { page: 'missing', path };
}

/** Undefined for what no page of ours would write, such as a lone `%`. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function policyPath(name: string): string {
  return `/policies/${encodeURIComponent(name)}`;
}

const changed = 'bylaw:navigate';

/** Goes to an address without loading the page anew. */
export function navigate(address: string, replace = false): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(changed));
}

/** Calls back after every change of address; returns how to stop. */
export function onNavigate(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(changed, listener);
  };
}

/** A click that the browser should not handle: a plain one on a link of this site. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.origin !== location.origin || link.target || link.hash) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
  scrollTo(0, 0);
}

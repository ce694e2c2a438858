import { useEffect, useRef, useState } from 'preact/hooks';
import { watchScans } from './data.ts';
import { NowPage } from './pages/now.tsx';
import { PoliciesPage } from './pages/policies.tsx';
import { PolicyPage } from './pages/policy.tsx';
import { Help } from './parts/help.tsx';
import { ThemeButton } from './parts/theme.tsx';
import { followLink, onNavigate, type Route, readRoute } from './router.ts';
import { useShortcuts } from './shortcuts.ts';

export function App() {
  const [address, setAddress] = useState(() => location.pathname + location.search);
  const [reachable, setReachable] = useState(true);
  const [help, setHelp] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const [path = '/', query = ''] = address.split('?');
  const route = readRoute(path);
  const title = titleOf(route);

  useEffect(() => onNavigate(() => setAddress(location.pathname + location.search)), []);
  useEffect(() => watchScans(setReachable), []);
  useShortcuts(() => setHelp(true));
  useEffect(() => {
    document.addEventListener('click', followLink);
    return () => document.removeEventListener('click', followLink);
  }, []);

  // A new page begins at its heading, also for those who do not see it.
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} · Bylaw`;
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [path]);

  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header>
        <a class="brand" href="/">
          Bylaw
        </a>
        <nav aria-label="Pages">
          <a href="/" aria-current={route.page === 'now' ? 'page' : undefined}>
            Now
          </a>
          <a href="/policies" aria-current={route.page === 'policies' || route.page === 'policy' ? 'page' : undefined}>
            Policies
          </a>
        </nav>
        <span class="end">
          {!reachable && (
            <span role="status" class="offline">
              server not reachable, showing the last data
            </span>
          )}
          <ThemeButton />
          <button type="button" onClick={() => setHelp(true)} aria-haspopup="dialog">
            Keys
          </button>
        </span>
      </header>
      <main id="main">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <Page route={route} query={query} />
      </main>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}

function titleOf(route: Route): string {
  switch (route.page) {
    case 'now':
      return 'Now';
    case 'policies':
      return 'Policies';
    case 'policy':
      return route.name;
    case 'missing':
      return 'Nothing is here';
  }
}

function Page({ route, query }: { readonly route: Route; readonly query: string }) {
  switch (route.page) {
    case 'now':
      return <NowPage query={query} />;
    case 'policies':
      return <PoliciesPage />;
    case 'policy':
      return <PolicyPage name={route.name} />;
    case 'missing':
      return <p>There is no page at {route.path}.</p>;
  }
}

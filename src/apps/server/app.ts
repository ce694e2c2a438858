import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { metricsText } from './metrics.ts';
import type { PlatformState } from './platform-state.ts';
import { apiRoutes } from './routes/api.ts';
import { type DashboardFiles, pageRoutes } from './routes/pages.ts';

export interface AppOptions {
  readonly state: PlatformState;
  readonly dashboard: () => Promise<DashboardFiles>;
  readonly version: string;
  /** What an unexpected error is written to. */
  readonly onError: (error: Error, path: string) => void;
}

/** Everything the server answers. */
export function createApp({ state, dashboard, version, onError }: AppOptions): Hono {
  const app = new Hono();
  app.use(secureHeaders({ strictTransportSecurity: false }));
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) =>
    state.view && state.store.ping() ? context.text('ok\n') : context.text('the first scan has not ended\n', 503),
  );
  app.get('/metrics', (context) =>
    context.text(metricsText(state), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  app.route('/api/v1', apiRoutes(state, version));
  app.route('/', pageRoutes(dashboard));
  app.notFound((context) =>
    context.json({ error: { code: 'NOT_FOUND', message: `nothing is at ${context.req.path}` } }, 404),
  );
  app.onError((error, context) => {
    onError(error, context.req.path);
    return context.json(
      { error: { code: 'INTERNAL', message: 'something went wrong; the server log says what' } },
      500,
    );
  });
  return app;
}

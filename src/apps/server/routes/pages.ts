import { Hono } from 'hono';

/** The built dashboard. */
export interface DashboardFiles {
  readonly html: string;
  readonly js: Uint8Array<ArrayBuffer>;
  readonly css: Uint8Array<ArrayBuffer>;
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The pages of the dashboard: every path that is no file is the same page, which routes itself. */
export function pageRoutes(files: () => Promise<DashboardFiles>): Hono {
  const pages = new Hono();
  pages.get('/assets/main.js', async (context) =>
    context.body((await files()).js, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  );
  pages.get('/assets/main.css', async (context) =>
    context.body((await files()).css, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  );
  for (const path of ['/', '/policies', '/policies/:name']) {
    pages.get(path, async (context) =>
      context.html((await files()).html, 200, { 'content-security-policy': policy, 'cache-control': 'no-cache' }),
    );
  }
  return pages;
}

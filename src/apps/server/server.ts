import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Store } from '../../adapters/store/index.ts';
import { version, type Workspace } from '../workspace/index.ts';
import { createApp } from './app.ts';
import { PlatformState } from './platform-state.ts';
import type { DashboardFiles } from './routes/pages.ts';
import { watchFolders } from './watch.ts';

export interface ServerOptions {
  readonly workspace: Workspace;
  readonly data: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: (text: string) => void;
}

/** A running server: it scans on start and on change, and answers until stopped. */
export class Server {
  readonly state: PlatformState;
  readonly url: string;
  readonly #http: ServerType;
  readonly #stopWatching: () => void;

  private constructor(state: PlatformState, url: string, http: ServerType, stopWatching: () => void) {
    this.state = state;
    this.url = url;
    this.#http = http;
    this.#stopWatching = stopWatching;
  }

  /** Opens the store, listens, and scans once. Throws when the data folder or the port cannot be had. */
  static async start({ workspace, data, host, port, log }: ServerOptions): Promise<Server> {
    const store = Store.open(data);
    try {
      const state = new PlatformState(workspace, store, Date.now);
      const onError = (error: Error, path: string) => log(`${path}: ${error.message}`);
      const app = createApp({ state, dashboard: once(loadDashboard), version, onError });
      const { http, address } = await listen(app.fetch, host, port);
      await state.refresh();
      const refresh = () =>
        void state.refresh().catch((error: unknown) => log(`scan failed: ${(error as Error).message}`));
      const folders = [workspace.root, ...workspace.platform.sources.map((source) => workspace.sourceFolder(source))];
      const shownHost = host.includes(':') ? `[${host}]` : host;
      return new Server(state, `http://${shownHost}:${address.port}`, http, watchFolders(folders, refresh));
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /** Stops taking requests, ends open ones, closes the store. */
  async stop(): Promise<void> {
    this.#stopWatching();
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
      if ('closeAllConnections' in this.#http) this.#http.closeAllConnections();
    });
    this.state.store.close();
  }
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  hostname: string,
  port: number,
): Promise<{ http: ServerType; address: AddressInfo }> {
  return new Promise((resolve, reject) => {
    const http = serve({ fetch, hostname, port }, (address) => resolve({ http, address }));
    http.once('error', reject);
  });
}

async function loadDashboard(): Promise<DashboardFiles> {
  const { buildDashboard } = await import('../dashboard/build.ts');
  const { html, js, css } = await buildDashboard();
  return { html, js: new Uint8Array(js), css: new Uint8Array(css) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

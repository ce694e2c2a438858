import type { Store } from '../../adapters/store/index.ts';
import type { PolicyException } from '../../domain/policy/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { PolicyReading, type RolloutData, rolloutOf, scanCluster, type Workspace } from '../workspace/index.ts';

export interface PlatformView {
  readonly asOf: number;
  readonly rollout: RolloutData;
  readonly exceptions: readonly PolicyException[];
  readonly diagnostics: readonly Diagnostic[];
}

type Listener = () => void;

/**
 * The platform as the server knows it: it scans every cluster on `refresh`, records what it found, and keeps what the
 * pages show. One refresh runs at a time; asking again meanwhile runs one more afterwards.
 */
export class PlatformState {
  readonly workspace: Workspace;
  readonly store: Store;
  readonly #clock: () => number;
  readonly #listeners = new Set<Listener>();
  #view: PlatformView | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(workspace: Workspace, store: Store, clock: () => number) {
    this.workspace = workspace;
    this.store = store;
    this.#clock = clock;
  }

  /** Undefined until the first scan has ended. */
  get view(): PlatformView | undefined {
    return this.#view;
  }

  now(): number {
    return this.#clock();
  }

  /** Calls back after each scan; returns how to stop. */
  onScan(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#refreshAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #refreshAll(): Promise<void> {
    do {
      this.#again = false;
      await this.#refreshOnce();
    } while (this.#again);
  }

  async #refreshOnce(): Promise<void> {
    const now = this.#clock();
    const reading = new PolicyReading(this.workspace);
    const diagnostics: Diagnostic[] = [];
    for (const { name, environment } of this.workspace.platform.clusters) {
      const scan = await scanCluster(reading, name, environment, now);
      this.store.recordScan({ ...scan.record, finishedAt: this.#clock() }, scan.results);
      diagnostics.push(...scan.diagnostics);
    }
    const scanned = new Set(this.store.lastScans().keys());
    const rollout = await rolloutOf(reading, this.store, { results: this.store.results(), scanned }, now);
    const { exceptions } = await reading.exceptions();
    this.#view = { asOf: now, rollout, exceptions, diagnostics: distinct(diagnostics) };
    for (const listener of this.#listeners) listener();
  }
}

/** Clusters share sources, so they share problems. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics)
    seen.set(JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.location]), diagnostic);
  return [...seen.values()];
}

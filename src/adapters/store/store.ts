import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ensureFolder } from '../files/index.ts';
import type { ResultInput, ResultKey, ScanRecord, SourceSnapshot, StoredResult, Transition } from './rows.ts';
import { migrate } from './schema.ts';

/**
 * The embedded store: one SQLite file in the data folder. It keeps what is (results), since when, what changed
 * (transitions) and what was looked at (scans). Recording the same scan twice changes nothing but `lastSeen`.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Opens or makes `bylaw.db` in a folder. Throws when the folder cannot be written. */
  static open(folder: string): Store {
    ensureFolder(folder);
    const database = new DatabaseSync(join(folder, 'bylaw.db'));
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000',
    );
    migrate(database);
    return new Store(database);
  }

  close(): void {
    this.#database.close();
  }

  /** Whether the file answers: the readiness of a server. */
  ping(): boolean {
    return this.#prepare('SELECT 1 AS one').get()?.['one'] === 1;
  }

  /** Replaces the results of a cluster by those of a scan, in one transaction, and returns what changed. */
  recordScan(scan: ScanRecord, results: readonly ResultInput[]): readonly Transition[] {
    const before = new Map(this.results({ cluster: scan.cluster }).map((result) => [keyText(result), result]));
    // Two policies of one name: the one that is deployed last replaces the other, so what was said last counts.
    const now = new Map(results.map((result) => [keyText(result), result]));
    const transitions: Transition[] = [];
    const change = (result: ResultInput, from: string | null, to: string | null) => {
      transitions.push({ ...keyOf(result), at: scan.finishedAt, from, to, message: result.message });
    };
    this.#transaction(() => {
      for (const [key, result] of now) {
        const known = before.get(key);
        before.delete(key);
        if (known?.status !== result.status) change(result, known?.status ?? null, result.status);
        const statusSince = known && known.status === result.status ? known.statusSince : scan.finishedAt;
        this.#upsert(result, known?.firstSeen ?? scan.finishedAt, scan.finishedAt, statusSince);
      }
      for (const gone of before.values()) {
        change(gone, gone.status, null);
        this.#remove(gone);
      }
      for (const transition of transitions) this.#addTransition(transition);
      this.#addScan(scan);
    });
    return transitions;
  }

  /** Present results: all, or those of a cluster or a policy. */
  results(filter: { readonly cluster?: string; readonly policy?: string } = {}): readonly StoredResult[] {
    // Only the terms that are asked for, so that the key of the table is used.
    const asked = Object.entries(filter);
    const where = asked.length === 0 ? '' : `WHERE ${asked.map(([column]) => `${column} = ?`).join(' AND ')}`;
    const rows = this.#prepare(
      `SELECT * FROM results ${where} ORDER BY cluster, policy, rule, kind, namespace, name`,
    ).all(...asked.map(([, value]) => value));
    return rows.map((row) => ({
      ...keyOfRow(row),
      status: String(row['status']) as StoredResult['status'],
      message: String(row['message']),
      action: String(row['action']),
      severity: String(row['severity']),
      category: String(row['category']),
      source: String(row['source']),
      exceptions: JSON.parse(String(row['exceptions'])) as string[],
      location: row['location'] === null ? undefined : String(row['location']),
      firstSeen: Number(row['first_seen']),
      lastSeen: Number(row['last_seen']),
      statusSince: Number(row['status_since']),
    }));
  }

  /** The newest transitions first. */
  transitions(filter: {
    readonly policy?: string;
    readonly cluster?: string;
    readonly limit: number;
  }): readonly Transition[] {
    const rows = this.#prepare(
      `SELECT * FROM transitions WHERE (?1 IS NULL OR policy = ?1) AND (?2 IS NULL OR cluster = ?2)
         ORDER BY at DESC, id DESC LIMIT ?3`,
    ).all(filter.policy ?? null, filter.cluster ?? null, filter.limit);
    return rows.map((row) => ({
      at: Number(row['at']),
      ...keyOfRow(row),
      from: row['from_status'] === null ? null : String(row['from_status']),
      to: row['to_status'] === null ? null : String(row['to_status']),
      message: String(row['message']),
    }));
  }

  /** The last scan of each cluster. */
  lastScans(): ReadonlyMap<string, ScanRecord> {
    const rows = this.#prepare('SELECT * FROM scans WHERE id IN (SELECT max(id) FROM scans GROUP BY cluster)').all();
    return new Map(
      rows.map((row) => [
        String(row['cluster']),
        {
          cluster: String(row['cluster']),
          environment: String(row['environment']),
          startedAt: Number(row['started_at']),
          finishedAt: Number(row['finished_at']),
          resources: Number(row['resources']),
          policies: Number(row['policies']),
          problems: Number(row['problems']),
        },
      ]),
    );
  }

  /** What a commit of a source says, kept so that history is rendered once. */
  snapshot(source: string, commit: string): SourceSnapshot | undefined {
    const row = this.#prepare('SELECT states FROM snapshots WHERE source = ? AND commit_id = ?').get(source, commit);
    return row && (JSON.parse(String(row['states'])) as SourceSnapshot);
  }

  saveSnapshot(source: string, commit: string, snapshot: SourceSnapshot): void {
    this.#prepare('INSERT OR REPLACE INTO snapshots (source, commit_id, states) VALUES (?, ?, ?)').run(
      source,
      commit,
      JSON.stringify(snapshot),
    );
  }

  #upsert(result: ResultInput, firstSeen: number, lastSeen: number, statusSince: number): void {
    this.#prepare(
      `INSERT OR REPLACE INTO results (cluster, policy, rule, api_version, kind, namespace, name, status, message, action,
           severity, category, source, exceptions, location, first_seen, last_seen, status_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      ...keyValues(result),
      result.status,
      result.message,
      result.action,
      result.severity,
      result.category,
      result.source,
      JSON.stringify(result.exceptions),
      result.location ?? null,
      firstSeen,
      lastSeen,
      statusSince,
    );
  }

  #remove(result: ResultInput): void {
    this.#prepare(
      'DELETE FROM results WHERE cluster = ? AND policy = ? AND rule = ? AND api_version = ? AND kind = ? AND namespace = ? AND name = ?',
    ).run(...keyValues(result));
  }

  #addTransition(transition: Transition): void {
    this.#prepare(
      `INSERT INTO transitions (at, cluster, policy, rule, api_version, kind, namespace, name, from_status, to_status, message)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(transition.at, ...keyValues(transition), transition.from, transition.to, transition.message);
  }

  #addScan(scan: ScanRecord): void {
    this.#prepare(
      'INSERT INTO scans (cluster, environment, started_at, finished_at, resources, policies, problems) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(
      scan.cluster,
      scan.environment,
      scan.startedAt,
      scan.finishedAt,
      scan.resources,
      scan.policies,
      scan.problems,
    );
  }

  /** Statements are compiled once: a scan writes the same one for every result. */
  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function keyOf({ cluster, policy, rule, apiVersion, kind, namespace, name }: ResultKey): ResultKey {
  return { cluster, policy, rule, apiVersion, kind, namespace, name };
}

function keyOfRow(row: Readonly<Record<string, unknown>>): ResultKey {
  return {
    cluster: String(row['cluster']),
    policy: String(row['policy']),
    rule: String(row['rule']),
    apiVersion: String(row['api_version']),
    kind: String(row['kind']),
    namespace: String(row['namespace']),
    name: String(row['name']),
  };
}

/** The columns of the key, in the order of the statements. */
function keyValues({ cluster, policy, rule, apiVersion, kind, namespace, name }: ResultKey): string[] {
  return [cluster, policy, rule, apiVersion, kind, namespace, name];
}

/** The key as a text, for a map. */
function keyText(result: ResultKey): string {
  return JSON.stringify(keyValues(result));
}

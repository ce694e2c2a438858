import type { DatabaseSync } from 'node:sqlite';

/** Each entry brings the file from its index to the next version; entries are never changed, only added. */
const migrations: readonly string[] = [
  `CREATE TABLE results (
     cluster TEXT NOT NULL, policy TEXT NOT NULL, rule TEXT NOT NULL,
     api_version TEXT NOT NULL, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
     status TEXT NOT NULL, message TEXT NOT NULL, action TEXT NOT NULL, severity TEXT NOT NULL, category TEXT NOT NULL,
     source TEXT NOT NULL, exceptions TEXT NOT NULL, location TEXT,
     first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, status_since INTEGER NOT NULL,
     PRIMARY KEY (cluster, policy, rule, api_version, kind, namespace, name)
   ) STRICT;
   CREATE TABLE transitions (
     id INTEGER PRIMARY KEY, at INTEGER NOT NULL, cluster TEXT NOT NULL, policy TEXT NOT NULL, rule TEXT NOT NULL,
     api_version TEXT NOT NULL, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
     from_status TEXT, to_status TEXT, message TEXT NOT NULL
   ) STRICT;
   CREATE INDEX transitions_by_policy ON transitions (policy, at);
   CREATE TABLE scans (
     id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, environment TEXT NOT NULL,
     started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
     resources INTEGER NOT NULL, policies INTEGER NOT NULL, problems INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX scans_by_cluster ON scans (cluster, id);
   CREATE TABLE snapshots (
     source TEXT NOT NULL, commit_id TEXT NOT NULL, states TEXT NOT NULL,
     PRIMARY KEY (source, commit_id)
   ) STRICT;`,
];

/** Brings the file to the present version; one written by a newer program is refused, not damaged. */
export function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) {
    throw new Error(
      `the data was written by a newer version of Bylaw (data version ${version}, this program knows ${migrations.length})`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

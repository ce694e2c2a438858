import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type ResultInput, type ScanRecord, Store } from './index.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'bylaw-store-'));

const result = (name: string, status: ResultInput['status'], message = ''): ResultInput => ({
  cluster: 'dev-1',
  policy: 'p',
  rule: 'r',
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'ns',
  name,
  status,
  message,
  action: 'Audit',
  severity: 'high',
  category: 'Security',
  source: 's',
  exceptions: [],
  location: 'pod.yaml:1',
});

const scan = (finishedAt: number, cluster = 'dev-1'): ScanRecord => ({
  cluster,
  environment: 'dev',
  startedAt: finishedAt,
  finishedAt,
  resources: 2,
  policies: 1,
  problems: 0,
});

describe('Store', () => {
  it('notes what appeared, changed and went away, with its times', () => {
    const store = Store.open(folder());
    store.recordScan(scan(1000), [result('a', 'pass'), result('b', 'fail')]);
    const changes = store.recordScan(scan(2000), [result('a', 'fail', 'now wrong')]);
    expect(changes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['a', 'pass', 'fail'],
      ['b', 'fail', null],
    ]);
    expect(store.results()).toEqual([
      { ...result('a', 'fail', 'now wrong'), firstSeen: 1000, lastSeen: 2000, statusSince: 2000 },
    ]);
    store.close();
  });

  it('takes what was said last when two policies of one name judge one resource, and repeats nothing', () => {
    const store = Store.open(folder());
    const both = [result('a', 'pass'), result('a', 'fail')];
    expect(store.recordScan(scan(1000), both).map(({ from, to }) => [from, to])).toEqual([[null, 'fail']]);
    expect(store.recordScan(scan(2000), both)).toEqual([]);
    store.close();
  });

  it('repeats nothing when a scan finds the same again', () => {
    const store = Store.open(folder());
    store.recordScan(scan(1000), [result('a', 'fail')]);
    expect(store.recordScan(scan(2000), [result('a', 'fail')])).toEqual([]);
    expect(store.results()[0]).toMatchObject({ firstSeen: 1000, lastSeen: 2000, statusSince: 1000 });
    expect(store.transitions({ limit: 10 })).toHaveLength(1);
    store.close();
  });

  it('loses nothing over a restart', () => {
    const data = folder();
    const before = Store.open(data);
    before.recordScan(scan(1000), [result('a', 'fail')]);
    before.saveSnapshot('s', 'c1', { 'dev/p': { mode: 'Audit', textHash: 'x' } });
    before.close();
    const after = Store.open(data);
    expect(after.recordScan(scan(2000), [result('a', 'fail')])).toEqual([]);
    expect(after.results()[0]).toMatchObject({ firstSeen: 1000, lastSeen: 2000 });
    expect(after.lastScans().get('dev-1')).toEqual(scan(2000));
    expect(after.snapshot('s', 'c1')).toEqual({ 'dev/p': { mode: 'Audit', textHash: 'x' } });
    expect(after.snapshot('s', 'c2')).toBeUndefined();
    after.close();
  });

  it('keeps clusters apart', () => {
    const store = Store.open(folder());
    store.recordScan(scan(1000), [result('a', 'fail')]);
    store.recordScan(scan(1000, 'prd-1'), [{ ...result('a', 'pass'), cluster: 'prd-1' }]);
    expect(store.recordScan(scan(2000, 'prd-1'), [])).toHaveLength(1);
    expect(store.results().map(({ cluster }) => cluster)).toEqual(['dev-1']);
    store.close();
  });

  it('takes text with quotes and line breaks as it is', () => {
    const store = Store.open(folder());
    const odd = `'; DROP TABLE results; --\n"x"`;
    store.recordScan(scan(1000), [result(odd, 'fail', odd)]);
    expect(store.results()[0]).toMatchObject({ name: odd, message: odd });
    store.close();
  });

  it('refuses a file of a newer version instead of damaging it', () => {
    const data = folder();
    Store.open(data).close();
    const database = new DatabaseSync(join(data, 'bylaw.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => Store.open(data)).toThrow('newer version');
  });

  it('throws when the folder cannot be had', () => {
    const data = join(folder(), 'file');
    writeFileSync(data, '');
    chmodSync(data, 0o444);
    expect(() => Store.open(join(data, 'below'))).toThrow();
  });
});

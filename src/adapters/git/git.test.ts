import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Repository, writeHistory } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | undefined) => new TextDecoder().decode(data);

async function sample(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-git-'));
  await writeHistory(folder, [
    {
      files: new Map([
        ['a.yaml', bytes('one\n')],
        ['charts/x/y.yaml', bytes('ü\n')],
      ]),
      date: Date.UTC(2026, 0, 1),
      author: 'Mira <mira@acme.example>',
      message: 'Start',
    },
    {
      files: new Map([['a.yaml', bytes('two\n')]]),
      date: Date.UTC(2026, 0, 9),
      author: 'Jon <jon@acme.example>',
      message: 'Change one and drop the other',
    },
  ]);
  return folder;
}

describe('Repository', () => {
  it('tells the commits, oldest first, with their dates and authors', async () => {
    const repository = await Repository.open(await sample());
    const log = await repository!.log();
    expect(log.map(({ date, author, message }) => ({ date, author, message }))).toEqual([
      { date: Date.UTC(2026, 0, 1), author: 'Mira', message: 'Start' },
      { date: Date.UTC(2026, 0, 9), author: 'Jon', message: 'Change one and drop the other' },
    ]);
  });

  it('reads the tree of each commit', async () => {
    const repository = (await Repository.open(await sample()))!;
    const [first, second] = await repository.log();
    const before = await repository.readTree(first!.id);
    expect([...before.keys()]).toEqual(['a.yaml', 'charts/x/y.yaml']);
    expect(text(before.get('charts/x/y.yaml'))).toBe('ü\n');
    const after = await repository.readTree(second!.id);
    expect([...after.keys()]).toEqual(['a.yaml']);
    expect(text(after.get('a.yaml'))).toBe('two\n');
  });

  it('sees only its own part of a repository around it', async () => {
    const repository = (await Repository.open(join(await sample(), '.git', '..')))!;
    const [first] = await repository.log();
    expect((await repository.readTree(first!.id)).size).toBe(2);
    const inside = await Repository.open(join(await sample(), 'nowhere'));
    expect(inside).toBeUndefined();
  });

  it('knows uncommitted changes', async () => {
    const folder = await sample();
    const repository = (await Repository.open(folder))!;
    expect(await repository.isDirty()).toBe(false);
    writeFileSync(join(folder, 'a.yaml'), 'three\n');
    expect(await repository.isDirty()).toBe(true);
  });

  it('is nothing for a folder outside any repository', async () => {
    expect(await Repository.open(mkdtempSync(join(tmpdir(), 'bylaw-plain-')))).toBeUndefined();
  });
});

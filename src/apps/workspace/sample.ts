import { access, cp, readFile, writeFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { ensureFolder, readTree } from '../../adapters/files/index.ts';
import { type CommitToWrite, writeHistory } from '../../adapters/git/index.ts';
import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { applyEdits, parseManifests } from '../../languages/manifest/index.ts';

interface SampleValue {
  readonly file: string;
  readonly path: string;
  readonly value?: JsonValue;
}

interface SampleCommit {
  readonly daysAgo: number;
  readonly author: string;
  readonly message: string;
  readonly files?: readonly string[];
  readonly set?: readonly SampleValue[];
  readonly restore?: readonly SampleValue[];
}

const day = 24 * 60 * 60 * 1000;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Makes the sample organisation in a data folder, once: a copy of its files, and real Git repositories of its sources
 * with a history dated back from now. Returns the folder of its bylaw.yaml.
 */
export async function prepareSample(example: string, data: string, now: number): Promise<string> {
  const folder = join(data, 'sample');
  const done = join(folder, '.complete');
  if (await exists(done)) return folder;
  ensureFolder(folder);
  const history = await readHistory(join(example, 'history.yaml'));
  await cp(example, folder, { recursive: true, filter: (path) => !path.startsWith(join(example, 'sources')) });
  await fillDates(join(folder, 'exceptions'), now);
  for (const [source, commits] of history) {
    const tree = await readTree(join(example, 'sources', source));
    await writeHistory(join(folder, 'sources', source), commitTrees(tree, commits, now));
  }
  await writeFile(done, '');
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readHistory(path: string): Promise<ReadonlyMap<string, readonly SampleCommit[]>> {
  const { documents } = parseManifests(await readFile(path, 'utf8'), path);
  const spec = (documents[0]!.value as JsonObject)['spec'] as unknown as {
    sources: { name: string; commits: SampleCommit[] }[];
  };
  return new Map(spec.sources.map(({ name, commits }) => [name, commits]));
}

/** A time marked `# sample: in 21 days` in the exceptions means 21 days after the first start. */
async function fillDates(folder: string, now: number): Promise<void> {
  for (const [path, data] of await readTree(folder)) {
    const text = decoder.decode(data);
    const filled = text.replaceAll(
      /"[^"]*" # sample: in (\d+) days/g,
      (_, days: string) => `"${new Date(now + Number(days) * day).toISOString().replace(/\.\d+/, '')}"`,
    );
    if (filled !== text) await writeFile(join(folder, path), filled);
  }
}

/** The whole tree at each commit: the files there by then, with the values that were different then. */
function commitTrees(
  tree: ReadonlyMap<string, Uint8Array>,
  commits: readonly SampleCommit[],
  now: number,
): CommitToWrite[] {
  const present = new Set<string>();
  const different = new Map<string, SampleValue>();
  return commits.map((commit) => {
    for (const pattern of commit.files ?? []) {
      for (const path of tree.keys()) if (matchesGlob(path, pattern)) present.add(path);
    }
    for (const value of commit.set ?? []) different.set(`${value.file}#${value.path}`, value);
    for (const value of commit.restore ?? []) different.delete(`${value.file}#${value.path}`);
    const files = new Map([...tree].filter(([path]) => present.has(path)));
    for (const value of different.values()) setScalar(files, value);
    return { files, date: now - commit.daysAgo * day, author: commit.author, message: commit.message };
  });
}

function setScalar(files: Map<string, Uint8Array>, { file, path, value }: SampleValue): void {
  const data = files.get(file);
  if (!data) return;
  const text = decoder.decode(data);
  const document = parseManifests(text, file).documents[0];
  const range = document?.range(path.split('.'));
  if (!range) throw new Error(`the sample history sets \`${path}\`, which \`${file}\` does not have`);
  files.set(
    file,
    encoder.encode(applyEdits(text, [{ ...range, text: isObject(value) ? JSON.stringify(value) : String(value) }])),
  );
}

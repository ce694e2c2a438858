import { readObjects } from './batch.ts';
import { runGit } from './run-git.ts';

export interface Commit {
  readonly id: string;
  /** Author date, milliseconds since 1970. */
  readonly date: number;
  readonly author: string;
  readonly message: string;
}

/** The history of one folder, which is a Git repository or lies in one. */
export class Repository {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the repository around a folder, or `undefined` when there is none, or none with a commit. */
  static async open(folder: string): Promise<Repository | undefined> {
    try {
      await runGit(folder, ['rev-parse', '--verify', 'HEAD']);
      return new Repository(folder);
    } catch {
      return undefined;
    }
  }

  /** The commits that touched the folder, oldest first; at most `limit` of the newest. */
  async log(limit = 500): Promise<readonly Commit[]> {
    const separator = '%x1f';
    const format = ['%H', '%at', '%an', '%s'].join(separator);
    const output = await runGit(this.#folder, ['log', `--max-count=${limit}`, `--format=${format}`, '--', '.']);
    return output
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id, seconds, author, message] = line.split('\x1f') as [string, string, string, string];
        return { id, date: Number(seconds) * 1000, author, message };
      })
      .reverse();
  }

  /** The files of the folder at a commit, by path relative to the folder. */
  async readTree(commit: string): Promise<Map<string, Uint8Array>> {
    // Relative to the folder by itself: `ls-tree` in a subfolder shows that subfolder.
    const listing = (await runGit(this.#folder, ['ls-tree', '-r', '-z', commit])).toString();
    const entries = listing.split('\0').flatMap((line) => {
      const found = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line);
      return found ? [{ id: found[1]!, path: found[2]! }] : [];
    });
    const blobs = await readObjects(
      this.#folder,
      entries.map(({ id }) => id),
    );
    return new Map(entries.map(({ id, path }) => [path, blobs.get(id)!]));
  }

  /** Whether files below the folder differ from the last commit. */
  async isDirty(): Promise<boolean> {
    return (await runGit(this.#folder, ['status', '--porcelain', '--', '.'])).length > 0;
  }
}

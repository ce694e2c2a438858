import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository, GitError } from '../../adapters/git/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';

export interface GitAccess {
  readonly branch?: string;
  readonly username?: string;
  readonly password?: string;
}

export interface LocalPaths {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** How to show a path to people: one in a copy of a repository by the address it came from. */
  show(path: string): string;
  /** Removes the copies. */
  remove(): Promise<void>;
}

/** Whether a path is the address of a Git repository, as the reference decides it. */
function isGitUrl(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/** Copies the repositories among paths to this machine, and gives the paths with the copies instead. */
export async function localPaths(paths: readonly string[], access: GitAccess): Promise<LocalPaths> {
  const copies = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const local: string[] = [];
  for (const path of paths) {
    if (!isGitUrl(path)) local.push(path);
    else {
      try {
        const { folder, inside } = await copyRepository(path, access);
        copies.set(folder, path);
        local.push(join(folder, inside));
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
        diagnostics.push(unreachable(path, error));
      }
    }
  }
  return {
    paths: local,
    diagnostics,
    show: (path) => {
      const copy = [...copies].find(([folder]) => path.startsWith(folder));
      return copy ? `${repositoryOf(copy[1]).url}${path.slice(copy[0].length)}` : path;
    },
    remove: async () => {
      for (const folder of copies.keys()) await rm(join(folder, '..'), { recursive: true, force: true });
    },
  };
}

/** `https://host/owner/repository/rest`: the rest is a branch, or with `--git-branch` a folder. */
function repositoryOf(address: string): { readonly url: string; readonly rest: string } {
  const { origin, pathname } = new URL(address);
  const [owner, name, ...rest] = pathname.slice(1).split('/');
  return { url: name ? `${origin}/${owner}/${name}` : '', rest: rest.join('/').replace(/\/+$/, '') };
}

async function copyRepository(address: string, access: GitAccess): Promise<{ folder: string; inside: string }> {
  const { url, rest } = repositoryOf(address);
  if (url === '') throw new GitError(`\`${address}\` names no repository: write https://host/owner/repository`);
  const folder = join(await mkdtemp(join(tmpdir(), 'bylaw-git-')), 'copy');
  const { branch, ...credentials } = access;
  await cloneRepository({ ...credentials, url, branch: branch ?? (rest || 'main') }, folder);
  return { folder, inside: branch ? rest : '' };
}

function unreachable(address: string, error: GitError): Diagnostic {
  return {
    code: 'GIT_UNREACHABLE',
    severity: 'error',
    message: `\`${address}\` cannot be fetched: ${error.message}`,
    help: 'check the address and --git-branch; without it, what follows the repository is the branch',
  };
}

import { spawn } from 'node:child_process';
import { GitError } from './run-git.ts';

/** Reads many objects with one process. */
export function readObjects(folder: string, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'safe.directory=*', '-C', folder, 'cat-file', '--batch'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => reject(new GitError('`git` is not installed or not on PATH', { cause: error })));
    child.on('close', (code) => {
      if (code === 0) resolve(splitObjects(Buffer.concat(chunks)));
      else reject(new GitError(`git cat-file in \`${folder}\` ended with ${code}`));
    });
    child.stdin.end(ids.map((id) => `${id}\n`).join(''));
  });
}

/** Each object is `id type size`, a line break, `size` bytes and a line break. */
function splitObjects(output: Buffer): Map<string, Uint8Array> {
  const objects = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [id, , size] = output.toString('utf8', at, end).split(' ');
    const start = end + 1;
    const stop = start + Number(size);
    objects.set(id!, output.subarray(start, stop));
    at = stop + 1;
  }
  return objects;
}

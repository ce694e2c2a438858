export { cloneRepository } from './clone.ts';
export { type Commit, Repository } from './repository.ts';
export { GitError } from './run-git.ts';
export { type CommitToWrite, writeHistory } from './write-history.ts';

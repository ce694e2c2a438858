import { type FSWatcher, watch } from 'node:fs';

/** Editors write in bursts: wait until they are done. */
const settleMs = 300;

/** Calls back after files below folders change; returns how to stop. Folders that cannot be watched are left out. */
export function watchFolders(folders: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];
  for (const folder of folders) {
    try {
      const watcher = watch(folder, { recursive: true }, (_event, file) => {
        if (file?.split('/').includes('.git')) return;
        clearTimeout(timer);
        timer = setTimeout(changed, settleMs);
      });
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // Without a watch the next start still scans.
    }
  }
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

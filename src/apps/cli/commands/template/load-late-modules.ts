import type { SourceFlags, ValueFlags } from '../../chart-flags.ts';

interface LateFlags extends SourceFlags, ValueFlags {
  readonly dependencyUpdate?: boolean;
}

/**
 * Loads what only some flags want, before anything is read or printed: a process from a snapshot, which holds none of it,
 * begins anew as the plain sources then.
 */
export async function loadLateModules(flags: LateFlags): Promise<void> {
  const values = [...(flags.values ?? []), ...(flags.setFile ?? [])];
  const isRemote = values.some((value) => /(?:^|=)https?:\/\//i.test(value));
  if (isRemote || flags.dependencyUpdate) await import('../../../../adapters/http/index.ts');
}

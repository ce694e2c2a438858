import { openWorkspace, type Workspace } from '../workspace/index.ts';
import type { Console } from './console.ts';
import { CommandFailure } from './failure.ts';

/** Opens the platform a command works on, or fails with what is wrong with it. */
export async function requireWorkspace(config: string, console: Console): Promise<Workspace> {
  const { workspace, diagnostics } = await openWorkspace(config);
  if (!workspace) throw new CommandFailure(diagnostics);
  console.report(diagnostics);
  return workspace;
}

export const configHelp = 'the platform: bylaw.yaml or the folder that holds it';

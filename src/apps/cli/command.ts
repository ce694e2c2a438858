import type { Command } from 'commander';
import type { Console } from './console.ts';

/** What a run ends with. 0: clean. 1: policy failures or findings. 2: could not run (1 for drop-in commands). */
export type ExitCode = number;

export interface CommandContext {
  /** Every command, for those that tell of the others. */
  readonly commands: readonly CommandEntry[];
  readonly console: Console;
  /** Sets what the process will end with. */
  exit(code: ExitCode): void;
}

/** One command: its folder defines flags and help, and is loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /**
   * Takes the place of a command of the reference: its flags are read as the reference reads them, and whatever goes
   * wrong ends with 1, as there, also what keeps the command from running.
   */
  readonly isDropIn?: true;
  readonly load: () => Promise<{
    configure(command: Command, context: CommandContext): void;
    /** Forms of flags that the parser does not know are written in those that it does. */
    normalise?(args: readonly string[]): string[];
  }>;
}

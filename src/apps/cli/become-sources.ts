let leave = replaceProcess;

/**
 * Turns this process into the plain sources, with the same arguments. Its first argument is `main.ts`. Nothing may have
 * been read from standard input or printed before.
 */
export function becomeSources(): void {
  leave();
  throw new Error('only the sources hold this');
}

/** A process that must go on is told, instead of being replaced; what it has begun fails. */
export function leaveInsteadOfBecomingSources(told: () => void): void {
  leave = told;
}

function replaceProcess(): void {
  const [node, ...args] = process.argv as [string, ...string[]];
  process.execve!(
    node,
    [node, '--disable-warning=ExperimentalWarning', ...args],
    process.env as Record<string, string>,
  );
}

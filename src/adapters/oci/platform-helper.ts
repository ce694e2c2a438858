import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program that keeps passwords on this system, where it is installed: for configurations that say nothing. */
export function platformHelper(): string | undefined {
  const linux = isProgram('pass') ? 'pass' : 'secretservice';
  const name = { darwin: 'osxkeychain', win32: 'wincred' }[process.platform as string] ?? linux;
  return isProgram(`docker-credential-${name}`) ? name : undefined;
}

function isProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

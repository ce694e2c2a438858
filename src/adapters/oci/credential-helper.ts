import { spawn } from 'node:child_process';
import { CredentialError, passwordOf, type RegistryCredentials } from './credentials.ts';
import { objectIn, textOf } from './json.ts';

const timeoutMs = 30_000;
const maxAnswer = 1024 * 1024;
/** What a program says for a host that it does not know: no error. */
const unknownHost = 'credentials not found in native keychain';

/**
 * Asks a program that keeps passwords, in Docker's protocol: the registry on standard input, JSON on standard output.
 * The program's own notes go to our standard error: it may have to ask for a passphrase.
 */
export async function askCredentialHelper(name: string, server: string): Promise<RegistryCredentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) {
    throw new CredentialError(`credential helper ${JSON.stringify(name)}: a name of a program has no such characters`);
  }
  const program = `docker-credential-${name}`;
  const { code, output } = await run(program, server);
  if (code !== 0) {
    const said = output.trim();
    if (said === unknownHost) return undefined;
    throw new CredentialError(said || `exit status ${code}`);
  }
  const answer = objectIn(output);
  const [username, secret] = [textOf(answer, 'Username'), textOf(answer, 'Secret')];
  if (username === '' && secret === '') throw new CredentialError(`${program} answered without a name and a secret`);
  // Docker's mark for a secret that buys tokens.
  if (username === '<token>') return { ...passwordOf('', ''), identityToken: secret };
  return passwordOf(username, secret);
}

function run(program: string, input: string): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const fail = (problem: string): void => {
      child.kill('SIGKILL');
      reject(new CredentialError(problem));
    };
    const timer = setTimeout(() => fail(`${program} did not answer within ${timeoutMs / 1000} s`), timeoutMs);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxAnswer) fail(`${program} answered with more than ${maxAnswer} bytes`);
      else chunks.push(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const missing = error.code === 'ENOENT';
      fail(missing ? `exec: "${program}": executable file not found in $PATH` : error.message);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
    // A program that does not read its input is not wrong.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

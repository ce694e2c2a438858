import { spawn } from 'node:child_process';
import { expand } from './expand.ts';
import { PluginError } from './find-post-renderer.ts';
import type { PlatformCommand, Plugin } from './plugin.ts';

/** Past these a post-renderer is stopped. Helm waits and reads forever. */
const maxOutput = 128 * 1024 * 1024;
const timeoutMs = 300_000;
const keptNotes = 4096;

/**
 * Sends manifests through a post-renderer: to its standard input, and back from its standard output.
 *
 * @throws PluginError in Helm's words; what the program wrote to standard error is the help.
 */
export async function runPostRenderer(plugin: Plugin, args: readonly string[], manifests: string): Promise<string> {
  const { name, folder } = plugin;
  const env = { ...process.env, HELM_PLUGIN_NAME: name, HELM_PLUGIN_DIR: folder };
  const chosen = commandFor(plugin.commands);
  const [program = '', ...words] = chosen?.command.split(' ') ?? [];
  const invoked = `failed to invoke post-renderer plugin ${JSON.stringify(name)}: `;
  if (!chosen || program === '') {
    throw new PluginError(`${invoked}failed to prepare plugin command: no plugin command is applicable`);
  }
  const given = [...words, ...chosen.args].map((arg) => expand(arg, env));
  const { code, output, notes } = await run(expand(program, env), [...given, ...args], env, manifests).catch(
    (error: Error) => {
      throw new PluginError(`${invoked}${error.message}`);
    },
  );
  if (code !== 0) throw new PluginError(`${invoked}plugin ${JSON.stringify(name)} exited with error`, notes);
  if (output.trim() === '') {
    throw new PluginError(`post-renderer ${JSON.stringify(name)} produced empty output`, notes);
  }
  return output;
}

/** The command for this system: one for it exactly, else one for its kind, else one for all. */
function commandFor(commands: readonly PlatformCommand[]): PlatformCommand | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const machine = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch;
  const same = (given: string, own: string): boolean => given.toLowerCase() === own;
  return (
    commands.find(({ os, arch }) => same(os, system) && same(arch, machine)) ??
    commands.find(({ os, arch }) => same(os, system) && arch === '') ??
    commands.find(({ os, arch }) => os === '' && arch === '')
  );
}

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly notes: string | undefined;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'pipe' });
    const stop = (problem: string): void => {
      child.kill('SIGKILL');
      reject(new Error(problem));
    };
    const timer = setTimeout(() => stop(`it did not end within ${timeoutMs / 1000} s`), timeoutMs);
    const chunks: Buffer[] = [];
    let size = 0;
    let notes = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) stop(`it wrote more than ${maxOutput} bytes`);
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      notes = (notes + chunk.toString('utf8')).slice(-keptNotes);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new Error(startProblem(error, program)));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8'), notes: notes.trim() || undefined });
    });
    // A program that does not read its input is not wrong.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function startProblem({ code, message }: NodeJS.ErrnoException, program: string): string {
  const isPath = program.includes('/');
  if (code === 'ENOENT' && !isPath) return `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
  if (code === 'ENOENT') return `fork/exec ${program}: no such file or directory`;
  if (code === 'EACCES') return `fork/exec ${program}: permission denied`;
  return message;
}

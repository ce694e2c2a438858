import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Plugin, readPlugin } from './plugin.ts';

/** A plugin that is not there, or cannot be run. */
export class PluginError extends Error {
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** Where Helm keeps plugins. */
export function pluginFolders(environment: Readonly<NodeJS.ProcessEnv>): readonly string[] {
  const share = process.platform === 'darwin' ? join(homedir(), 'Library') : join(homedir(), '.local', 'share');
  const data = environment['HELM_DATA_HOME'] ?? join(environment['XDG_DATA_HOME'] ?? share, 'helm');
  return (environment['HELM_PLUGINS'] ?? join(data, 'plugins')).split(delimiter).filter((folder) => folder !== '');
}

/** The post-renderer of a name. Plugins that cannot be read are passed over, as Helm does. */
export function findPostRenderer(name: string, folders: readonly string[]): Plugin {
  let broken: string | undefined;
  const found: Plugin[] = [];
  for (const folder of folders) {
    const here: Plugin[] = [];
    for (const path of pluginsIn(folder)) {
      try {
        here.push(readPlugin(readFileSync(join(path, 'plugin.yaml'), 'utf8'), path));
      } catch (error) {
        if (path.endsWith(`/${name}`)) broken = `${path}: ${(error as Error).message}`;
      }
    }
    refuseTwins(here);
    found.push(...here.filter((plugin) => plugin.name === name && plugin.type === 'postrenderer/v1'));
  }
  const [plugin] = found;
  if (!plugin) {
    const help = broken ?? `it is looked for in ${folders.join(' and ')}`;
    throw new PluginError(`plugin: {Name:${name} Type:postrenderer/v1} not found`, help);
  }
  if (plugin.runtime !== 'subprocess') {
    throw new PluginError(
      `plugin \`${name}\` is made for the runtime ${plugin.runtime}, which is not there: only programs (subprocess) are run`,
      'pipe the output of `bylaw template` through a program instead',
    );
  }
  return plugin;
}

function pluginsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'plugin.yaml')));
}

function refuseTwins(plugins: readonly Plugin[]): void {
  const known = new Map<string, string>();
  for (const { name, folder } of plugins) {
    const other = known.get(name);
    if (other !== undefined) {
      const [first, second] = [JSON.stringify(other), JSON.stringify(folder)];
      throw new PluginError(`two plugins claim the name ${JSON.stringify(name)} at ${first} and ${second}`);
    }
    known.set(name, folder);
  }
}

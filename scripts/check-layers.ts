// The floors of the house as data: a folder may import itself and what its row names, downward only.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', 'src');
const foundations = ['foundations/diagnostics', 'foundations/hash', 'foundations/kube'];
const languages = [
  'languages/manifest',
  'languages/jmespath',
  'languages/cel',
  'languages/gotemplate',
  'languages/schema',
];

interface Room {
  readonly imports: readonly string[];
  /** A pure room has no disk, network, clock, randomness, environment or console. */
  readonly pure: boolean;
}

const judging = ['domain/policy', 'domain/engine', 'domain/report', 'domain/chart'];
const operating = [...judging, 'domain/catalog'];
const domain = [...operating, 'domain/suite', 'domain/lint', 'domain/rollout', 'domain/parity'];
const adapters = [
  'adapters/files',
  'adapters/http',
  'adapters/oci',
  'adapters/git',
  'adapters/cluster',
  'adapters/store',
  'adapters/reference',
  'adapters/plugins',
  'adapters/registry',
  'adapters/signatures',
  'adapters/images',
];

/** Each room and the rooms that it may import. Foundations and languages are open to every room above them. */
const rooms: Readonly<Record<string, Room>> = {
  'foundations/diagnostics': { pure: true, imports: [] },
  'foundations/hash': { pure: true, imports: [] },
  'foundations/kube': { pure: true, imports: ['foundations/diagnostics'] },
  'languages/manifest': { pure: true, imports: foundations },
  'languages/jmespath': { pure: true, imports: foundations },
  'languages/cel': { pure: true, imports: foundations },
  'languages/gotemplate': { pure: true, imports: [...foundations, 'languages/manifest'] },
  'languages/schema': { pure: true, imports: [...foundations, 'languages/manifest'] },
  'domain/policy': { pure: true, imports: [...foundations, ...languages] },
  'domain/engine': { pure: true, imports: [...foundations, ...languages, 'domain/policy'] },
  'domain/report': { pure: true, imports: [...foundations, ...languages, 'domain/policy', 'domain/engine'] },
  'domain/chart': { pure: true, imports: [...foundations, ...languages] },
  'domain/catalog': { pure: true, imports: [...foundations, ...languages, ...judging] },
  'domain/suite': { pure: true, imports: [...foundations, ...languages, ...judging] },
  'domain/lint': { pure: true, imports: [...foundations, ...languages, ...operating, 'domain/rollout'] },
  'domain/rollout': { pure: true, imports: [...foundations, ...languages, ...operating] },
  'domain/parity': { pure: true, imports: [...foundations, ...languages, ...judging] },
  'adapters/files': { pure: false, imports: [...foundations, ...languages, ...domain] },
  'adapters/http': { pure: false, imports: foundations },
  'adapters/oci': { pure: false, imports: [...foundations, 'adapters/http'] },
  'adapters/git': { pure: false, imports: [...foundations, ...languages, ...domain] },
  'adapters/cluster': { pure: false, imports: [...foundations, ...languages, ...domain, 'adapters/files'] },
  'adapters/store': { pure: false, imports: [...foundations, ...languages, ...domain, 'adapters/files'] },
  'adapters/reference': { pure: false, imports: [...foundations, ...languages, ...domain] },
  'adapters/plugins': { pure: false, imports: [...foundations, ...languages] },
  'adapters/registry': {
    pure: false,
    imports: [...foundations, ...languages, ...domain, 'adapters/files', 'adapters/http', 'adapters/oci'],
  },
  'adapters/signatures': { pure: false, imports: [...foundations, ...languages, ...domain, 'adapters/registry'] },
  'adapters/images': {
    pure: false,
    imports: [...foundations, ...languages, ...domain, 'adapters/http', 'adapters/oci', 'adapters/signatures'],
  },
  // The platform as it lies on disk, put together for the command line and the server.
  'apps/workspace': { pure: false, imports: [...foundations, ...languages, ...domain, ...adapters] },
  'apps/server': {
    pure: false,
    imports: [...foundations, ...languages, ...domain, ...adapters, 'apps/workspace', 'apps/dashboard/build.ts'],
  },
  'apps/cli': {
    pure: false,
    imports: [...foundations, ...languages, ...domain, ...adapters, 'apps/workspace', 'apps/server'],
  },
  // The dashboard sees only the server's API types and the engine.
  'apps/dashboard': { pure: false, imports: ['apps/server/api-types.ts', 'domain/engine'] },
};

const impure: readonly [RegExp, string][] = [
  [/from 'node:|import\('node:/, 'a Node module'],
  [/\bconsole\./, 'the console'],
  [/\bprocess\./, 'the process'],
  [/\bMath\.random\(/, 'randomness'],
  [/\bDate\.now\(|new Date\(\)|performance\.now\(/, 'the clock'],
  [/(?:await|return|=) fetch\(/, 'the network'],
];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function roomOf(file: string): string {
  return relative(root, file).split('/').slice(0, 2).join('/');
}

const problems: string[] = [];
for (const file of sourceFiles(root)) {
  const name = relative(root, file);
  // What only tests use, in folders of that name, may look into other rooms as tests do.
  const test = /\.test\.tsx?$|\/testing\//.test(file);
  const room = rooms[roomOf(file)];
  if (!room) {
    problems.push(`src/${name}: \`${roomOf(file)}\` is no room of the house: add it to scripts/check-layers.ts`);
    continue;
  }
  const text = readFileSync(file, 'utf8');
  for (const [index, line] of text.split('\n').entries()) {
    const at = `src/${name}:${index + 1}`;
    const imported = /(?:from |import\(|^import )'(\.[^']+)'/.exec(line)?.[1];
    if (imported) {
      const target = resolve(dirname(file), imported);
      // The version is read from package.json, which lies beside the house.
      if (target === resolve(root, '..', 'package.json')) continue;
      const targetRoom = roomOf(target);
      const same = targetRoom === roomOf(file);
      const allowed = same || room.imports.includes(targetRoom) || room.imports.includes(relative(root, target));
      if (!allowed && !test) problems.push(`${at}: \`${roomOf(file)}\` may not import \`${relative(root, target)}\``);
      else if (!same && !test && !room.imports.includes(relative(root, target)) && !/\/index\.ts$/.test(target)) {
        problems.push(`${at}: \`${targetRoom}\` is imported through its index.ts only`);
      }
    }
    if (!room.pure || test || /^\s*(\/\/|\*|\/\*)/.test(line)) continue;
    for (const [pattern, what] of impure) {
      if (pattern.test(line)) problems.push(`${at}: \`${roomOf(file)}\` is pure but uses ${what}`);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`layers: ${Object.keys(rooms).length} rooms, imports run down only`);

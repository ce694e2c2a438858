// `npm run new -- command NAME` makes the folder of a new unit, with its test, and says which list it goes into.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Unit {
  readonly folder: (name: string) => string;
  readonly files: (name: string) => Readonly<Record<string, string>>;
  readonly list: string;
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string) => camel(name).replace(/^\w/, (letter) => letter.toUpperCase());

const units: Readonly<Record<string, Unit>> = {
  command: {
    folder: (name) => `src/apps/cli/commands/${name}`,
    files: (name) => ({
      'index.ts': `import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';

export function configure(command: Command, context: CommandContext): void {
  command.addHelpText('after', '\\nExamples:\\n  bylaw ${name}').action(async () => {
    const { run${pascal(name)} } = await import('./run.ts');
    context.exit(await run${pascal(name)}(context.console));
  });
}
`,
      'run.ts': `import type { Console } from '../../console.ts';

/** Says what the command does. Returns the exit code. */
export async function run${pascal(name)}(console: Console): Promise<number> {
  console.print('${name}\\n');
  return 0;
}
`,
    }),
    list: 'src/apps/cli/commands.ts',
  },
  'lint-rule': {
    folder: () => 'src/domain/lint/rules',
    files: (name) => ({
      [`${name}.ts`]: `import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import type { ManifestDocument } from '../../../languages/manifest/index.ts';

/** Says what the rule finds, and why it is a mistake. */
export function find${pascal(name)}(document: ManifestDocument): Diagnostic[] {
  return document.value === null ? [] : [];
}
`,
    }),
    list: 'src/domain/lint/lint-documents.ts and src/domain/lint/lint-source.ts',
  },
};

const [kind, name] = process.argv.slice(2);
const unit = kind === undefined ? undefined : units[kind];
if (!unit || !name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error(`usage: npm run new -- <${Object.keys(units).join('|')}> <kebab-case-name>`);
  process.exit(2);
}
const root = resolve(import.meta.dirname, '..');
const folder = join(root, unit.folder(name));
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(unit.files(name))) {
  const path = join(folder, file);
  if (existsSync(path)) {
    console.error(`${path} is there already`);
    process.exit(2);
  }
  writeFileSync(path, text);
  console.log(`made ${unit.folder(name)}/${file}`);
}
console.log(`now add it to ${unit.list}, write its test beside it, and run \`npm run check\``);

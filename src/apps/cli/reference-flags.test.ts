import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { acceptGlobalFlags, commaSeparated, rewriteGoFlags } from './reference-flags.ts';

describe('flags of Go programs', () => {
  const command = new Command('x')
    .option('-c, --compact')
    .option('-o, --output <path>')
    .option('--background', '', true)
    .option('--no-background');
  command.command('inner').option('-u, --unquoted');

  it.each([
    [['--compact=true'], ['--compact']],
    [
      ['--compact=1', '-c=T'],
      ['--compact', '--compact'],
    ],
    [['--compact=false', '-c=0', 'a'], ['a']],
    [['--background=false'], ['--no-background']],
    [['--background=true'], ['--background']],
    [['-o=a=b'], ['-o', 'a=b']],
    [['--output=a=b'], ['--output=a=b']],
    [['--compact=maybe'], ['--compact=maybe']],
    [['--nope=true'], ['--nope=true']],
    [
      ['a=b', '--', '--compact=true'],
      ['a=b', '--', '--compact=true'],
    ],
    [
      ['inner', '--unquoted=true', '-u=false'],
      ['inner', '--unquoted'],
    ],
    [['--unquoted=true'], ['--unquoted=true']],
  ])('%j are read as %j', (args, rewritten) => {
    expect(rewriteGoFlags(args, command)).toEqual(rewritten);
  });

  it.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi""",c', ['say "hi"', 'c']],
    ['a,,b', ['a', '', 'b']],
    ['', ['']],
  ])('the list %j is %j', (text, list) => {
    expect(commaSeparated(text, [])).toEqual(list);
  });

  it('leaves a flag of the command where the reference has one for every command', async () => {
    const own = new Command('x').option('-v, --values <path>').exitOverride();
    acceptGlobalFlags(own);
    await own.parseAsync(['--values', 'a', '--v', '4', '--logtostderr', '--log_file=x'], { from: 'user' });
    expect(own.opts()).toMatchObject({ values: 'a' });
  });
});

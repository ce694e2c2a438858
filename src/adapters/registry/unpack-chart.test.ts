import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pack, packChart, tar } from './testing/pack.ts';
import { type ArchiveLimits, chartUnpacker } from './unpack-chart.ts';

const small: ArchiveLimits = { totalBytes: 3000, fileBytes: 2000, files: 3, expansion: 200 };
const letters = (count: number) =>
  Array.from({ length: count }, (_, i) => String.fromCharCode(97 + ((i * 7919) % 26))).join('');

describe('a packed chart', () => {
  it('gives its files below its one folder, folders left out', () => {
    const archive = packChart('web', '1.0.0', [
      { name: 'web/crds/', type: '5' },
      { name: 'web/./a//b.txt', data: 'x' },
    ]);
    expect(chartUnpacker()(archive).map(({ path }) => path)).toEqual(['Chart.yaml', 'templates/a.yaml', 'a/b.txt']);
  });

  it('has long names of pax and of GNU', () => {
    const long = `web/${'d/'.repeat(80)}long.txt`;
    // The length of a record counts its own three digits.
    const record = (text: string) => `${text.length + 5} ${text}\n`;
    const files = chartUnpacker()(
      pack([
        { name: 'pax', type: 'x', data: record(`path=${long}`) },
        { name: 'web/short', data: '1' },
        { name: '././@LongLink', type: 'L', data: `${long}2\0` },
        { name: 'web/short', data: '2' },
      ]),
    );
    expect(files.map(({ path, data }) => [`web/${path}`, Buffer.from(data).toString()])).toEqual([
      [long, '1'],
      [`${long}2`, '2'],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['that is no archive', Buffer.from('a: 1'), 'the file does not appear to be a gzipped archive'],
    [
      'that is cut off',
      packChart('web', '1.0.0').subarray(0, 60),
      'the archive cannot be unpacked: unexpected end of file',
    ],
    [
      'whose tar is cut off',
      gzipSync(tar([{ name: 'web/a', data: letters(900) }]).subarray(0, 800)),
      'the archive cannot be unpacked: unexpected EOF',
    ],
    [
      'with a damaged header',
      gzipSync(Buffer.alloc(1024, 65)),
      'the archive cannot be unpacked: archive/tar: invalid tar header',
    ],
    ['without files', pack([{ name: 'web/', type: '5' }]), 'no files in chart archive'],
    [
      'with a link',
      pack([{ name: 'web/values.yaml', type: '2', linkTo: '/etc/passwd' }]),
      'the archive holds a link: `web/values.yaml`',
    ],
    [
      'with a hard link',
      pack([{ name: 'web/values.yaml', type: '1', linkTo: '../x' }]),
      'the archive holds a link: `web/values.yaml`',
    ],
    ['with a device', pack([{ name: 'web/null', type: '3' }]), 'the archive holds a special file: `web/null`'],
    [
      'with a name that leads up',
      pack([{ name: 'web/../../x', data: '' }]),
      'chart illegally references parent directory',
    ],
    ['with an absolute name', pack([{ name: 'web//etc/x', data: '' }]), 'chart illegally contains absolute paths'],
    [
      'with a name of Windows',
      pack([{ name: 'web\\..\\..\\x', data: '' }]),
      'chart illegally references parent directory',
    ],
    ['with a drive', pack([{ name: 'web/c:/x', data: '' }]), 'chart contains illegally named files'],
    [
      'with a file beside its folder',
      pack([{ name: 'x', data: '' }]),
      'chart illegally contains content outside the base directory: "x"',
    ],
    [
      'without a folder',
      pack([{ name: 'Chart.yaml', data: '' }]),
      'chart illegally contains content outside the base directory: "Chart.yaml"',
    ],
    [
      'with a file past the limit',
      pack([{ name: 'web/a', data: letters(2001) }]),
      'decompressed chart file "web/a" is larger than the maximum file size 2000',
    ],
    [
      'past the limit of all files',
      pack([
        { name: 'w/a', data: letters(1900) },
        { name: 'w/b', data: letters(1900) },
      ]),
      'decompressed chart is larger than the maximum size 3000',
    ],
    [
      'with too many files',
      pack(['a', 'b', 'c', 'd'].map((name) => ({ name: `web/${name}` }))),
      'the archive holds more than 3 files',
    ],
    [
      'that expands 1000 times',
      pack([{ name: 'web/a', data: Buffer.alloc(8_000_000) }]),
      'the archive expands to more than 200 times its size',
    ],
  ])('%s is refused', (_, archive, message) => {
    const limits = { ...small, files: message.includes('expands') ? 1_000_000 : small.files };
    expect(() => chartUnpacker(limits)(archive)).toThrow(message);
  });

  it('shares its limits with the archives inside it', () => {
    const unpack = chartUnpacker({ ...small, files: 5 });
    unpack(packChart('a', '1.0.0'));
    unpack(packChart('b', '1.0.0'));
    expect(() => unpack(packChart('c', '1.0.0'))).toThrow('the archive holds more than 5 files');
  });
});

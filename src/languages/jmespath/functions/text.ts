import { cleanPath, compareBytes, trimRunes } from '../../../foundations/kube/index.ts';
import { spend } from '../run.ts';
import { define, type FunctionDefinition, failure, toGoInt } from './function.ts';
import { equalFold, toLower, toUpper } from './go-case.ts';
import { replaceText } from './go-strings.ts';

// Kyverno's functions over texts. Source: Kyverno, "JMESPath", custom filters.

export const textFunctions: readonly FunctionDefinition[] = [
  // The reference gives a Go int, which is no number to its own comparators. Here numbers are of one kind.
  define<[string, string]>(
    'compare(string, string) number',
    'order of two texts by their bytes: -1, 0 or 1',
    ([a, b]) => Math.sign(compareBytes(a, b)),
  ),
  define<[string, string]>('equal_fold(string, string) bool', 'whether texts are equal, case ignored', ([a, b]) =>
    equalFold(a, b),
  ),
  define<[string, string, string, number]>(
    'replace(string, string, string, number) string',
    'the first n occurrences replaced; all when n is negative',
    ([text, old, by, count], run) => replaceText(text, old, by, toGoInt(count), (size) => spend(run, size)),
  ),
  define<[string, string, string]>(
    'replace_all(string, string, string) string',
    'all occurrences replaced',
    ([text, old, by], run) => replaceText(text, old, by, -1, (size) => spend(run, size)),
  ),
  define<[string]>('to_upper(string) string', 'text in capitals', ([text]) => toUpper(text)),
  define<[string]>('to_lower(string) string', 'text in small letters', ([text]) => toLower(text)),
  define<[string, string]>(
    'trim(string, string) string',
    'without the given characters at both ends',
    ([text, cutset]) => trimRunes(text, cutset),
  ),
  define<[string, string]>('trim_prefix(string, string) string', 'without a beginning', ([text, prefix]) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  define<[string, string]>('split(string, string) array[string]', 'parts between separators', ([text, separator]) =>
    separator === '' ? [...text] : text.split(separator),
  ),
  define<[string, number]>('truncate(string, number) string', 'the first n characters', ([text, length]) =>
    [...text].slice(0, Math.max(0, toGoInt(length))).join(''),
  ),
  define<[string]>('to_boolean(string) bool', '`true` or `false` in a text, in any case', ([text]) => {
    const lower = toLower(text);
    if (lower === 'true' || lower === 'false') return lower === 'true';
    throw failure('to_boolean', `lowercase argument must be 'true' or 'false' (provided: '${text}')`);
  }),
  define<[string]>(
    'path_canonicalize(string) string',
    'shortest path of the same meaning',
    ([path]) => path && cleanPath(path),
  ),
];

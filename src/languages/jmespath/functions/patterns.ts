import { compileRegex, matchWildcard, type Regex } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { spend } from '../run.ts';
import { asText, define, type FunctionDefinition, failure } from './function.ts';
import { generateFromRegex } from './generate.ts';

// Kyverno's functions over regular expressions (RE2) and wildcards. Numbers are read as text, with 32 bits of precision.

type Text = string | number;

function regexOf(pattern: string, wrap: (message: string) => FunctionFailure): Regex {
  const regex = compileRegex(pattern);
  if ('error' in regex) throw wrap(regex.error);
  return regex;
}

const replaceWith = (name: string) => (message: string) => failure(name, message);

export const patternFunctions: readonly FunctionDefinition[] = [
  define<[string, Text]>(
    'regex_match(string, string|number) bool',
    'whether an expression matches somewhere',
    ([pattern, text]) => regexOf(pattern, (message) => new FunctionFailure(message)).test(asText(text)),
  ),
  define<[string, Text, Text]>(
    'regex_replace_all(string, string|number, string|number) string',
    'expression, text, replacement: all matches replaced; $1 and ${name} are groups',
    ([pattern, text, by], run) => {
      const source = asText(text);
      spend(run, source.length);
      return regexOf(pattern, replaceWith('regex_replace_all')).replaceAll(source, asText(by));
    },
  ),
  define<[string, Text, Text]>(
    'regex_replace_all_literal(string, string|number, string|number) string',
    'expression, text, replacement: all matches replaced by the text as it stands',
    ([pattern, text, by], run) => {
      const source = asText(text);
      const replacement = asText(by);
      spend(run, source.length);
      return regexOf(pattern, replaceWith('regex_replace_all_literal')).replaceAllLiteral(source, replacement);
    },
  ),
  define<[string, Text]>(
    'pattern_match(string, string|number) bool',
    'whether a wildcard pattern matches',
    ([pattern, text]) => matchWildcard(pattern, asText(text)),
  ),
  define<[string]>('random(string) string', 'a random text that an expression matches', ([pattern], run) => {
    if (pattern === '') throw new FunctionFailure('no pattern provided');
    const { random } = run.context;
    if (!random) throw failure('random', 'randomness is not available here');
    regexOf(pattern, (message) => new FunctionFailure(message));
    return generateFromRegex(pattern, random, (size) => spend(run, size));
  }),
];

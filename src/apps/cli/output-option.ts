import { Option } from 'commander';

/** `--output`, with the formats that a command has; text is the default, and any other word is refused. */
export function outputOption(...formats: readonly string[]): Option {
  return new Option('-o, --output <format>', 'how to print').choices(['text', ...formats]).default('text');
}

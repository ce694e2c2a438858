import type { JsonValue } from '../../foundations/kube/index.ts';
import type { ScalarNode } from './node.ts';
import { YamlProblem } from './problem.ts';
import { isTimestamp, isWholeNumber, NotANumber, resolvePlain } from './scalar.ts';

const core = 'tag:yaml.org,2002:';
const resolved = new Set(['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary'].map((name) => core + name));

/** Tags of other kinds make a text of a scalar. */
function isUnresolvedTag(tag: string): boolean {
  return !resolved.has(tag);
}

/** The value of a scalar with one of the core tags: what it reads as must be of that type. */
export function readTagged(node: ScalarNode): JsonValue | NotANumber {
  const type = node.tag.slice(core.length);
  if (type === 'str') return node.text;
  if (type === 'binary') return readBinary(node);
  const value = resolvePlain(node.text);
  const found = typeOf(node.text, value);
  if (found === type || (type === 'float' && found === 'int')) return value;
  const words = `yaml: cannot decode !!${found} \`${node.text}\` as a !!${type}`;
  throw new YamlProblem('MANIFEST_INVALID_TAG', `\`${node.text}\` is no ${type}, as its tag says`, node.start, {
    words,
  });
}

function typeOf(text: string, value: JsonValue | NotANumber): string {
  if (value === null) return 'null';
  if (value instanceof NotANumber) return 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isWholeNumber(text) ? 'int' : 'float';
  return isTimestamp(text) ? 'timestamp' : 'str';
}

function readBinary(node: ScalarNode): string {
  const text = node.text.replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    const words = 'yaml: !!binary value contains invalid base64 data';
    throw new YamlProblem('MANIFEST_INVALID_TAG', '`!!binary` needs base64', node.start, { words });
  }
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** What a scalar is, by its tag or by its text. */
export function scalarValue(node: ScalarNode): JsonValue | NotANumber {
  if (node.tag === '') return node.form === 'plain' ? resolvePlain(node.text) : node.text;
  return isUnresolvedTag(node.tag) ? node.text : readTagged(node);
}

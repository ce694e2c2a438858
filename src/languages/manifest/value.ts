import {
  formatGoFloat,
  formatGoFloat32,
  type JsonObject,
  type JsonValue,
  setKey,
} from '../../foundations/kube/index.ts';
import { goSyntax } from './go-syntax.ts';
import type { AliasNode, Entry, MapNode, ScalarNode, YamlNode } from './node.ts';
import { maxAliasNodes, maxDepth, tooDeep, YamlProblem } from './problem.ts';
import { isWholeNumber, NotANumber, resolvePlain } from './scalar.ts';
import { isUnresolvedTag, readTagged } from './tagged.ts';

/**
 * The JSON value of a parsed document, as sigs.k8s.io/yaml converts it.
 *
 * @throws YamlProblem
 */
export function valueOf(root: YamlNode): JsonValue {
  return new ValueReader().read(root, 0);
}

/** The text that a map key becomes, or `undefined` when it can be none. */
export function keyOf(node: YamlNode): string | undefined {
  const scalar = node.kind === 'alias' ? node.target : node;
  if (scalar.kind !== 'scalar') return undefined;
  const value = scalarValue(scalar);
  if (value instanceof NotANumber) return scalar.text.toLowerCase().replace('+', '');
  if (typeof value === 'number') return numberKey(scalar.text, value);
  return value === null ? undefined : String(value);
}

/** Whether an entry merges other maps into this one. */
export function isMerge({ key }: Entry): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false;
  return key.tag === 'tag:yaml.org,2002:merge' || (key.form === 'plain' && key.tag === '') || key.tag === '!';
}

class ValueReader {
  #aliased = 0;
  readonly #open = new Set<AliasNode>();

  read(node: YamlNode, depth: number): JsonValue {
    this.#count(node, depth);
    switch (node.kind) {
      case 'scalar':
        return this.#readScalar(node);
      case 'list':
        return node.items.map((item) => this.read(item, depth + 1));
      case 'map': {
        const map: JsonObject = {};
        this.#readMap(node, map, depth);
        return map;
      }
      case 'alias':
        return this.#enter(node, () => this.read(node.target, depth + 1));
    }
  }

  #count(node: YamlNode, depth: number): void {
    if (depth > maxDepth) throw tooDeep(node.start);
    if (this.#open.size > 0 && ++this.#aliased > maxAliasNodes) {
      throw new YamlProblem(
        'MANIFEST_TOO_LARGE',
        'the document grows too large when its aliases are expanded',
        node.start,
      );
    }
  }

  #enter<T>(node: AliasNode, read: () => T): T {
    if (this.#open.has(node)) {
      throw new YamlProblem('MANIFEST_UNKNOWN_ANCHOR', `anchor \`${node.name}\` contains itself`, node.start);
    }
    this.#open.add(node);
    const result = read();
    this.#open.delete(node);
    return result;
  }

  #readScalar(node: ScalarNode): JsonValue {
    const value = scalarValue(node);
    if (!(value instanceof NotANumber)) return value;
    throw new YamlProblem('MANIFEST_INVALID_NUMBER', `\`${node.text}\` is no number that JSON can hold`, node.start, {
      help: 'quote it if it is text',
    });
  }

  /** Entries count in the order of the text: a merge overrides what stands before it. */
  #readMap(node: MapNode, into: JsonObject, depth: number): void {
    for (const entry of node.entries) {
      if (isMerge(entry)) {
        this.#merge(entry.value, into, depth + 1);
        continue;
      }
      const key = keyOf(entry.key);
      if (key === undefined) throw invalidKey(entry.key);
      setKey(into, key, this.read(entry.value, depth + 1));
    }
  }

  #merge(node: YamlNode, into: JsonObject, depth: number): void {
    if (node.kind === 'list') {
      // Earlier maps of the list win, so they are written last.
      for (const item of node.items.toReversed()) this.#mergeMap(item, into, depth);
    } else this.#mergeMap(node, into, depth);
  }

  #mergeMap(node: YamlNode, into: JsonObject, depth: number): void {
    const map = node.kind === 'alias' ? node.target : node;
    if (map.kind !== 'map') {
      throw new YamlProblem('MANIFEST_INVALID_MERGE', '`<<` needs a map or a list of maps', node.start);
    }
    this.#count(node, depth);
    if (node.kind === 'alias') this.#enter(node, () => this.#readMap(map, into, depth));
    else this.#readMap(map, into, depth);
  }
}

function scalarValue(node: ScalarNode): JsonValue | NotANumber {
  if (node.tag === '') return node.form === 'plain' ? resolvePlain(node.text) : node.text;
  return isUnresolvedTag(node.tag) ? node.text : readTagged(node);
}

function invalidKey(key: YamlNode): YamlProblem {
  const isNull = key.kind === 'scalar' || (key.kind === 'alias' && key.target.kind === 'scalar');
  const message = isNull ? 'a map key must not be null' : 'a map key must be a scalar';
  const help = isNull ? 'quote it if it is text' : undefined;
  const words = isNull ? undefined : `invalid map key: ${goSyntax(key)}`;
  return new YamlProblem('MANIFEST_INVALID_KEY', message, key.start, { help, words });
}

/** Whole numbers keep all their digits; others are cut to a float32, as the reference does. */
function numberKey(text: string, value: number): string | undefined {
  const plain = text.replaceAll('_', '');
  if (/^[-+]?(0|[1-9]\d*)$/.test(plain)) {
    const whole = BigInt(plain.replace('+', ''));
    if (BigInt.asIntN(64, whole) === whole) return String(whole);
    // The reference knows no keys of its unsigned type.
    if (whole > 0n && whole < 1n << 64n) return undefined;
  } else if (isWholeNumber(text)) return String(value);
  const size = Math.abs(Math.fround(value));
  if (size === Number.POSITIVE_INFINITY) return value < 0 ? '-.inf' : '.inf';
  const digits = formatGoFloat32(value);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? formatGoFloat(Number(digits), 'e') : digits;
}

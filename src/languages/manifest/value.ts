import {
  formatGoFloat,
  formatGoFloat32,
  type JsonObject,
  type JsonValue,
  setKey,
} from '../../foundations/kube/index.ts';
import { goSyntax } from './go-syntax.ts';
import { type AliasNode, type Entry, isMerge, type MapNode, type ScalarNode, type YamlNode } from './node.ts';
import { maxAliasNodes, maxDepth, tooDeep, YamlProblem } from './problem.ts';
import { isWholeNumber, NotANumber } from './scalar.ts';
import { scalarValue } from './tagged.ts';

/**
 * The JSON value of a parsed document, as sigs.k8s.io/yaml converts it.
 *
 * @throws YamlProblem
 */
export function valueOf(root: YamlNode): JsonValue {
  const reader = new ValueReader();
  const value = reader.read(root, 0);
  if (reader.later) throw reader.later;
  return value;
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

class ValueReader {
  #aliased = 0;
  readonly #open = new Set<AliasNode>();
  /** What the reference finds in a later step, when it has read all: keys first, numbers last. */
  later: YamlProblem | undefined;

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
    const message = `\`${node.text}\` is no number that JSON can hold`;
    this.later ??= new YamlProblem('MANIFEST_INVALID_NUMBER', message, node.start, { help: 'quote it if it is text' });
    return null;
  }

  /** Entries count in the order of the text: a merge overrides what stands before it. */
  #readMap(node: MapNode, into: JsonObject, depth: number): void {
    for (const entry of node.entries) {
      if (isMerge(entry)) {
        this.#merge(entry.value, into, depth + 1);
        continue;
      }
      const key = keyOf(entry.key);
      if (key === undefined) {
        const target = entry.key.kind === 'alias' ? entry.key.target : entry.key;
        const problem = invalidKey(target, entry);
        if (target.kind !== 'scalar') throw problem;
        if (this.later?.code !== 'MANIFEST_INVALID_KEY') this.later = problem;
        this.read(entry.value, depth + 1);
      } else setKey(into, key, this.read(entry.value, depth + 1));
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

function invalidKey(target: YamlNode, { key, value }: Entry): YamlProblem {
  if (target.kind !== 'scalar') {
    const words = `yaml: invalid map key: ${goSyntax(target)}`;
    return new YamlProblem('MANIFEST_INVALID_KEY', 'a map key must be a scalar', key.start, { words });
  }
  const found = scalarValue(target);
  const type = found === null ? '%!s(<nil>)' : 'uint64';
  const words = `unsupported map key of type: ${type}, key: ${goSyntax(target)}, value: ${goSyntax(value)}`;
  const message = found === null ? 'a map key must not be null' : 'a map key must be a number within 64 bits';
  return new YamlProblem('MANIFEST_INVALID_KEY', message, key.start, { help: 'quote it if it is text', words });
}

function numberKey(text: string, value: number): string | undefined {
  const digits = numberText(text, value);
  // The reference knows no keys of its unsigned type.
  return /^\d{19,}$/.test(digits) && BigInt(digits) >= 1n << 63n ? undefined : digits;
}

/**
 * What a written number is as text, where text is wanted: whole numbers keep all their digits, others are cut to a
 * float32, as the reference does.
 */
export function numberText(text: string, value: number): string {
  const plain = text.replaceAll('_', '');
  if (/^[-+]?(0|[1-9]\d*)$/.test(plain)) {
    const whole = BigInt(plain.replace('+', ''));
    if (BigInt.asIntN(64, whole) === whole || BigInt.asUintN(64, whole) === whole) return String(whole);
  } else if (isWholeNumber(text)) return String(value);
  const size = Math.abs(Math.fround(value));
  if (size === Number.POSITIVE_INFINITY) return value < 0 ? '-.inf' : '.inf';
  const digits = formatGoFloat32(value);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? formatGoFloat(Number(digits), 'e') : digits;
}

import type { Entry, ListNode, MapNode, ScalarNode, YamlNode } from './node.ts';
import { maxDepth, parseProblem, tooDeep, YamlProblem } from './problem.ts';
import { Scanner, type Token, type TokenKind } from './scanner.ts';

const coreTag = 'tag:yaml.org,2002:';

interface Properties {
  readonly anchor: string;
  readonly tag: string;
}

const noProperties: Properties = { anchor: '', tag: '' };

/**
 * Parses one document into nodes with their places, by the grammar of the Kubernetes libraries. A document without
 * content gives an empty scalar.
 *
 * @throws YamlProblem
 */
export function composeDocument(text: string): YamlNode {
  return new Composer(text).composeDocument();
}

class Composer {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #tagHandles = new Map<string, string>();
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  composeDocument(): YamlNode {
    this.#readDirectives();
    const token = this.#scanner.peek();
    const isEmpty = token.kind === 'end' || token.kind === 'document end';
    const root = isEmpty ? emptyScalar(token.start) : this.#composeNode(true, false);
    const rest = this.#scanner.peek();
    // The reference reads one document and leaves the rest unread: text that nobody would see is a mistake.
    if (rest.kind !== 'end' && rest.kind !== 'document end') {
      const more = { reporter: 'parser', isBehind: true } as const;
      throw new YamlProblem('MANIFEST_INVALID_YAML', 'did not find expected <document start>', rest.start, more);
    }
    return root;
  }

  #readDirectives(): void {
    let seenVersion = false;
    let found = false;
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.kind === 'version') {
        if (seenVersion) throw parseProblem('found duplicate %YAML directive', token.start);
        if (token.text !== '1.1') throw parseProblem('found incompatible YAML document', token.start);
        seenVersion = true;
      } else if (token.kind === 'tag directive') {
        if (this.#tagHandles.has(token.text)) throw parseProblem('found duplicate %TAG directive', token.start);
        this.#tagHandles.set(token.text, token.rest);
      } else break;
      found = true;
      this.#scanner.take();
    }
    if (this.#scanner.peek().kind === 'document start') this.#scanner.take();
    else if (found) throw parseProblem('did not find expected <document start>', this.#scanner.peek().start);
    if (!this.#tagHandles.has('!')) this.#tagHandles.set('!', '!');
    if (!this.#tagHandles.has('!!')) this.#tagHandles.set('!!', coreTag);
  }

  /** `inBlock`: block collections may begin here. `asValue`: a list may begin at the indentation of its key. */
  #composeNode(inBlock: boolean, asValue: boolean): YamlNode {
    const token = this.#scanner.peek();
    if (++this.#depth > maxDepth) throw tooDeep(token.start);
    const node = token.kind === 'alias' ? this.#composeAlias() : this.#composeContent(inBlock, asValue);
    this.#depth--;
    return node;
  }

  #composeAlias(): YamlNode {
    const { text: name, start, end } = this.#scanner.take();
    const target = this.#anchors.get(name);
    if (target) return { kind: 'alias', name, target, start, end };
    throw new YamlProblem('MANIFEST_UNKNOWN_ANCHOR', `\`*${name}\` names no anchor`, start);
  }

  #composeContent(inBlock: boolean, asValue: boolean): YamlNode {
    const start = this.#scanner.peek().start;
    const properties = this.#readProperties();
    const token = this.#scanner.peek();
    switch (token.kind) {
      case 'scalar':
        this.#scanner.take();
        return this.#anchor(properties, {
          kind: 'scalar',
          text: token.text,
          form: token.style!,
          tag: properties.tag,
          start: token.start,
          end: token.end,
        });
      case '[':
        return this.#composeFlowList(properties);
      case '{':
        return this.#composeFlowMap(properties);
      case '-':
        if (asValue) return this.#composeList(properties, false);
        break;
      case 'block list':
        if (inBlock) return this.#composeList(properties, true);
        break;
      case 'block map':
        if (inBlock) return this.#composeMap(properties);
        break;
    }
    if (properties !== noProperties) return this.#anchor(properties, emptyScalar(token.start, properties.tag));
    throw parseProblem('did not find expected node content', token.start, start);
  }

  #readProperties(): Properties {
    let anchor: Token | undefined;
    let tag: Token | undefined;
    for (;;) {
      const token = this.#scanner.peek();
      if (token.kind === 'anchor' && !anchor) anchor = token;
      else if (token.kind === 'tag' && !tag) tag = token;
      else break;
      this.#scanner.take();
    }
    if (!anchor && !tag) return noProperties;
    return { anchor: anchor?.text ?? '', tag: tag ? this.#resolveTag(tag) : '' };
  }

  #resolveTag({ text: handle, rest, start }: Token): string {
    if (handle === '') return rest;
    const prefix = this.#tagHandles.get(handle);
    if (prefix === undefined) throw parseProblem('found undefined tag handle', start, start);
    return prefix + rest;
  }

  /** An anchor names its node before the children are read, so that a node inside itself is found out. */
  #anchor<N extends YamlNode>({ anchor }: Properties, node: N): N {
    if (anchor) this.#anchors.set(anchor, node);
    return node;
  }

  #skips(kind: TokenKind): boolean {
    if (this.#scanner.peek().kind !== kind) return false;
    this.#scanner.take();
    return true;
  }

  #nextIs(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  /** A list in block style; one that is not `indented` has no tokens around it. */
  #composeList(properties: Properties, indented: boolean): ListNode {
    const start = this.#scanner.peek().start;
    if (indented) this.#scanner.take();
    const list: ListNode = this.#anchor(properties, { kind: 'list', items: [], inFlow: false, start, end: start });
    while (this.#scanner.peek().kind === '-') {
      const dash = this.#scanner.take();
      const isEmpty = indented ? this.#nextIs('-', 'block end') : this.#nextIs('-', 'key', 'value', 'block end');
      const item = isEmpty ? emptyScalar(dash.end) : this.#composeNode(true, false);
      list.items.push(item);
      list.end = Math.max(item.end, dash.end);
    }
    if (indented && !this.#skips('block end')) {
      throw parseProblem("did not find expected '-' indicator", this.#scanner.peek().start, start);
    }
    return list;
  }

  #composeMap(properties: Properties): MapNode {
    const { start } = this.#scanner.take();
    const map: MapNode = this.#anchor(properties, { kind: 'map', entries: [], inFlow: false, start, end: start });
    while (this.#scanner.peek().kind === 'key') {
      const mark = this.#scanner.take();
      const key = this.#composeEntryPart(mark.end);
      const colon = this.#scanner.peek();
      if (colon.kind === 'value') this.#scanner.take();
      const value = colon.kind === 'value' ? this.#composeEntryPart(colon.end) : emptyScalar(key.end);
      map.entries.push({ key, value });
      map.end = Math.max(value.end, key.end);
    }
    if (!this.#skips('block end')) throw parseProblem('did not find expected key', this.#scanner.peek().start, start);
    return map;
  }

  /** A key or value of a block map; nothing stands for null. */
  #composeEntryPart(at: number): YamlNode {
    return this.#nextIs('key', 'value', 'block end') ? emptyScalar(at) : this.#composeNode(true, true);
  }

  #composeFlowList(properties: Properties): ListNode {
    const { start } = this.#scanner.take();
    const list: ListNode = this.#anchor(properties, { kind: 'list', items: [], inFlow: true, start, end: start });
    while (!this.#nextIs(']')) {
      if (list.items.length > 0) this.#takeComma(']', start);
      if (this.#nextIs(']')) break;
      list.items.push(this.#nextIs('key') ? this.#composePair() : this.#composeNode(false, false));
    }
    list.end = this.#scanner.take().end;
    return list;
  }

  /** `[a: b]` holds a map with one entry. */
  #composePair(): MapNode {
    const { start } = this.#scanner.take();
    const key = this.#nextIs('value', ',', ']') ? this.#takeEmptyKey() : this.#composeNode(false, false);
    const value = this.#composeFlowValue(']', key.end);
    return { kind: 'map', entries: [{ key, value }], inFlow: true, start, end: value.end };
  }

  /** The reference passes the token behind a missing key. */
  #takeEmptyKey(): ScalarNode {
    return emptyScalar(this.#scanner.take().start);
  }

  #composeFlowMap(properties: Properties): MapNode {
    const { start } = this.#scanner.take();
    const map: MapNode = this.#anchor(properties, { kind: 'map', entries: [], inFlow: true, start, end: start });
    while (!this.#nextIs('}')) {
      if (map.entries.length > 0) this.#takeComma('}', start);
      if (this.#nextIs('}')) break;
      map.entries.push(this.#composeFlowEntry());
    }
    map.end = this.#scanner.take().end;
    return map;
  }

  #composeFlowEntry(): Entry {
    if (!this.#nextIs('key')) {
      const key = this.#composeNode(false, false);
      return { key, value: emptyScalar(key.end) };
    }
    const mark = this.#scanner.take();
    const key = this.#nextIs('value', ',', '}') ? emptyScalar(mark.end) : this.#composeNode(false, false);
    return { key, value: this.#composeFlowValue('}', key.end) };
  }

  #composeFlowValue(closing: ']' | '}', at: number): YamlNode {
    if (!this.#nextIs('value')) return emptyScalar(at);
    const colon = this.#scanner.take();
    return this.#nextIs(',', closing) ? emptyScalar(colon.end) : this.#composeNode(false, false);
  }

  #takeComma(closing: ']' | '}', start: number): void {
    const token = this.#scanner.peek();
    if (token.kind !== ',') throw parseProblem(`did not find expected ',' or '${closing}'`, token.start, start);
    this.#scanner.take();
  }
}

function emptyScalar(at: number, tag = ''): ScalarNode {
  return { kind: 'scalar', text: '', form: 'plain', tag, start: at, end: at };
}

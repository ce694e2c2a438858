import type { ScalarForm } from './scanner.ts';

interface NodeBase {
  /** Offsets in the text of the document, without anchor and tag. */
  readonly start: number;
  end: number;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  readonly form: ScalarForm;
  /** The full tag, or empty. */
  readonly tag: string;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: YamlNode[];
  readonly inFlow: boolean;
}

export interface Entry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: Entry[];
  readonly inFlow: boolean;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: YamlNode;
}

/** A part of a parsed document, with its place. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

/** Whether an entry merges other maps into this one. */
export function isMerge({ key }: Entry): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false;
  return key.tag === 'tag:yaml.org,2002:merge' || (key.form === 'plain' && key.tag === '') || key.tag === '!';
}

import { type Node, Scalar } from 'yaml';
import type { ScalarStyle } from '../emit-style.ts';

/** The anchor and the tag of a node. */
export function propertiesOf(node: Node): readonly string[] {
  const { anchor, tag } = node as Scalar;
  return [...(anchor ? [`&${anchor}`] : []), ...(tag ? [tag.replace(/^tag:yaml\.org,2002:/, '!!')] : [])];
}

export function textOf(scalar: Scalar): string {
  return scalar.source ?? String(scalar.value);
}

export function wantedStyle({ type }: Scalar): ScalarStyle {
  switch (type) {
    case Scalar.QUOTE_DOUBLE:
      return 'double';
    case Scalar.QUOTE_SINGLE:
      return 'single';
    case Scalar.BLOCK_LITERAL:
      return 'literal';
    case Scalar.BLOCK_FOLDED:
      return 'folded';
    default:
      return 'plain';
  }
}

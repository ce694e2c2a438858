/** How a pattern key asks for its value. Source: Kyverno, "Validate", anchors. */
export type AnchorKind = 'condition' | 'global' | 'negation' | 'addIfNotPresent' | 'equality' | 'existence';

export interface Anchor {
  readonly kind: AnchorKind;
  readonly key: string;
  readonly modifier: string;
}

const kinds: Readonly<Record<string, AnchorKind>> = {
  '': 'condition',
  '<': 'global',
  X: 'negation',
  '+': 'addIfNotPresent',
  '=': 'equality',
  '^': 'existence',
};

/** The anchor in a pattern key such as `=(hostNetwork)`, or `undefined` for a plain key. */
export function parseAnchor(text: string): Anchor | undefined {
  const found = /^([+<=X^]?)\((.+)\)$/.exec(text.trim());
  return found ? { kind: kinds[found[1]!]!, key: found[2]!, modifier: found[1]! } : undefined;
}

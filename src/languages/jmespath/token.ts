/** The kinds of tokens, with the names that the reference uses in its messages. */
export type TokenKind =
  | 'tUnknown'
  | 'tStar'
  | 'tDot'
  | 'tFilter'
  | 'tFlatten'
  | 'tLparen'
  | 'tRparen'
  | 'tLbracket'
  | 'tRbracket'
  | 'tLbrace'
  | 'tRbrace'
  | 'tOr'
  | 'tPipe'
  | 'tNumber'
  | 'tUnquotedIdentifier'
  | 'tQuotedIdentifier'
  | 'tComma'
  | 'tColon'
  | 'tLT'
  | 'tLTE'
  | 'tGT'
  | 'tGTE'
  | 'tEQ'
  | 'tNE'
  | 'tJSONLiteral'
  | 'tStringLiteral'
  | 'tCurrent'
  | 'tExpref'
  | 'tAnd'
  | 'tNot'
  | 'tEOF';

export interface Token {
  readonly kind: TokenKind;
  /** The decoded text: of an identifier its name, of a literal what stands between the quotes. */
  readonly value: string;
  readonly offset: number;
  readonly end: number;
}

/** How strongly a token binds what stands to its left. */
export const bindingPower: Readonly<Partial<Record<TokenKind, number>>> = {
  tPipe: 1,
  tOr: 2,
  tAnd: 3,
  tEQ: 5,
  tNE: 5,
  tLT: 5,
  tLTE: 5,
  tGT: 5,
  tGTE: 5,
  tFlatten: 9,
  tStar: 20,
  tFilter: 21,
  tDot: 40,
  // Stronger than a dot: `!a.b` is `(!a).b`, in the reference too.
  tNot: 45,
  tLbrace: 50,
  tLbracket: 55,
  tLparen: 60,
};

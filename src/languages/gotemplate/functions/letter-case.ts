/** Go's `strings.Title`: a letter after anything that is no letter, digit or underscore becomes a capital. */
export function titleCase(text: string): string {
  return text
    .replace(/[\udc80-\udcff]/gu, '\ufffd')
    .replace(/(?<![\p{L}\p{N}_])\p{L}/gu, (char) => mapRunes(char, 'upper'));
}

const isConnector = (rune: string): boolean => /[-_\s]/u.test(rune);

const isUpper = (rune: string): boolean => /\p{Lu}/u.test(rune);

/** `http_server` to `HttpServer`, as sprig's `camelcase`: connectors at the ends stay, of several in a row all but one. */
export function camelCase(text: string): string {
  if (/^[-_\s]+$/u.test(text)) return text + text.at(-1);
  const [, lead, body, trail] = /^([-_\s]*)(.*?)([-_\s]*)$/su.exec(text)!;
  let out = lead!;
  let previous = '_';
  /** Whether only capitals were seen since a capital began the word: GOLANG becomes Golang. */
  let shouting = false;
  for (const rune of body!) {
    if (isConnector(rune)) {
      if (isConnector(previous)) out += previous;
    } else if (isConnector(previous)) {
      shouting = isUpper(rune);
      out += mapRunes(rune, 'upper');
    } else {
      shouting = shouting && isUpper(rune);
      out += shouting ? mapRunes(rune, 'lower') : rune;
    }
    previous = rune;
  }
  return out + trail!;
}

type WordKind = 'connector' | 'punctuation' | 'capital' | 'letters' | 'number' | 'other';

/** A letter that is none of Chinese: those stand with signs. */
const alphabet = '(?![\\u3400-\\u4d85\\u4e00-\\u9fcc\\u{20000}-\\u{2b81d}])\\p{L}';
/** Bytes that are no UTF-8 belong to what follows them. */
const broken = '[\\udc80-\\udcff]*';

/** A run of one kind; capitals before a capitalised word end one letter earlier, so HTTPServer is HTTP and Server. */
const small = `(?:${broken}(?!\\p{Lu})${alphabet})`;
const capital = `(?:${broken}\\p{Lu})`;
const words = new RegExp(
  [
    `(?<connector>(?:${broken}[-_\\s])+)`,
    `(?<punctuation>(?:${broken}\\p{P})+)`,
    `(?<capital>${capital}+(?=${capital}${small})|${capital}(?!${capital})${small}*|${capital}+)`,
    `(?<letters>${small}+)`,
    `(?<number>(?:${broken}\\p{N})+)`,
    `(?<other>(?:(?!${broken}(?:[-_\\s]|\\p{P}|\\p{N}|${alphabet})).)+)`,
  ].join('|'),
  'gsu',
);

/**
 * `FirstName` to `first_name`, `HTTPServer` to `http_server`: sprig's `snakecase` and `kebabcase`.
 * A number belongs to the word before it (`bld4_floor`) unless small letters follow it (`http_2xx`).
 */
export function splitWords(text: string, separator: string): string {
  const parts = [...text.matchAll(words)].map((match): { kind: WordKind; text: string } => {
    const [kind] = Object.entries(match.groups!).find(([, found]) => found !== undefined)!;
    return { kind: kind as WordKind, text: match[0] };
  });
  let out = '';
  /** Whether the present word began with a number, which then takes letters and numbers in. */
  let numeric = false;
  for (const [i, part] of parts.entries()) {
    const before = parts[i - 1]?.kind;
    const after = parts[i + 1]?.kind;
    const open = before !== undefined && before !== 'connector' && before !== 'punctuation';
    if (part.kind === 'connector') {
      out += separator.repeat([...part.text].length);
      numeric = false;
      continue;
    }
    if (part.kind === 'number') {
      const joins: boolean = numeric || (open && after !== 'letters');
      if (open && !joins) out += separator;
      numeric = numeric || !open || !joins;
    } else if (part.kind === 'letters' && numeric) {
      // Goes on with the number.
    } else {
      if (open && part.kind !== 'punctuation') out += separator;
      numeric = false;
    }
    out += part.text.replace(/\p{Lu}/gu, (rune) => mapRunes(rune, 'lower'));
  }
  return out;
}

/** Go maps runes one by one: no special casing such as the German sharp s. */
export function mapRunes(text: string, to: 'upper' | 'lower'): string {
  let out = '';
  for (const rune of text) {
    if (/[\udc80-\udcff]/.test(rune) && rune.length === 1) {
      out += '\ufffd';
      continue;
    }
    const mapped = to === 'upper' ? rune.toUpperCase() : rune.toLowerCase();
    const [first, ...more] = mapped;
    out += more.length === 0 ? mapped : to === 'lower' ? first : rune;
  }
  return out;
}

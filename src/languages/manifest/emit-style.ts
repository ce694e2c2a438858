import { isTimestamp, resolvePlain } from './scalar.ts';

/** How a text can be written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarRules {
  /** The version of the reference's YAML library. */
  readonly version: 2 | 3;
}

/** Keys of more bytes than this are written with `?`. */
export const keyLimit = 128;

const sexagesimal = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;
const leadingIndicators = new Set('#,[]{}&*!|>\'"%@`');
const breaks = /[\n\r\u0085\u2028\u2029]/;
/** Words and paths: no rule about indicators, blanks or special characters applies to them. */
const harmless = /^[A-Za-z_/][\w./-]*$/;

/**
 * Chooses the style of a text: plain where it is read back as the same text, quoted where it must, a literal block
 * for several lines. Source: go.yaml.in/yaml v2 and v3, whose order of choices this keeps.
 */
export function styleOf(text: string, key: boolean, { version }: ScalarRules): ScalarStyle {
  if (harmless.test(text)) return readsAsText(text) ? 'plain' : 'double';
  const allowed = analyse(text, version);
  if (key && isMultiline(text)) return 'double';
  if (text.includes('\n')) return allowed.literal && !key ? 'literal' : 'double';
  if (!readsAsText(text)) return 'double';
  if (allowed.plain) return 'plain';
  return allowed.single ? 'single' : 'double';
}

/** The style nearest to a wanted one that a text can have in a place. Source: the emitter of go.yaml.in/yaml v3. */
export function styleLike(text: string, wanted: ScalarStyle, place: 'key' | 'flow' | 'block'): ScalarStyle {
  const allowed = analyse(text, 3);
  const isBlock = place === 'block';
  if (wanted === 'literal' || wanted === 'folded') return isBlock && allowed.literal ? wanted : 'double';
  let style = wanted;
  if (style === 'plain' && !allowed.plain && text !== '') style = 'single';
  if (style === 'plain' && place === 'flow' && /[,?[\]{}:]/.test(text)) style = 'single';
  if (style === 'plain' && text === '' && place !== 'block') style = 'single';
  return style === 'single' && (!allowed.single || (!isBlock && isMultiline(text))) ? 'double' : style;
}

/** Whether a text has a line break of any kind, of which YAML 1.1 knows five. */
export function isMultiline(text: string): boolean {
  return breaks.test(text);
}

export function isBreak(char: string | undefined): boolean {
  return char !== undefined && char.length === 1 && breaks.test(char);
}

/** Characters that need no escape. Those beyond the basic plane are escaped, so surrogates count as unprintable. */
export function isPrintable(code: number): boolean {
  if (code <= 0x7e) return code >= 0x20 || code === 0x0a;
  return code >= 0xa0 && code <= 0xfffd && code !== 0xfeff && !(code >= 0xd800 && code <= 0xdfff);
}

/** Length in UTF-8, which the key limit counts. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // A pair of surrogates has four bytes.
    if (code >= 0x80) length += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return length;
}

/** Both versions of the library quote what either reads as a boolean, and sexagesimal numbers, which neither reads. */
function readsAsText(text: string): boolean {
  return typeof resolvePlain(text) === 'string' && !isTimestamp(text) && !sexagesimal.test(text);
}

interface Allowed {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

function analyse(text: string, version: 2 | 3): Allowed {
  let indicators = text.startsWith('---') || text.startsWith('...') || leadingIndicators.has(text[0] ?? '');
  let special = false;
  let tab = false;
  let blankThenBreak = false;
  let breakThenBlank = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const previous = text[i - 1];
    const blankAfter = i + 1 === text.length || text[i + 1] === ' ' || text[i + 1] === '\t';
    if (char === ':' && blankAfter) indicators = true;
    if (i === 0 && (char === '?' || char === '-') && blankAfter) indicators = true;
    if (char === '#' && (previous === ' ' || previous === '\t' || previous === '\0' || isBreak(previous)))
      indicators = true;
    if (char === '\t' && version === 3) tab = true;
    else if (!isPrintable(text.charCodeAt(i))) special = true;
    if (char === ' ' && isBreak(previous)) breakThenBlank = true;
    if (previous === ' ' && isBreak(char)) blankThenBreak = true;
  }
  const first = text[0];
  const last = text[text.length - 1];
  const blankEnds = first === ' ' || last === ' ' || isMultiline(text);
  const unsafe = special || blankThenBreak;
  return {
    plain: !indicators && !blankEnds && !unsafe && !tab,
    single: !breakThenBlank && !unsafe && !tab,
    literal: !unsafe && last !== ' ',
  };
}

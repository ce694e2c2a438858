/** Go's ParseFloat: decimal and hexadecimal numbers, `inf` and `nan`; `undefined` when the text is none, or too large. */
export function parseGoFloat(text: string): number | undefined {
  const plain = text.replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return finite(Number(plain));
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text[0] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  const hex = /^([+-]?)0x([\da-f_]*)\.?([\da-f]*)p([+-]?\d+)$/i.exec(
    text.replaceAll(/(?<=[\da-fx])_(?=[\da-f])/gi, ''),
  );
  if (!hex || hex[2]! + hex[3]! === '') return undefined;
  const size = Number(`0x${hex[2]}${hex[3]}`) * 2 ** (Number(hex[4]) - 4 * hex[3]!.length);
  return finite(hex[1] === '-' ? -size : size);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Whether every character is one UTF-16 unit, so that positions need no counting. */
function isBasic(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}

/** The length in code points, as CEL counts. */
export function lengthOf(text: string): number {
  return isBasic(text) ? text.length : [...text].length;
}

/** The part between two positions in code points. */
export function sliceText(text: string, start: number, end?: number): string {
  return isBasic(text) ? text.slice(start, end) : [...text].slice(start, end).join('');
}

/** A position in UTF-16 units as one in code points. */
export function codePointIndex(text: string, unit: number): number {
  return unit <= 0 ? unit : lengthOf(text.slice(0, unit));
}

/** A position in code points as one in UTF-16 units. */
export function unitIndex(text: string, index: number): number {
  return sliceText(text, 0, index).length;
}

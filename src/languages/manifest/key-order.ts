/**
 * Sorts keys as the Kubernetes YAML writer does: runs of digits by their number, letters after everything else,
 * otherwise by code point.
 */
export function sortKeys(keys: string[], version: 2 | 3): string[] {
  return keys.sort((a, b) => compareKeys(a, b, version));
}

const isLetter = (char: string) => /\p{L}/u.test(char);
const isDigit = (char: string | undefined) => char !== undefined && /\p{Nd}/u.test(char);

const plainWord = /^[A-Za-z]+$/;

function compareKeys(a: string, b: string, version: 2 | 3): number {
  if (plainWord.test(a) && plainWord.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = [...a];
  const right = [...b];
  const shared = Math.min(left.length, right.length);
  let digits = false;
  for (let i = 0; i < shared; i++) {
    if (left[i] === right[i]) {
      digits = isDigit(left[i]);
      continue;
    }
    const leftLetter = isLetter(left[i]!);
    const rightLetter = isLetter(right[i]!);
    // The newer version puts a letter that follows a digit before what is neither.
    if (leftLetter !== rightLetter) return leftLetter === (version === 3 && digits) ? -1 : 1;
    const order = leftLetter ? 0 : compareNumbers(left, right, i);
    return order || left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
  }
  return left.length - right.length;
}

/** Compares the digits from `at` on; zeros that follow a digit other than zero belong to its number. */
function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
  const continues = (left[at] === '0' || right[at] === '0') && followsNumber(left, at);
  const a = readNumber(left, at, continues);
  const b = readNumber(right, at, continues);
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.end - b.end;
}

function followsNumber(chars: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(chars[i]); i--) if (chars[i] !== '0') return true;
  return false;
}

function readNumber(chars: readonly string[], at: number, continues: boolean): { value: bigint; end: number } {
  let value = continues ? 1n : 0n;
  let end = at;
  for (; isDigit(chars[end]); end++) value = BigInt.asIntN(64, value * 10n + BigInt(chars[end]!.codePointAt(0)! - 48));
  return { value, end };
}

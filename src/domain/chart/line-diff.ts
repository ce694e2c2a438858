/** Past this many pairs of lines a difference is not worked out, and everything between the equal ends counts as changed. */
const maxPairs = 4_000_000;

/** The lines of `before`, from 0, that `after` lacks or has otherwise, and whether `after` has lines of its own. */
export function diffLines(before: readonly string[], after: readonly string[]): { changed: number[]; added: boolean } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  const kept = left.length * right.length > maxPairs ? new Set<number>() : commonLines(left, right);
  const changed = [...left.keys()].filter((line) => !kept.has(line)).map((line) => line + start);
  return { changed, added: right.length > kept.size };
}

/** The lines of `left` that belong to a longest common subsequence. */
function commonLines(left: readonly string[], right: readonly string[]): Set<number> {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      kept.add(i);
      i++;
      j++;
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return kept;
}

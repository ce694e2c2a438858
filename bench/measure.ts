/** Runs work in rounds for about `milliseconds` and gives how often a second it ran: the best of five, in one process. */
export function perSecond(work: () => void, milliseconds = 300): number {
  for (let warm = performance.now(); performance.now() - warm < milliseconds / 3; ) work();
  let best = 0;
  for (let round = 0; round < 5; round++) {
    let count = 0;
    const start = performance.now();
    while (performance.now() - start < milliseconds) {
      work();
      count++;
    }
    best = Math.max(best, (count * 1000) / (performance.now() - start));
  }
  return best;
}

/** Wall time of work in milliseconds: the median of an odd number of runs. */
export function medianTime(work: () => void, runs = 7): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

/** Wall times of several works that take turns, so that a busy machine is busy for all of them: the median of each. */
export function alternating<T extends string>(works: Readonly<Record<T, () => void>>, runs: number): Record<T, number> {
  const names = Object.keys(works) as T[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<T, number[]>;
  for (const name of names) works[name]();
  for (let run = 0; run < runs; run++) {
    for (const name of names) times[name].push(medianTime(works[name], 1));
  }
  return Object.fromEntries(names.map((name) => [name, times[name].sort((a, b) => a - b)[runs >> 1]])) as Record<
    T,
    number
  >;
}

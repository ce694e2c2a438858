/** The first primes, in order. */
function primesUpTo(count: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/**
 * The first `bits` bits of the fractions of the square (2) or cube (3) roots of the first primes: the constants of
 * SHA-2, computed instead of listed. Source: FIPS 180-4.
 */
export function rootBits(count: number, degree: 2 | 3, bits: 32 | 64): readonly bigint[] {
  return primesUpTo(count).map((prime) => {
    const target = BigInt(prime) << BigInt(bits * degree);
    let root = 0n;
    for (let bit = 1n << BigInt(bits + 8); bit > 0n; bit >>= 1n) {
      if ((root + bit) ** BigInt(degree) <= target) root += bit;
    }
    return BigInt.asUintN(bits, root);
  });
}

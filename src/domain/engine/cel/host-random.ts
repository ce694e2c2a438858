import { sha256 } from '../../../foundations/hash/index.ts';
import { compileRegex } from '../../../foundations/kube/index.ts';
import { type Activation, CelError, type CelFunction, type Meter } from '../../../languages/cel/index.ts';
import { FunctionFailure, generateFromRegex } from '../../../languages/jmespath/index.ts';
import type { HostActivation } from './host.ts';

/**
 * Numbers from 0 (included) to 1 (excluded). They look random, and the same seed gives the same ones: an evaluation
 * that is repeated, with one more fact or years later, says the same.
 */
export function seededNumbers(seed: string): () => number {
  let count = 0;
  return () => {
    const bytes = sha256(new TextEncoder().encode(`${seed}#${count++}`));
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32;
  };
}

/** A hash for every character. */
const stepsPerCharacter = 100;

function randomText(pattern: string, activation: Activation, meter: Meter): string | CelError {
  const regex = compileRegex(pattern);
  if ('error' in regex) return new CelError(regex.error);
  const { random } = activation as HostActivation;
  try {
    return generateFromRegex(pattern, random, (size) => meter.spend(stepsPerCharacter * (size + 1)));
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    return new CelError(error.message);
  }
}

/** `random()` and `random(pattern)`. Source: Kyverno, random library. */
export const randomFunctions: readonly CelFunction[] = ['random', 'random.random'].flatMap((name) => [
  {
    signature: `${name}(): string`,
    call: (_, activation, meter) => randomText('[0-9a-z]{8}', activation, meter),
  },
  {
    signature: `${name}(string): string`,
    call: ([pattern], activation, meter) => randomText(pattern as string, activation, meter),
  },
]);

import { compileRegex } from '../../../foundations/kube/index.ts';
import type { Signature } from '../type/signature.ts';
import type { CelType, Type } from '../type/type.ts';
import { mapEntries, mapSize } from '../value/map.ts';
import { keySteps, type Meter, textSteps } from '../value/meter.ts';
import {
  CelError,
  type CelMap,
  type CelObject,
  CelOptional,
  type CelValue,
  isList,
  isMap,
  type Result,
} from '../value/value.ts';

/**
 * What a call costs, in steps, charged before it is made. A step is worth some hundred nanoseconds; what takes longer
 * must cost more, or an expression can hold up everybody. Functions that compare items charge that as they go.
 */
export type Cost = (meter: Meter, ...args: never[]) => number;

/** Enough for whatever does not go through its arguments. */
const perCall = 5;
export const fixedCost: Cost = () => perCall;

const sizes: Partial<Record<CelType, (value: never) => number>> = {
  string: (text: string) => textSteps(text.length),
  bytes: (bytes: Uint8Array) => textSteps(bytes.length),
  list: (list: readonly CelValue[]) => list.length,
  map: (map: CelMap | CelObject) => keySteps * mapSize(map),
};

/** By the sizes of the texts, lists and maps among the arguments: one walk through each. Source: cel-go, costs at run time. */
export function costOf({ parameters }: Signature): Cost {
  const measures = parameters.map(({ kind }) => sizes[kind] as ((value: unknown) => number) | undefined);
  if (measures.every((measure) => measure === undefined)) return fixedCost;
  return (_, ...args: unknown[]) =>
    measures.reduce((sum, measure, index) => (measure ? sum + measure(args[index]) : sum), perCall);
}

/** What the size of a result costs; nothing that has no size. */
export function sizeOfResult({ kind }: Type): ((value: Result) => number) | undefined {
  if (kind !== 'string' && kind !== 'bytes' && kind !== 'list') return undefined;
  const perPart = kind === 'list' ? 1 / 4 : textSteps(1);
  return (value) => (value instanceof CelError ? 0 : (value as string | Uint8Array | CelValue[]).length * perPart);
}

/** For functions that write their argument out, part by part. Charges as it goes: parts may be shared a billion times. */
export const deepCost: Cost = (meter, ...args: CelValue[]) => {
  for (const arg of args) weigh(arg, meter);
  return perCall;
};

/** Charges for going through all of a value. */
export function weigh(value: CelValue, meter: Meter): void {
  const size = typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
  meter.spend(perCall + textSteps(size));
  const parts = isList(value) ? value : isMap(value) ? mapEntries(value).flat() : optionalParts(value);
  for (const part of parts) weigh(part, meter);
}

function optionalParts(value: CelValue): readonly CelValue[] {
  return value instanceof CelOptional && value.value !== undefined ? [value.value] : [];
}

/** For functions that take more, or less, than a walk through the text they are called on. */
export function textCost(perCharacter: number): Cost {
  return (_, text: CelValue) =>
    perCall + (typeof text === 'string' || text instanceof Uint8Array ? text.length * perCharacter : 0);
}

/** For functions that look at the beginning or end of a text only. */
export const edgeCost: Cost = (_, _text: string, part: string) => perCall + textSteps(part.length);

/** For functions that look for a part everywhere in a text: at worst both lengths multiply. */
export const searchCost: Cost = (_, text: string, part: string) =>
  perCall + textSteps(text.length) + (text.length * part.length) / 500;

/** The same, and the text is put together anew. */
export const rewriteCost: Cost = (meter, text: string, part: string) =>
  searchCost(meter, text as never, part as never) + text.length / 2;

/** Reading the digits of a large number takes more than one walk. */
export const numberCost: Cost = (_, text: string) => perCall + 2 * text.length + text.length ** 2 / 100_000;

const stepsPerState = 12;

/** How often the parts of a pattern are repeated, as far as it says: `a{1000}` is a thousand states in seven characters. */
function repetitions(pattern: string): number {
  return Array.from(pattern.matchAll(/\{(\d{1,4})(?:,(\d{0,4}))?\}/g)).reduce(
    (sum, [, least, most]) => sum + Math.max(Number(least), Number(most ?? 0)),
    0,
  );
}

/** Compiling a pattern costs its size, and matching the states of the automaton for every character. */
export function regexCost(perCharacter: number, perState: number): Cost {
  return (meter, text: string, pattern: string) => {
    meter.spend(50 + pattern.length + stepsPerState * repetitions(pattern));
    const regex = compileRegex(pattern);
    return 'error' in regex ? 0 : stepsPerState * regex.size + text.length * (perCharacter + regex.size * perState);
  };
}

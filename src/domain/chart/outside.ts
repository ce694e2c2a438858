import type { JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError } from '../../languages/gotemplate/index.ts';
import type { Chart } from './chart.ts';
import { type RenderOptions, type RenderResult, renderChart } from './render.ts';

/** What templates may ask of the outside, answered by a cluster and a name server. */
export interface ChartOutside {
  /** `lookup`: an object, or a list when `name` is empty; nothing when there is none. Throws with the reason. */
  lookup?(apiVersion: string, kind: string, namespace: string, name: string): Promise<JsonValue | undefined>;
  /** `getHostByName`: an address, or an empty text. */
  addressOf?(host: string): Promise<string>;
}

/** A lookup whose name depends on another's answer rarely goes three deep; more is a loop. */
const maxRounds = 10;

type Answer = { readonly value: JsonValue | undefined } | { readonly problem: string };

/**
 * Renders a chart whose templates ask the outside. Rendering is synchronous: what it asks for and nobody knows yet is
 * nothing, is fetched, and the chart is rendered again until it asks for nothing new.
 */
export async function renderChartWith(
  outside: ChartOutside,
  chart: Chart,
  options: RenderOptions,
): Promise<RenderResult> {
  const known = new Map<string, Answer>();
  const { lookup, addressOf } = outside;
  for (let round = 0; ; round++) {
    const wanted = new Map<string, () => Promise<JsonValue | undefined>>();
    const ask = (key: string, fetch: () => Promise<JsonValue | undefined>): JsonValue | undefined => {
      const answer = known.get(key);
      if (!answer) wanted.set(key, fetch);
      else if ('problem' in answer) throw new FunctionError(answer.problem);
      else return answer.value;
      return undefined;
    };
    const result = renderChart(chart, {
      ...options,
      ...(lookup && {
        lookup: (...query) => ask(JSON.stringify(['lookup', ...query]), () => lookup.apply(outside, query)),
      }),
      ...(addressOf && {
        addressOf: (host) => String(ask(JSON.stringify(['host', host]), () => addressOf.call(outside, host)) ?? ''),
      }),
    });
    if (wanted.size === 0) return result;
    for (const [key, fetch] of wanted) known.set(key, round < maxRounds ? await answerOf(fetch) : gaveUp);
  }
}

const gaveUp: Answer = { problem: `gave up after ${maxRounds} rounds of lookups` };

async function answerOf(question: () => Promise<JsonValue | undefined>): Promise<Answer> {
  try {
    return { value: await question() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

import type { JsonValue } from '../../foundations/kube/index.ts';
import type { Chart } from './chart.ts';

/** What the documents of a rendering read as, by their text. */
export class DocumentMemory {
  readonly #before: ReadonlyMap<string, JsonValue>;
  readonly values = new Map<string, JsonValue>();

  constructor(before: ReadonlyMap<string, JsonValue> = new Map()) {
    this.#before = before;
  }

  /** @throws what `read` throws; nothing is kept of that. */
  value(text: string, read: (text: string) => JsonValue): JsonValue {
    const known = this.values.get(text) ?? this.#before.get(text);
    const value = known === undefined ? read(text) : known;
    this.values.set(text, value);
    return value;
  }
}

const memories = new WeakMap<Chart, ReadonlyMap<string, JsonValue>>();

/**
 * Runs a rendering with the memory of the one before of the same chart: what comes out as it was is not parsed again, and
 * of a change few documents are. Values are shared by both, and not to be written to.
 */
export function withDocumentMemory<T>(chart: Chart, render: (memory: DocumentMemory) => T): T {
  const memory = new DocumentMemory(memories.get(chart));
  const result = render(memory);
  memories.set(chart, memory.values);
  return result;
}

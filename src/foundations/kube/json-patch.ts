import { getKey, isObject, type JsonObject, type JsonValue, jsonEqual, setKey } from './json.ts';

/** One operation of a JSON patch. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: JsonValue;
}

/** A patch that is malformed or does not apply; the message is the one users of the reference engine know. */
export class PatchError extends Error {}

type Container = JsonObject | JsonValue[];

const missing = 'missing value';
const invalidIndex = 'invalid index referenced';

/** Padding a list up to an index that a patch names must not fill the memory. */
const maxPadding = 10_000;

/** Checks that a document is a list of operations, and returns them. Source: RFC 6902, 4. */
export function decodePatch(document: JsonValue): readonly PatchOperation[] {
  if (!Array.isArray(document)) throw new PatchError('a JSON patch is a list of operations');
  return document.map((operation) => {
    const problem = problemOf(operation);
    if (problem) throw new PatchError(`invalid operation ${JSON.stringify(operation)}: ${problem}`);
    return operation as unknown as PatchOperation;
  });
}

function problemOf(operation: JsonValue): string | undefined {
  const op = getKey(operation, 'op');
  switch (op) {
    case 'add':
    case 'replace':
      if (getKey(operation, 'value') === undefined) return "failed to decode 'value': missing value";
      break;
    case 'move':
    case 'copy':
      if (typeof getKey(operation, 'from') !== 'string') return "failed to decode 'from': missing value";
      break;
    case 'remove':
    case 'test':
      break;
    default:
      return 'unsupported operation';
  }
  return typeof getKey(operation, 'path') === 'string' ? undefined : "failed to decode 'path': missing value";
}

/**
 * Applies a JSON patch to a copy. As Kyverno configures it: indices may count from the end, removing what is not there is
 * fine, and `add` creates the maps and lists above its path.
 * Source: RFC 6902; Kyverno, "patchesJson6902".
 */
export function applyJsonPatch(document: JsonValue, operations: readonly PatchOperation[]): JsonValue {
  let root = structuredClone(document);
  for (const operation of operations) root = applyOperation(root, operation);
  return root;
}

function applyOperation(root: JsonValue, operation: PatchOperation): JsonValue {
  const { op, path, from } = operation;
  const value = structuredClone(operation.value ?? null);
  switch (op) {
    case 'add':
      return add(root, path, value);
    case 'remove':
      return remove(root, path);
    case 'replace':
      return replace(root, path, value);
    case 'move':
      return move(root, from!, path);
    case 'copy':
      return copy(root, from!, path);
    default:
      return test(root, path, value);
  }
}

function add(root: JsonValue, path: string, value: JsonValue): JsonValue {
  if (path === '') return value;
  ensurePath(root, path);
  const found = find(root, path);
  if (!found) throw new PatchError(`add operation does not apply: doc is missing path: "${path}": ${missing}`);
  attempt(`error in add for path: '${path}'`, () => addTo(found.container, found.key, value));
  return root;
}

function remove(root: JsonValue, path: string): JsonValue {
  const found = find(root, path);
  if (found) attempt(`error in remove for path: '${path}'`, () => removeFrom(found.container, found.key));
  return root;
}

function replace(root: JsonValue, path: string, value: JsonValue): JsonValue {
  if (path === '') {
    if (!isContainer(value)) throw new PatchError('replace operation value must be object or array');
    return value;
  }
  const found = find(root, path);
  if (!found) throw new PatchError(`replace operation does not apply: doc is missing path: ${path}: ${missing}`);
  const { container, key } = found;
  try {
    getFrom(container, key);
  } catch {
    throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: ${missing}`);
  }
  if (Array.isArray(container)) container[indexIn(container, key)] = value;
  else setKey(container, key, value);
  return root;
}

function move(root: JsonValue, from: string, path: string): JsonValue {
  if (from === '') throw new PatchError('unable to move entire document to another path: invalid state detected');
  const source = find(root, from);
  if (!source) throw new PatchError(`move operation does not apply: doc is missing from path: ${from}: ${missing}`);
  const value = attempt(`error in move for path: '${source.key}'`, () => {
    const found = getFrom(source.container, source.key);
    removeFrom(source.container, source.key);
    return found;
  });
  return place(root, path, value, 'move', `error in move for path: '${path}'`);
}

function copy(root: JsonValue, from: string, path: string): JsonValue {
  const source = find(root, from);
  if (!source) throw new PatchError(`copy operation does not apply: doc is missing from path: "${from}": ${missing}`);
  const value = attempt(`error in copy for from: '${from}'`, () => getFrom(source.container, source.key));
  return place(root, path, structuredClone(value), 'copy', 'error while adding value during copy');
}

function place(root: JsonValue, path: string, value: JsonValue, operation: string, context: string): JsonValue {
  const target = find(root, path);
  if (!target)
    throw new PatchError(`${operation} operation does not apply: doc is missing destination path: ${path}: ${missing}`);
  attempt(context, () => addTo(target.container, target.key, value));
  return root;
}

function test(root: JsonValue, path: string, value: JsonValue): JsonValue {
  const found = path === '' ? undefined : find(root, path);
  if (path !== '' && !found)
    throw new PatchError(`test operation does not apply: is missing path: ${path}: ${missing}`);
  const actual = found ? attempt(`error in test for path: '${path}'`, () => testedValue(found)) : root;
  if (!jsonEqual(actual, value)) throw new PatchError(`testing value ${path} failed: test failed`);
  return root;
}

/** A key that is not there equals null; an index that is not there is an error. */
function testedValue({ container, key }: Place): JsonValue {
  return Array.isArray(container) ? getFrom(container, key) : (getKey(container, key) ?? null);
}

interface Place {
  readonly container: Container;
  readonly key: string;
}

/** Where a pointer's last part lies; nothing when a part above it is missing. Source: RFC 6901. */
function find(root: JsonValue, path: string): Place | undefined {
  const parts = path.split('/');
  if (parts.length < 2) return undefined;
  let at: JsonValue = root;
  for (const part of parts.slice(1, -1)) {
    if (!isContainer(at)) return undefined;
    try {
      at = getFrom(at, decodePart(part));
    } catch {
      return undefined;
    }
  }
  return isContainer(at) ? { container: at, key: decodePart(parts.at(-1)!) } : undefined;
}

/** Creates what is missing above the last part: a list where the next part is an index, else a map. */
function ensurePath(root: JsonValue, path: string): void {
  const parts = path.split('/').slice(1);
  let at = root;
  for (const [position, part] of parts.slice(0, -1).entries()) {
    if (!isContainer(at)) return;
    const key = decodePart(part);
    const below = lookAt(at, key);
    if (below !== undefined && below !== null) {
      at = below;
      continue;
    }
    if (Array.isArray(at) && isIndex(part)) pad(at, Number(part));
    const made = emptyFor(parts[position + 1]!);
    addTo(at, key, made);
    at = made;
  }
}

function lookAt(container: Container, key: string): JsonValue | undefined {
  try {
    return getFrom(container, key);
  } catch {
    return undefined;
  }
}

function emptyFor(next: string): Container {
  if (next === '-') return [];
  if (!isIndex(next)) return {};
  const index = Number(next);
  if (index < -1)
    throw new PatchError(`Unable to ensure path for negative index other than -1: ${index}: ${invalidIndex}`);
  const list: JsonValue[] = [];
  pad(list, Math.max(0, index));
  return list;
}

function pad(list: JsonValue[], length: number): void {
  if (length > maxPadding) throw new PatchError(`a patch may not make a list of over ${maxPadding} items`);
  while (list.length < length) list.push(null);
}

function getFrom(container: Container, key: string): JsonValue {
  if (key === '') return container;
  if (Array.isArray(container)) {
    const index = indexIn(container, key);
    if (index >= container.length) throw outOfRange(Number(key));
    return container[index]!;
  }
  const value = getKey(container, key);
  if (value === undefined) throw new PatchError(`unable to get nonexistent key: ${key}: ${missing}`);
  return value;
}

function addTo(container: Container, key: string, value: JsonValue): void {
  if (!Array.isArray(container)) {
    setKey(container, key, value);
    return;
  }
  if (key === '-') {
    container.push(value);
    return;
  }
  if (!isIndex(key)) throw new PatchError(`value was not a proper array index: '${key}': ${atoiError(key)}`);
  let index = Number(key);
  const size = container.length + 1;
  if (index >= size || index < -size) throw outOfRange(index);
  if (index < 0) index += size;
  container.splice(index, 0, value);
}

function removeFrom(container: Container, key: string): void {
  if (!Array.isArray(container)) {
    delete container[key];
    return;
  }
  if (!isIndex(key)) throw new PatchError(atoiError(key));
  let index = Number(key);
  if (index >= container.length || index < -container.length) return;
  if (index < 0) index += container.length;
  container.splice(index, 1);
}

function indexIn(list: readonly JsonValue[], key: string): number {
  if (!isIndex(key)) throw new PatchError(atoiError(key));
  const index = Number(key);
  if (index < -list.length) throw outOfRange(index);
  return index < 0 ? index + list.length : index;
}

function outOfRange(index: number): PatchError {
  return new PatchError(`Unable to access invalid index: ${index}: ${invalidIndex}`);
}

function atoiError(text: string): string {
  return `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
}

function isIndex(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function decodePart(part: string): string {
  return part.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}

function isContainer(value: JsonValue): value is Container {
  return Array.isArray(value) || isObject(value);
}

function attempt<T>(context: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw new PatchError(`${context}: ${error.message}`);
  }
}

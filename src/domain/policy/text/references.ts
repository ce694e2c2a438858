import { compareBytes, formatGoFloat, isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { parseAnchor } from './anchor.ts';

/** A `$(path)` that leads nowhere, or to something that is no text. */
export class UnresolvedReference extends Error {}

const reference = /^\$\(.[^ ]*\)|[^\\]\$\(.[^ ]*\)/g;
const escapedReference = /\\\$\(.[^ )]*\)/g;

/**
 * Replaces `$(path)` references by the value at that path of the same document: absolute, or relative to the place of
 * the reference. They depend on the document alone, so this happens once, when a rule is compiled.
 */
export function resolveReferences(document: JsonValue): JsonValue {
  if (!JSON.stringify(document)?.includes('$(')) return document;
  const leaves = new Map<string, JsonValue>();
  visit(document, '', (value, path) => {
    leaves.set(withoutAnchors(path), value);
    return value;
  });
  return visit(document, '', (value, path) => (typeof value === 'string' ? resolveText(value, path, leaves) : value));
}

function visit(value: JsonValue, path: string, leaf: (value: JsonValue, path: string) => JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}/${index}`, leaf));
  if (!isObject(value)) return leaf(value, path);
  const keys = Object.keys(value).sort(compareBytes);
  return Object.fromEntries(keys.map((key) => [String(leaf(key, path)), visit(value[key]!, `${path}/${key}`, leaf)]));
}

function resolveText(text: string, path: string, leaves: ReadonlyMap<string, JsonValue>): string {
  let resolved = text;
  for (const match of text.match(reference) ?? []) {
    const prefix = match.startsWith('$(') ? '' : match[0]!;
    const value = resolveOne(match.slice(prefix.length), path, leaves);
    resolved = resolved.replace(match, () => prefix + value);
  }
  return resolved.replace(escapedReference, (escaped) => escaped.slice(1));
}

function resolveOne(text: string, path: string, leaves: ReadonlyMap<string, JsonValue>): string {
  const inner = text.replace(/^[$()]+|[$()]+$/g, '');
  const operator = /^(>=|<=|>|<|!)/.exec(inner)?.[0] ?? '';
  const target = inner.slice(operator.length);
  if (!target) throw new UnresolvedReference('expected path, found empty reference');
  const value = leaves.get(absolutePath(target, path));
  if (value === undefined || value === null) {
    throw new UnresolvedReference(`failed to resolve ${text} at path ${path}: nothing is there`);
  }
  if (typeof value === 'string') return operator + value;
  if (operator && typeof value === 'number') return operator + formatGoFloat(value, 'f');
  throw new UnresolvedReference(`reference ${text} not resolved at path ${path}: it is no text`);
}

function absolutePath(target: string, path: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target : `${path}/${target}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function withoutAnchors(path: string): string {
  return path
    .split('/')
    .map((part) => parseAnchor(part)?.key ?? part)
    .join('/');
}

import { getKey, isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { jsonProblem } from '../../../languages/gotemplate/index.ts';
import { SchemaFault } from './problem.ts';

export type Schema = JsonObject | boolean;

/** A schema with an `$id` of its own, or the whole text: what references inside it start from. */
interface Resource {
  readonly url: string;
  readonly root: Schema;
  readonly anchors: Map<string, Schema>;
  readonly dynamicAnchors: Map<string, Schema>;
}

const place = 'file:///values.schema.json';

/** A schema text with what its references mean. References outside the text are refused: nothing is fetched. */
export class SchemaDocument {
  readonly root: Schema;
  /** 4, 6, 7, 2019 or 2020. */
  readonly draft: number;
  /** How numbers in `enum` and `const` are written: messages show them so. */
  readonly #literals: WeakMap<object, Map<string, string>>;
  readonly #resources = new Map<string, Resource>();
  /** Every schema object, with the resource that it stands in and its JSON pointer. */
  readonly #owners = new WeakMap<object, { readonly resource: Resource; readonly pointer: string }>();

  constructor(text: string) {
    const { value, literals } = parseSchema(text);
    this.#literals = literals;
    if (!isSchema(value)) throw new SchemaFault('the schema is neither an object nor a boolean');
    this.root = value;
    this.draft = draftOf(getKey(value, '$schema'));
    const whole = { url: place, root: value, anchors: new Map(), dynamicAnchors: new Map() };
    this.#resources.set(place, whole);
    this.#collect(value, whole, '');
  }

  /** A number as the schema writes it. */
  literal(holder: object, key: string | number, value: number): string {
    return this.#literals.get(holder)?.get(String(key)) ?? String(value);
  }

  resourceOf(schema: Schema): Resource {
    return (typeof schema === 'object' && this.#owners.get(schema)?.resource) || this.#resources.get(place)!;
  }

  /** Where a schema stands, as messages name it. */
  locationOf(schema: Schema): string {
    return `${place}#${(typeof schema === 'object' && this.#owners.get(schema)?.pointer) || ''}`;
  }

  /** The schema that a reference in another schema leads to. */
  resolve(reference: string, from: Schema): Schema {
    const base = this.resourceOf(from).url;
    const url = joinUrl(base, reference);
    const hash = url.indexOf('#');
    const [address, fragment] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash + 1)];
    const resource = this.#resources.get(address);
    if (!resource) throw new SchemaFault(refusal(address));
    if (fragment !== '' && !fragment.startsWith('/')) {
      const found = resource.anchors.get(decodeURIComponent(fragment));
      if (found !== undefined) return found;
      throw new SchemaFault(`anchor in "${address}#${fragment}" not found in schema "${place}"`);
    }
    let at: JsonValue | undefined = resource.root;
    for (const part of fragment.split('/').slice(1)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      at = Array.isArray(at) ? at[Number(key)] : getKey(at, key);
    }
    if (at === undefined || !isSchema(at)) throw new SchemaFault(`json-pointer in "${address}#${fragment}" not found`);
    return at;
  }

  #collect(value: JsonValue, around: Resource, pointer: string): void {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) this.#collect(item, around, `${pointer}/${i}`);
    if (!isObject(value)) return;
    const resource = value === this.root ? this.#named(value, around) : this.#inner(value, around);
    this.#owners.set(value, { resource, pointer });
    this.#collectAnchors(value, resource);
    for (const [key, item] of Object.entries(value)) {
      if (key === 'enum' || key === 'const') continue;
      this.#collect(item, resource, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }

  #inner(value: JsonObject, around: Resource): Resource {
    const id = this.#idOf(value);
    if (id === '') return around;
    const inner = { url: joinUrl(around.url, id), root: value, anchors: new Map(), dynamicAnchors: new Map() };
    this.#resources.set(inner.url, inner);
    return inner;
  }

  /** The whole text can be named by its place and by its `$id`. */
  #named(value: JsonObject, whole: Resource): Resource {
    const id = this.#idOf(value);
    if (id === '') return whole;
    const named = { ...whole, url: joinUrl(place, id) };
    this.#resources.set(named.url, named);
    this.#resources.set(place, named);
    return named;
  }

  #idOf(value: JsonObject): string {
    if (this.draft < 2019 && Object.hasOwn(value, '$ref')) return '';
    const id = value[this.draft === 4 ? 'id' : '$id'];
    return typeof id === 'string' ? id.split('#')[0]! : '';
  }

  #collectAnchors(value: JsonObject, resource: Resource): void {
    if (this.draft < 2019) {
      const id = value[this.draft === 4 ? 'id' : '$id'];
      const fragment = typeof id === 'string' ? id.split('#')[1] : undefined;
      if (fragment && !fragment.startsWith('/') && !Object.hasOwn(value, '$ref')) resource.anchors.set(fragment, value);
      return;
    }
    const { $anchor, $dynamicAnchor } = value;
    if (typeof $anchor === 'string') resource.anchors.set($anchor, value);
    if (this.draft < 2020 || typeof $dynamicAnchor !== 'string') return;
    resource.anchors.set($dynamicAnchor, value);
    resource.dynamicAnchors.set($dynamicAnchor, value);
  }
}

function draftOf(schema: JsonValue | undefined): number {
  if (typeof schema !== 'string') return 2020;
  const found = /^https?:\/\/json-schema\.org\/(?:draft-0([467])|draft\/(2019)-09|draft\/(2020)-12)\/schema#?$/.exec(
    schema,
  );
  if (found) return Number(found[1] ?? found[2] ?? found[3]);
  if (/^https?:\/\/json-schema\.org\/schema#?$/.test(schema)) return 2020;
  throw new SchemaFault(refusal(schema.replace(/#$/, '')));
}

function refusal(url: string): string {
  const reason = url.startsWith('file://')
    ? `open ${url.slice('file://'.length)}: no such file or directory`
    : 'references outside the schema are not followed';
  return `failing loading ${JSON.stringify(url)}: ${reason}`;
}

function joinUrl(base: string, reference: string): string {
  if (reference.startsWith('#')) return base + (reference === '#' ? '' : reference);
  return URL.canParse(reference, base) ? new URL(reference, base).href.replace(/#$/, '') : reference;
}

function parseSchema(text: string): { value: JsonValue; literals: WeakMap<object, Map<string, string>> } {
  const literals = new WeakMap<object, Map<string, string>>();
  const note = function (this: object, key: string, value: unknown, context?: { source?: string }): unknown {
    const source = context?.source;
    if (typeof value === 'number' && source !== undefined && source !== String(value)) {
      const known = literals.get(this) ?? new Map<string, string>();
      literals.set(this, known.set(key, source));
    }
    return value;
  };
  try {
    return { value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text, note) as JsonValue, literals };
  } catch {
    if (text.trim() === '') throw new SchemaFault('EOF');
    const words = jsonProblem(text);
    if (words === 'unexpected end of JSON input') throw new SchemaFault('unexpected EOF');
    throw new SchemaFault(words.endsWith('after top-level value') ? 'invalid character after top-level value' : words);
  }
}

export function isSchema(value: JsonValue | undefined): value is Schema {
  return typeof value === 'boolean' || isObject(value);
}

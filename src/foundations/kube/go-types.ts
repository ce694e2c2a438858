import { workloadTypes } from './workload-types.ts';

/** A Go type, with the name that Go's messages give it. */
export type GoType =
  | { readonly kind: 'basic'; readonly name: string; readonly is: string }
  | { readonly kind: 'list'; readonly name: string; readonly items: string }
  | { readonly kind: 'map'; readonly name: string; readonly values: string }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly StructField[] }
  | { readonly kind: 'custom'; readonly name: string };

interface StructField {
  readonly key: string;
  readonly type: string;
  /** The struct whose fields are inlined here, as Go's messages name it in the path. */
  readonly embedded?: string;
}

let known: ReadonlyMap<string, GoType> | undefined;

/** The type of a name, or of `[]Name` and `map[Key] Name`. A name that nothing defines is a type with its own decoder. */
export function typeOf(name: string): GoType {
  known ??= readTypes();
  const found = known.get(name);
  if (found) return found;
  if (name.startsWith('[]')) return { kind: 'list', name: `[]${qualify(name.slice(2))}`, items: name.slice(2) };
  const map = /^map\[(\w+)\] (.*)$/.exec(name);
  if (map) return { kind: 'map', name: `map[${qualify(map[1]!)}]${qualify(map[2]!)}`, values: map[2]! };
  return basics.has(name) ? { kind: 'basic', name, is: name } : { kind: 'custom', name };
}

const basics = new Set(['string', 'bool', 'int32', 'int64', 'uint8']);

/** All API groups of these types call their Go package `v1`. */
function qualify(type: string): string {
  if (basics.has(type)) return type;
  const packages: Readonly<Record<string, string>> = { Quantity: 'resource', IntOrString: 'intstr', UID: 'types' };
  return `${packages[type] ?? 'v1'}.${type}`;
}

function readTypes(): ReadonlyMap<string, GoType> {
  return new Map(
    workloadTypes
      .trim()
      .split('\n')
      .map((line): [string, GoType] => {
        const named = /^(\w+) = (.*)$/.exec(line);
        if (named) return [named[1]!, namedType(named[1]!, named[2]!)];
        const [name = '', fields = ''] = line.split(/: (.*)/);
        return [name, { kind: 'struct', name: qualify(name), fields: fields.split(', ').map(readField) }];
      }),
  );
}

function namedType(name: string, definition: string): GoType {
  if (definition.startsWith('[]')) return { kind: 'list', name: qualify(name), items: definition.slice(2) };
  if (definition.startsWith('map ')) return { kind: 'map', name: qualify(name), values: definition.slice(4) };
  return { kind: 'basic', name: qualify(name), is: definition };
}

function readField(text: string): StructField {
  if (text.startsWith('...')) return { key: '', type: text.slice(3), embedded: text.slice(3) };
  const space = text.indexOf(' ');
  return { key: text.slice(0, space), type: text.slice(space + 1) };
}

export interface FlatField {
  readonly key: string;
  readonly type: string;
  readonly embedded: readonly string[];
}

const flat = new Map<string, ReadonlyMap<string, FlatField>>();

/** The fields of a struct with those it inlines, by their name and by that in lower case. */
export function structFields(struct: string): ReadonlyMap<string, FlatField> {
  let fields = flat.get(struct);
  if (!fields) {
    const all = collectFields(struct, []);
    fields = new Map([
      ...all.map((field) => [field.key.toLowerCase(), field] as const),
      ...all.map((field) => [field.key, field] as const),
    ]);
    flat.set(struct, fields);
  }
  return fields;
}

function collectFields(struct: string, embedded: readonly string[]): FlatField[] {
  const type = typeOf(struct);
  if (type.kind !== 'struct') return [];
  return type.fields.flatMap((field) =>
    field.embedded
      ? collectFields(field.embedded, [...embedded, field.embedded])
      : { key: field.key, type: field.type, embedded },
  );
}

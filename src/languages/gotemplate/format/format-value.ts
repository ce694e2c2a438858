import { fromBytes } from '../runtime/bytes.ts';
import { typeOf } from '../runtime/types.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, sortedKeys } from '../runtime/value.ts';
import type { Walk } from '../runtime/walk.ts';
import { formatFloat } from './format-float.ts';
import { formatInteger } from './format-integer.ts';
import { formatText } from './format-text.ts';
import { printInt } from './print.ts';
import { pad, type Spec } from './spec.ts';

/** Where a value stands: given to printf itself, inside of another, or in the complaint about a verb that does not fit. */
type Place = 'argument' | 'inside' | 'complaint';

/** One argument of printf under a verb, in Go's words where the verb does not fit. */
export function formatArgument(spec: Spec, verb: string, value: GoValue, walk: Walk): string {
  if (verb === 'T') return value === null ? pad(spec, '<nil>') : (formatText(spec, 's', typeOf(value)) ?? '');
  if (value === null) return verb === 'v' ? pad(spec, '<nil>') : `%!${verb}(<nil>)`;
  // Addresses are different each time, and so is what Go prints of them.
  if (verb === 'p' && isReference(value)) return pad(spec, '0x0');
  return formatValue(spec, verb, value, walk, 'argument');
}

function isReference(value: GoValue): boolean {
  return value instanceof GoList || value instanceof GoMap || (value instanceof GoStruct && typeOf(value)[0] === '*');
}

/** `%!d(string=x)`; flags, width and precision stay. */
function complain(spec: Spec, verb: string, value: GoValue, walk: Walk): string {
  return `%!${verb}(${typeOf(value)}=${formatValue(spec, 'v', value, walk, 'complaint')})`;
}

function formatValue(spec: Spec, verb: string, value: GoValue, walk: Walk, place: Place): string {
  walk.visit();
  if (value === null) return spec.goSyntax ? 'interface {}(nil)' : '<nil>';
  const fails = (): string => complain(spec, verb, value, walk);
  if (typeof value === 'boolean') return verb === 't' || verb === 'v' ? pad(spec, String(value)) : fails();
  if (typeof value === 'number') return formatFloat(spec, verb, value) ?? fails();
  if (typeof value === 'string') return formatText(spec, verb, value) ?? fails();
  if (value instanceof GoInt) return formatNamedInteger(spec, verb, value, place) ?? fails();
  if (value instanceof GoList && value.bytes) return formatBytes(spec, verb, value, value.bytes, walk, place);
  if (verb === 'w' && place !== 'complaint') return fails();
  if (value instanceof GoList) return formatList(spec, verb, value, walk);
  if (value instanceof GoMap) return formatMap(spec, verb, value, walk);
  if (value instanceof GoStruct) return formatStruct(spec, verb, value, walk, place);
  return fails();
}

const isText = (verb: string): boolean => 'vsxXq'.includes(verb);

/** Durations, months and weekdays have a text of their own. */
function formatNamedInteger(spec: Spec, verb: string, value: GoInt, place: Place): string | undefined {
  const named = value.type.startsWith('time.') && place !== 'complaint' && !spec.goSyntax && isText(verb);
  return named ? formatText(spec, verb, printInt(value)) : formatInteger(spec, verb, value);
}

function formatBytes(spec: Spec, verb: string, value: GoList, bytes: Uint8Array, walk: Walk, place: Place): string {
  if ('sxXq'.includes(verb)) return formatText(spec, verb, fromBytes(bytes)) ?? '';
  if (verb === 'v' && spec.goSyntax && place !== 'inside') {
    return `[]byte${value.isNil ? '(nil)' : formatItems(spec, verb, value, walk)}`;
  }
  return formatList(spec, verb, value, walk);
}

function formatList(spec: Spec, verb: string, value: GoList, walk: Walk): string {
  if (!spec.goSyntax) return formatItems(spec, verb, value, walk);
  return value.type + (value.isNil && value.length === 0 ? '(nil)' : formatItems(spec, verb, value, walk));
}

function formatItems(spec: Spec, verb: string, value: GoList, walk: Walk): string {
  const items = value.items.map((item) => formatValue(spec, verb, item, walk, 'inside'));
  return spec.goSyntax ? `{${items.join(', ')}}` : `[${items.join(' ')}]`;
}

function formatMap(spec: Spec, verb: string, value: GoMap, walk: Walk): string {
  if (spec.goSyntax && value.isNil) return `${value.type}(nil)`;
  const entries = sortedKeys(value).map(
    (key) =>
      `${formatValue(spec, verb, key, walk, 'inside')}:${formatValue(spec, verb, value.get(key)!, walk, 'inside')}`,
  );
  return spec.goSyntax ? `${value.type}{${entries.join(', ')}}` : `map[${entries.join(' ')}]`;
}

function formatStruct(spec: Spec, verb: string, value: GoStruct, walk: Walk, place: Place): string {
  const { type, goString, isStringer, format, parts } = value.shape;
  if (format) return format(spec, verb) ?? complain(spec, verb, value, walk);
  if (place !== 'complaint') {
    if (spec.goSyntax && goString) return formatText(spec, 's', goString()) ?? '';
    if (!spec.goSyntax && isStringer && isText(verb)) return formatText(spec, verb, value.shape.print()) ?? '';
  }
  const inner = parts?.();
  if (!inner) return isText(verb) ? pad(spec, value.shape.print()) : complain(spec, verb, value, walk);
  const named = spec.goSyntax || spec.fieldNames;
  const fields = Object.entries(inner).map(
    ([name, part]) => (named ? `${name}:` : '') + formatValue(spec, verb, part, walk, 'inside'),
  );
  const pointer = type.startsWith('*');
  const name = spec.goSyntax ? type.replace('*', '') : '';
  return `${pointer ? '&' : ''}${name}{${fields.join(spec.goSyntax ? ', ' : ' ')}}`;
}

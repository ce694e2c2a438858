import type { JsonObject, JsonValue } from '../../../../foundations/kube/index.ts';
import { childrenOf, type Der, expectDer, oidOf, textOf } from './der.ts';

/** Attributes of a distinguished name that have a field of their own, by the last arc of 2.5.4. */
const lists: Readonly<Record<number, string>> = {
  6: 'Country',
  7: 'Locality',
  8: 'Province',
  9: 'StreetAddress',
  10: 'Organization',
  11: 'OrganizationalUnit',
  17: 'PostalCode',
};
const texts: Readonly<Record<number, string>> = { 3: 'CommonName', 5: 'SerialNumber' };

/** A distinguished name, in the shape of Go's pkix.Name. */
export function decodeName(der: Der): JsonObject {
  const name: JsonObject = { CommonName: '', SerialNumber: '', ExtraNames: null };
  for (const field of Object.values(lists)) name[field] = null;
  const names: JsonValue[] = [];
  for (const set of childrenOf(der)) {
    for (const pair of childrenOf(set)) {
      const [typeDer, valueDer] = childrenOf(pair);
      const type = oidOf(expectDer(typeDer));
      const value = textOf(expectDer(valueDer));
      names.push({ Type: type, Value: value });
      if (type.length !== 4 || type[0] !== 2 || type[1] !== 5 || type[2] !== 4) continue;
      const list = lists[type[3]!];
      const text = texts[type[3]!];
      if (list) name[list] = [...((name[list] as JsonValue[] | null) ?? []), value];
      else if (text) name[text] = value;
    }
  }
  name['Names'] = names.length > 0 ? names : null;
  return name;
}

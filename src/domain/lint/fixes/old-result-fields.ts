import { getPath, isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { deleteAtPath, type ManifestDocument, renameKey, setAtPath } from '../../../languages/manifest/index.ts';
import { type Fix, type Repair, repair } from './fix-document.ts';

/** The results of a test file. */
export function resultsOf(document: ManifestDocument): readonly JsonObject[] {
  const results = getPath(document.value, ['results']);
  return Array.isArray(results) ? results.filter(isObject) : [];
}

/** Does something to the first result that has a field. */
function eachResult(
  field: string,
  mend: (document: ManifestDocument, path: readonly (string | number)[], value: JsonValue) => Repair,
): Fix {
  return (document) => {
    const index = resultsOf(document).findIndex((result) => result[field] !== undefined);
    return index < 0 ? undefined : mend(document, ['results', index], resultsOf(document)[index]![field]!);
  };
}

function renamed(old: string, name: string): Fix {
  return eachResult(old, (document, path) =>
    repair(`result uses old field \`${old}\`, renaming it to \`${name}\``, renameKey(document, [...path, old], name)),
  );
}

/** Fields of results that older versions had. */
export const oldResultFields: readonly Fix[] = [
  renamed('status', 'result'),
  renamed('patchedResource', 'patchedResources'),
  eachResult('resource', (document, path, value) => {
    const known = getPath(document.value, [...path, 'resources']);
    const message = 'result uses old field `resource`, moving it into `resources`';
    if (Array.isArray(known) && known.length > 0)
      return repair(
        message,
        setAtPath(document, [...path, 'resources', known.length], value),
        deleteAtPath(document, [...path, 'resource']),
      );
    return repair(
      message,
      setAtPath(document, [...path, 'resource'], [value]),
      renameKey(document, [...path, 'resource'], 'resources'),
    );
  }),
  eachResult('namespace', (document, path, namespace) => {
    const names = getPath(document.value, [...path, 'resources']);
    const edits = (Array.isArray(names) ? names : []).flatMap((name, index) =>
      typeof name === 'string' && namespace && !name.includes('/')
        ? [setAtPath(document, [...path, 'resources', index], `${namespace}/${name}`)]
        : [],
    );
    return repair(
      'result uses old field `namespace`, moving it before the names of its resources',
      ...edits,
      deleteAtPath(document, [...path, 'namespace']),
    );
  }),
];

import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { isObject } from '../../foundations/kube/index.ts';
import type { ManifestDocument } from '../../languages/manifest/index.ts';
import type { Status } from '../engine/index.ts';
import type { Expectation } from './expectation.ts';

/** The fields that results had before `resources`, which names several, with their namespaces. */
interface OldFields {
  readonly resource?: string;
  readonly namespace?: string;
  readonly status?: Status;
}

/** A result with what its old fields say in the new ones. */
export function fromOldFields({ resource, namespace, status, ...expected }: Expectation & OldFields): Expectation {
  const names = expected.resources ?? (resource === undefined ? undefined : [resource]);
  const resources =
    namespace && names ? names.map((name) => (name.includes('/') ? name : `${namespace}/${name}`)) : names;
  return {
    ...expected,
    ...(resources ? { resources } : {}),
    ...(expected.result === undefined && status ? { result: status } : {}),
  };
}

/** What is of the old schema in a file of the command line: the reference refuses such a test, and this reads it. */
export function oldSchemaWarnings(document: ManifestDocument): Diagnostic[] {
  const { value } = document;
  if (!isObject(value) || (value['apiVersion'] && value['kind'] && value['name'] === undefined)) return [];
  const isNamed = value['name'] !== undefined;
  return [
    {
      code: 'FILE_OLD_SCHEMA',
      severity: 'warning',
      message: isNamed
        ? '`name` is of the old schema'
        : 'the file is of the old schema: it has no `apiVersion` and `kind`',
      location: document.locate(isNamed ? ['name'] : []),
      help: '`bylaw fix test --save` brings test files, and the values and user-info files they name, up to date',
    },
  ];
}

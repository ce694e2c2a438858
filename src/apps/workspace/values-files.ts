import { readManifests } from '../../adapters/files/index.ts';
import type { UserInfo } from '../../domain/engine/index.ts';
import {
  asUserInfo,
  oldSchemaWarnings,
  type UserInfoFile,
  userInfoSchema,
  type ValuesFile,
  valuesSchema,
} from '../../domain/suite/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { checkSchema, foldCase, type Schema } from '../../languages/schema/index.ts';

export interface Read<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A Values file of Kyverno's command line. */
export async function readValues(path: string): Promise<Read<ValuesFile>> {
  const { value, diagnostics } = await readChecked(path, 'Values', valuesSchema);
  return { value: value as ValuesFile | undefined, diagnostics };
}

/** A UserInfo file of Kyverno's command line. */
export async function readUserInfo(path: string): Promise<Read<UserInfo>> {
  const { value, diagnostics } = await readChecked(path, 'UserInfo', userInfoSchema);
  return { value: value === undefined ? undefined : asUserInfo(value as UserInfoFile), diagnostics };
}

async function readChecked(path: string, kind: string, schema: Schema): Promise<Read<JsonValue>> {
  const { documents, diagnostics } = await readManifests(path);
  const document = documents[0];
  if (!document) return { value: undefined, diagnostics };
  const found = [
    ...checkSchema({ document, kind, foldsCase: true }, document.value, schema),
    ...oldSchemaWarnings(document),
  ];
  const broken = found.some(({ severity }) => severity === 'error');
  return { value: broken ? undefined : foldCase(document.value, schema), diagnostics: [...diagnostics, ...found] };
}

import type { JsonValue } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';

/** The value of a YAML text inside a policy, `null` when there is none. Throws an Error that says what is wrong. */
export function parseYaml(text: string): JsonValue {
  const { documents, diagnostics } = parseManifests(text, 'text');
  if (diagnostics[0]) throw new Error(diagnostics[0].message);
  return documents[0]?.value ?? null;
}

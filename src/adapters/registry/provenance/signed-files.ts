import { getKey, isObject } from '../../../foundations/kube/index.ts';
import { describeGoYamlError, parseManifests } from '../../../languages/manifest/index.ts';
import { refuse } from './provenance-error.ts';

/** The digests of files in the text of a provenance: metadata of the chart, an end of document, and the list. */
export function signedFiles(text: string): ReadonlyMap<string, string> {
  const list = text.split('\n...\n')[1];
  if (list === undefined) return refuse('message block must have at least two parts');
  const { documents, diagnostics } = parseManifests(list, 'provenance');
  if (diagnostics[0]) {
    refuse(`error converting YAML to JSON: ${describeGoYamlError(list) ?? diagnostics[0].message}`);
  }
  const files = getKey(documents[0]?.value, 'files') ?? {};
  if (!isObject(files)) return refuse('error unmarshaling JSON: while decoding JSON: `files` is no map');
  return new Map(Object.entries(files).map(([name, digest]) => [name, String(digest)]));
}

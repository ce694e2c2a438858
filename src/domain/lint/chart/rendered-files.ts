import type { Diagnostic, Location } from '../../../foundations/diagnostics/index.ts';
import { getKey, getPath, isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { RenderedDocument, RenderResult } from '../../chart/index.ts';
import { deprecations } from './deprecated-apis.ts';
import { nameProblem } from './object-names.ts';

/** The cluster that deprecations are told for when nobody names one. */
const defaultMinor = 35;

/**
 * Finds in the output of a chart's own templates what `helm lint` finds: names that Kubernetes refuses, APIs that go away,
 * workloads without a selector. Subcharts are linted by themselves.
 */
export function lintRenderedFiles(
  result: RenderResult,
  chartName: string,
  kubeVersion?: string,
): readonly Diagnostic[] {
  const own = (path: string): boolean => path.startsWith(`${chartName}/templates/`) && /\.ya?ml$/i.test(path);
  const documents = [...result.manifests, ...result.hooks].filter(({ templatePath }) => own(templatePath));
  const minor = Number(/^v?\d+\.(\d+)/.exec(kubeVersion ?? '')?.[1] ?? defaultMinor);
  return [
    ...[...result.outputs]
      .filter(([path]) => own(path))
      .flatMap(([, output]) => {
        const lines = (): readonly Place[] => output.lines(0, output.text.length);
        return [...indentFinding(output.text, lines), ...separatorFinding(output.text, lines)];
      }),
    ...documents.flatMap((document) =>
      documentFindings(document, result.outputs.get(document.templatePath)?.text ?? '', minor),
    ),
  ];
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Helm cuts documents at each `---`; Kubernetes takes the line as a whole, and refuses what follows there. */
function separatorFinding(text: string, lines: () => readonly Place[]): Diagnostic[] {
  const separator = /^---[ \t]*([^#\s].*)$/m.exec(text);
  if (!separator) return [];
  const place = lines()[text.slice(0, separator.index).split('\n').length - 1];
  return [
    {
      code: 'CHART_OUTPUT_SEPARATOR',
      severity: 'error',
      message: `invalid Yaml document separator: ${separator[1]!.trim()}`,
      location: place && { ...place, column: 1 },
      help: 'begin the document on the next line; a template action before it must not trim that line break',
    },
  ];
}

function indentFinding(text: string, lines: () => readonly Place[]): Diagnostic[] {
  const all = text.split('\n');
  const index = all.findIndex((line) => line.trim() !== '');
  const line = all[index] ?? '';
  if (!/^[ \t]/.test(line)) return [];
  const place = lines()[index];
  const message = `document starts with an illegal indent: ${JSON.stringify(line)}, which may cause parsing problems`;
  return [
    {
      code: 'CHART_OUTPUT_INDENT',
      severity: 'warning',
      message,
      location: place && { ...place, column: 1 },
      help: 'begin the document at the first column',
    },
  ];
}

function documentFindings(document: RenderedDocument, fileText: string, minor: number): Diagnostic[] {
  const { value } = document;
  if (!isObject(value)) return [];
  const found: Diagnostic[] = [];
  const add = (severity: Diagnostic['severity'], code: string, key: string, message: string, help: string): void => {
    found.push({ code, severity, message, location: placeOf(document, key), help });
  };
  const { kind, name, apiVersion } = document;
  const problem = nameProblem(kind, name);
  if (problem) {
    add(
      'warning',
      'RESOURCE_NAME_INVALID',
      'name',
      `object name does not conform to Kubernetes naming requirements: ${JSON.stringify(name)}: metadata.name: Invalid value: ${JSON.stringify(name)}: ${problem}`,
      'give it a name that Kubernetes takes',
    );
  }
  const old = deprecations.find((one) => one.apiVersion === apiVersion && one.kinds.includes(kind));
  if (old && Number(old.deprecated.slice(2)) <= minor) {
    const instead = old.replacement && (old.replacement.includes(' ') ? old.replacement : `${old.replacement} ${kind}`);
    add(
      'warning',
      'RESOURCE_API_DEPRECATED',
      'apiVersion',
      `${apiVersion} ${kind} is deprecated in v${old.deprecated}+, unavailable in v${old.removed}+${instead ? `; use ${instead}` : ''}`,
      instead ? `write it as ${instead}` : 'use a newer version of the API',
    );
  }
  if (
    ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].includes(kind) &&
    !/matchLabels|matchExpressions/.test(fileText)
  ) {
    add(
      'error',
      'RESOURCE_NO_SELECTOR',
      'kind',
      `a ${kind} must contain matchLabels or matchExpressions, and ${JSON.stringify(name)} does not`,
      'add `spec.selector`',
    );
  }
  const items = getKey(value, 'items');
  const keeps = (item: JsonValue): boolean =>
    getPath(item, ['metadata', 'annotations', 'helm.sh/resource-policy']) !== undefined;
  if (kind === 'List' && Array.isArray(items) && items.some(keeps)) {
    add(
      'error',
      'RESOURCE_LIST_ANNOTATION',
      'helm.sh/resource-policy',
      "annotation 'helm.sh/resource-policy' within List objects are ignored",
      'write the objects as documents of their own',
    );
  }
  return found;
}

/** The template line that wrote the first line with a key. */
function placeOf(document: RenderedDocument, key: string): Location | undefined {
  const index = document.text
    .split('\n')
    .findIndex((line) => line.trimStart().replace(/^- /, '').startsWith(`${key}:`));
  const place = document.lineMap[Math.max(index, 0)];
  return place && { file: place.file, line: place.line, column: 1 };
}

import type { Diagnostic, Location } from '../../../foundations/diagnostics/index.ts';
import { getKey, isObject } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import type { Chart } from '../../chart/index.ts';

const extensions = ['.yaml', '.yml', '.tpl', '.txt'];

/** Finds in the files of a chart what `helm lint` finds: what is missing, and what lies where it does not belong. */
export function lintChartLayout(paths: readonly string[], shown: (path: string) => string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const at = (path: string): Location => ({ file: shown(path), line: 1, column: 1 });
  const has = (folder: string) => paths.some((path) => path.startsWith(`${folder}/`));
  if (!paths.includes('values.yaml')) {
    found.push({
      code: 'CHART_NO_VALUES',
      severity: 'info',
      message: 'values.yaml does not exist',
      location: at('values.yaml'),
    });
  }
  for (const folder of ['templates', 'crds']) {
    if (paths.includes(folder)) {
      found.push({
        code: 'CHART_FILE_KIND',
        severity: 'error',
        message: `${folder}/ is not a directory`,
        location: at(folder),
        help: `make \`${folder}\` a folder`,
      });
    }
  }
  if (!has('templates') && !paths.includes('templates')) {
    found.push({
      code: 'CHART_NO_TEMPLATES',
      severity: 'warning',
      message: 'the folder templates/ does not exist',
      location: at('templates'),
    });
  }
  for (const path of paths.filter((one) => one.startsWith('templates/'))) {
    const extension = /\.[^./]*$/.exec(path)?.[0] ?? '';
    if (extensions.includes(extension)) continue;
    const message = `file extension '${extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt`;
    found.push({
      code: 'CHART_FILE_KIND',
      severity: 'error',
      message,
      location: at(path),
      help: 'rename it, or move it out of templates/',
    });
  }
  return found;
}

/** Dependencies that are declared and absent, present and not declared, or declared twice. */
export function lintDependencies(chart: Chart, location: Location): readonly Diagnostic[] {
  const declared = chart.metadata.dependencies ?? [];
  const finding = (
    severity: Diagnostic['severity'],
    message: string,
    names: readonly string[],
    help: string,
  ): Diagnostic[] =>
    names.length === 0
      ? []
      : [{ code: 'CHART_DEPENDENCY', severity, message: `${message}: ${names.join(',')}`, location, help }];
  const present = chart.dependencies.map(({ metadata }) => metadata.name);
  const undeclared = present.filter((name) => !declared.some((one) => one.name === name));
  const missing = declared.map(({ name }) => name).filter((name) => !present.includes(name));
  return [
    ...finding(
      'error',
      'chart metadata is missing these dependencies',
      undeclared,
      'list them under `dependencies`, or remove them from charts/',
    ),
    ...finding(
      'warning',
      'chart directory is missing these dependencies',
      missing,
      '`helm dependency build` fetches them',
    ),
  ];
}

/** Files of crds/ hold custom resource definitions, and no templates. */
export function lintCrds(chart: Chart): readonly Diagnostic[] {
  return chart.crds.flatMap(({ text, file }) => {
    const { documents, diagnostics } = parseManifests(text, file);
    if (diagnostics.length > 0) {
      return diagnostics.slice(0, 1).map(
        (one): Diagnostic => ({
          ...one,
          code: 'CHART_CRD',
          message: `unable to parse YAML: ${one.message}`,
          help: 'files of crds/ are no templates',
        }),
      );
    }
    return documents.flatMap((document): Diagnostic[] => {
      if (!isObject(document.value)) return [];
      const { value } = document;
      const refuse = (key: string, message: string): Diagnostic => ({
        code: 'CHART_CRD',
        severity: 'error',
        message,
        location: document.locate([key]),
        help: 'only custom resource definitions belong into crds/',
      });
      return [
        ...(String(getKey(value, 'apiVersion') ?? '').startsWith('apiextensions.k8s.io')
          ? []
          : [refuse('apiVersion', "apiVersion is not in 'apiextensions.k8s.io'")]),
        ...(getKey(value, 'kind') === 'CustomResourceDefinition'
          ? []
          : [refuse('kind', "object kind is not 'CustomResourceDefinition'")]),
      ];
    });
  });
}

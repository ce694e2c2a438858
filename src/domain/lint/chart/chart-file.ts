import { type Diagnostic, nearestName } from '../../../foundations/diagnostics/index.ts';
import { getKey, isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { type ManifestDocument, type ManifestPath, parseManifests } from '../../../languages/manifest/index.ts';
import { isVersion } from '../../chart/index.ts';
import type { LintFile } from '../finding.ts';
import { isEmail, isRequestUrl, isUrl } from './web-addresses.ts';

const fields: Readonly<Record<string, readonly string[]>> = {
  '': [
    'name',
    'home',
    'sources',
    'version',
    'description',
    'keywords',
    'maintainers',
    'icon',
    'apiVersion',
    'condition',
    'tags',
    'appVersion',
    'deprecated',
    'annotations',
    'kubeVersion',
    'dependencies',
    'type',
  ],
  maintainers: ['name', 'email', 'url'],
  dependencies: ['name', 'version', 'repository', 'condition', 'tags', 'enabled', 'import-values', 'alias'],
};

const strictVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Finds in Chart.yaml what `helm lint` finds there, each at its field. A file that is no YAML is told by who loads it. */
export function lintChartFile({ file, text }: LintFile): readonly Diagnostic[] {
  const { documents } = parseManifests(text, file);
  const document = documents[0];
  if (!document || !isObject(document.value)) return [];
  return new ChartFileLint(document).findings();
}

class ChartFileLint {
  readonly #document: ManifestDocument;
  readonly #found: Diagnostic[] = [];

  constructor(document: ManifestDocument) {
    this.#document = document;
  }

  findings(): readonly Diagnostic[] {
    this.#unknownFields();
    this.#name();
    this.#apiVersion();
    this.#version();
    if (this.#isNoText('appVersion')) this.#wrongType('appVersion');
    this.#maintainers();
    this.#addresses();
    this.#versionOneOnly();
    return this.#found;
  }

  #value(key: string): JsonValue | undefined {
    return getKey(this.#document.value, key);
  }

  #text(key: string): string {
    const value = this.#value(key);
    return value === undefined || value === null ? '' : String(value);
  }

  #isNoText(key: string): boolean {
    const value = this.#value(key);
    return value !== undefined && value !== null && typeof value !== 'string';
  }

  #add(severity: Diagnostic['severity'], code: string, path: ManifestPath, message: string, help?: string): void {
    const part = this.#document.range(path) ? 'value' : 'key';
    this.#found.push({ code, severity, message, location: this.#document.locate(path, part), ...(help && { help }) });
  }

  #refuse(path: ManifestPath, message: string, help?: string): void {
    this.#add('error', 'CHART_METADATA', path, message, help);
  }

  #wrongType(key: string): void {
    this.#refuse(
      [key],
      `${key} should be of type string but it's of type ${goType(this.#value(key))}`,
      'put it between quotes',
    );
  }

  #unknownFields(): void {
    const { value } = this.#document;
    const look = (owner: JsonValue | undefined, path: ManifestPath, known: readonly string[]): void => {
      for (const key of isObject(owner) ? Object.keys(owner) : []) {
        if (known.includes(key)) continue;
        const near = nearestName(key, known);
        this.#found.push({
          code: 'CHART_FIELD_UNKNOWN',
          severity: 'warning',
          message: `Chart.yaml has no field \`${[...path, key].join('.')}\`, and Helm ignores it`,
          location: this.#document.locate([...path, key], 'key'),
          help: near ? `did you mean \`${near}\`?` : 'remove it, or keep it under `annotations`',
        });
      }
    };
    look(value, [], fields['']!);
    for (const list of ['maintainers', 'dependencies']) {
      const items = this.#value(list);
      for (const [index, item] of Array.isArray(items) ? items.entries() : []) look(item, [list, index], fields[list]!);
    }
    for (const { key, location } of this.#document.duplicateKeys()) {
      this.#found.push({
        code: 'CHART_FIELD_UNKNOWN',
        severity: 'warning',
        message: `\`${key}\` stands twice, and the last counts`,
        location,
        help: 'remove one',
      });
    }
  }

  #name(): void {
    const name = this.#text('name');
    if (name === '') this.#refuse(['name'], 'name is required');
    else if (name === '.' || name === '..' || name.includes('/'))
      this.#refuse(['name'], `chart name ${JSON.stringify(name)} is invalid`);
  }

  #apiVersion(): void {
    const version = this.#text('apiVersion');
    const allowed = 'The value must be either "v1" or "v2"';
    if (version === '') this.#refuse(['apiVersion'], `apiVersion is required. ${allowed}`);
    else if (version !== 'v1' && version !== 'v2')
      this.#refuse(['apiVersion'], `apiVersion '${version}' is not valid. ${allowed}`);
  }

  #version(): void {
    const version = this.#text('version');
    if (this.#isNoText('version')) this.#wrongType('version');
    if (version === '') this.#refuse(['version'], 'version is required');
    else if (!isVersion(version)) this.#refuse(['version'], `version '${version}' is not a valid SemVer`);
    else if (/^v?0(\.0){0,2}(-0)?(\+.*)?$/.test(version))
      this.#refuse(['version'], `version ${version} is less than or equal to 0.0.0-0`);
    if (!strictVersion.test(version)) {
      this.#add(
        'warning',
        'CHART_VERSION_FORM',
        ['version'],
        `version '${version}' is not a valid SemVerV2`,
        'write three numbers: `1.2.3`',
      );
    }
  }

  #maintainers(): void {
    const list = this.#value('maintainers');
    for (const [index, one] of Array.isArray(list) ? list.entries() : []) {
      const text = (key: string): string => String(getKey(one, key) ?? '');
      const at = (key: string): ManifestPath => ['maintainers', index, key];
      if (one === null) this.#refuse(['maintainers', index], 'a maintainer entry is empty');
      else if (text('name') === '') this.#refuse(['maintainers', index], 'each maintainer requires a name');
      else if (text('email') !== '' && !isEmail(text('email'))) {
        this.#refuse(at('email'), `invalid email '${text('email')}' for maintainer '${text('name')}'`);
      } else if (text('url') !== '' && !isUrl(text('url'))) {
        this.#refuse(at('url'), `invalid url '${text('url')}' for maintainer '${text('name')}'`);
      }
    }
  }

  #addresses(): void {
    const sources = this.#value('sources');
    for (const [index, source] of Array.isArray(sources) ? sources.entries() : []) {
      if (!isRequestUrl(String(source ?? '')))
        this.#refuse(['sources', index], `invalid source URL '${String(source ?? '')}'`);
    }
    const icon = this.#text('icon');
    if (icon === '') this.#add('info', 'CHART_NO_ICON', ['name'], 'icon is recommended');
    else if (!isRequestUrl(icon)) this.#refuse(['icon'], `invalid icon URL '${icon}'`);
  }

  #versionOneOnly(): void {
    const version = this.#text('apiVersion');
    if (version === 'v2') return;
    if (this.#text('type') !== '') {
      this.#refuse(['type'], `chart type is not valid in apiVersion '${version}'. It is valid in apiVersion 'v2'`);
    }
    const dependencies = this.#value('dependencies');
    if (Array.isArray(dependencies) && dependencies.length > 0) {
      this.#refuse(
        ['dependencies'],
        `dependencies are not valid in the Chart file with apiVersion '${version}'. They are valid in apiVersion 'v2'`,
      );
    }
  }
}

/** Go's name of the type that YAML gives a value. */
function goType(value: JsonValue | undefined): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

import { any, flag, type RecordShape, type Shape, text, time } from './typed.ts';

const texts: Shape = { kind: 'list', of: text, type: '[]string' };

const dependency: RecordShape = {
  kind: 'record',
  type: 'v2.Dependency',
  name: 'Dependency',
  fields: {
    name: text,
    version: text,
    repository: text,
    condition: text,
    tags: texts,
    enabled: flag,
    'import-values': { kind: 'list', of: any, type: '[]interface {}' },
    alias: text,
  },
};

const dependencies: Shape = { kind: 'list', of: dependency, type: '[]*v2.Dependency' };

const maintainer: RecordShape = {
  kind: 'record',
  type: 'v2.Maintainer',
  name: 'Maintainer',
  fields: { name: text, email: text, url: text },
};

/** Chart.yaml, and requirements.yaml, which is read into the same type. */
export const metadataShape: RecordShape = {
  kind: 'record',
  type: 'v2.Metadata',
  name: 'Metadata',
  fields: {
    name: text,
    home: text,
    sources: texts,
    version: text,
    description: text,
    keywords: texts,
    maintainers: { kind: 'list', of: maintainer, type: '[]*v2.Maintainer' },
    icon: text,
    apiVersion: text,
    condition: text,
    tags: text,
    appVersion: text,
    deprecated: flag,
    annotations: { kind: 'map', of: text, type: 'map[string]string' },
    kubeVersion: text,
    dependencies,
    type: text,
  },
};

/** Chart.lock and requirements.lock: read to be checked, and used for nothing here. */
export const lockShape: RecordShape = {
  kind: 'record',
  type: 'v2.Lock',
  name: 'Lock',
  fields: { generated: time, digest: text, dependencies },
};

/** What Helm looks at before it reads a chart: which version of charts it is. */
export const baseShape: RecordShape = {
  kind: 'record',
  type: 'loader.chartBase',
  name: 'chartBase',
  fields: { apiVersion: text },
};

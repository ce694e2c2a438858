import type { GoMap } from '../../languages/gotemplate/index.ts';

/** A file of a chart. `path` is relative to the chart's folder, with slashes. */
export interface ChartFile {
  readonly path: string;
  readonly data: string | Uint8Array;
}

export interface Maintainer {
  readonly name: string;
  readonly email: string;
  readonly url: string;
}

/** An entry of `dependencies` in Chart.yaml. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string;
  readonly tags: readonly string[];
  readonly alias: string;
  readonly importValues: readonly ImportValue[];
}

/** `exports` of a child, or a table of it that goes to a place in the parent. */
export type ImportValue = string | { readonly child: string; readonly parent: string };

/** What Chart.yaml says. */
export interface Metadata {
  readonly apiVersion: string;
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly type: string;
  readonly description: string;
  readonly home: string;
  readonly icon: string;
  readonly kubeVersion: string;
  readonly condition: string;
  readonly tags: string;
  readonly deprecated: boolean;
  readonly keywords: readonly string[];
  readonly sources: readonly string[];
  readonly maintainers: readonly Maintainer[];
  readonly annotations: ReadonlyMap<string, string> | undefined;
  /** `undefined` when Chart.yaml has no such key. */
  readonly dependencies: readonly Dependency[] | undefined;
}

/** A template or custom resource definition as text. */
export interface SourceFile {
  /** Relative to its chart. */
  readonly path: string;
  readonly text: string;
  /** Relative to the folder that was loaded: the place that people can open. */
  readonly file: string;
}

/** A loaded chart with its subcharts. Loading keeps it as written; dependencies are resolved when it is rendered. */
export interface Chart {
  readonly metadata: Metadata;
  /** The chart's own values.yaml. */
  readonly values: GoMap;
  readonly valuesFile: SourceFile | undefined;
  readonly schema: string | undefined;
  readonly templates: readonly SourceFile[];
  readonly crds: readonly SourceFile[];
  /** Everything that templates can read through `.Files`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly dependencies: readonly Chart[];
}

import type { JsonValue } from '../../foundations/kube/index.ts';
import { GoMap, Run, toPlain } from '../../languages/gotemplate/index.ts';
import type { Chart } from './chart.ts';
import { ChartError } from './errors.ts';
import type { ResolvedChart } from './resolved-chart.ts';
import { checkReferences, printProblem, SchemaDocument, SchemaFault, validate } from './schema/index.ts';

/** Checks the values of a chart and its subcharts against their values.schema.json, each chart its own part. */
export function checkSchemas(root: ResolvedChart, values: GoMap): void {
  const problems = check(root, values);
  if (problems === '') return;
  throw new ChartError(
    'CHART_SCHEMA',
    `values don't meet the specifications of the schema(s) in the following chart(s):\n${problems}`,
  );
}

function check(node: ResolvedChart, values: GoMap): string {
  let out = '';
  const document = documentOf(node.chart);
  if (document instanceof SchemaFault) out += `${node.name}:\n${document.message}`;
  else if (document) {
    try {
      const problem = validate(document, plainNumbers(toPlain(new Run(), values)));
      if (problem) out += `${node.name}:\n${printProblem(problem)}`;
    } catch (error) {
      if (!(error instanceof SchemaFault)) throw error;
      out += `${node.name}:\n${error.message}`;
    }
  }
  for (const child of node.dependencies) {
    const inner = values.get(child.name);
    if (inner instanceof GoMap) out += check(child, inner);
  }
  return out;
}

const documents = new WeakMap<Chart, SchemaDocument | SchemaFault>();

function documentOf(chart: Chart): SchemaDocument | SchemaFault | undefined {
  if (chart.schema === undefined) return undefined;
  let document = documents.get(chart);
  if (!document) {
    try {
      document = new SchemaDocument(chart.schema);
      checkReferences(document);
    } catch (error) {
      if (!(error instanceof SchemaFault)) throw error;
      document = error;
    }
    documents.set(chart, document);
  }
  return document;
}

/** Integers wider than a float64 come as bigint; a schema sees them as numbers. */
function plainNumbers(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}

import type { GoMap } from '../../languages/gotemplate/index.ts';
import type { ResolvedChart } from './dependencies.ts';

/** Checks the values of a chart and its subcharts against their values.schema.json. */
export function checkSchemas(_root: ResolvedChart, _values: GoMap): void {}

import type { Chart, RenderOptions, RenderResult } from '../../../../domain/chart/index.ts';
export function explainValues(_chart: Chart, _options: RenderOptions, _result: RenderResult, _path: string): string {
  return '';
}

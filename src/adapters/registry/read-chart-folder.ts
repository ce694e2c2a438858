import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChartError, type ChartFile, chartFileFilter } from '../../domain/chart/index.ts';
import { readTree } from '../files/index.ts';
import { archiveLimits } from './unpack-chart.ts';

/** The files of a chart's folder, without what `.helmignore` leaves out. The limits of packed charts hold here too. */
export async function readChartFolder(folder: string): Promise<readonly ChartFile[]> {
  const ignoreFile = join(folder, '.helmignore');
  const wanted = chartFileFilter(existsSync(ignoreFile) ? readFileSync(ignoreFile, 'utf8') : '');
  const { fileBytes, totalBytes } = archiveLimits;
  let total = 0;
  const files = await readTree(folder, wanted, (path, size) => {
    if (size > fileBytes) {
      throw new ChartError(
        'CHART_LIMIT',
        `chart file ${JSON.stringify(path)} is larger than the maximum file size ${fileBytes}`,
      );
    }
    total += size;
    if (total > totalBytes)
      throw new ChartError('CHART_LIMIT', `the chart is larger than the maximum size ${totalBytes}`);
  });
  return [...files].map(([path, data]) => ({ path, data }));
}

export { type ChartSourceOptions, keepRecentCharts, openChart } from './open-chart.ts';
export { readTar } from './read-tar.ts';
export { chartUnpacker } from './unpack-chart.ts';

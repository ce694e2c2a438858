export { type ChartSourceOptions, keepRecentCharts, openChart } from './open-chart.ts';
export { readTar } from './read-tar.ts';
export { Transport, type TransportOptions } from './transport.ts';
export { chartUnpacker } from './unpack-chart.ts';

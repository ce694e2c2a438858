import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help. Add the next one here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'template',
    summary: 'render a chart to manifests, as `helm template` does',
    load: () => import('./commands/template/index.ts'),
  },
  {
    name: 'apply',
    summary: 'judge manifests by policies, as `kyverno apply` does',
    load: () => import('./commands/apply/index.ts'),
    isDropIn: true,
  },
  {
    name: 'test',
    summary: "run policies' own tests, as `kyverno test` does",
    load: () => import('./commands/test/index.ts'),
    isDropIn: true,
  },
  {
    name: 'jp',
    summary: 'evaluate, parse and look up JMESPath, as `kyverno jp` does',
    load: () => import('./commands/jp/index.ts'),
    isDropIn: true,
  },
  {
    name: 'create',
    summary: 'create test files, exceptions, values and more, as `kyverno create` does',
    load: () => import('./commands/create/index.ts'),
    isDropIn: true,
  },
  {
    name: 'fix',
    summary: 'bring policies and test files up to date, as `kyverno fix` does',
    load: () => import('./commands/fix/index.ts'),
    isDropIn: true,
  },
  {
    name: 'check',
    summary: 'render the sources for an environment and judge manifests or a chart',
    load: () => import('./commands/check/index.ts'),
  },
  {
    name: 'cleanup',
    summary: 'show what cleanup policies and time-to-live labels delete',
    load: () => import('./commands/cleanup/index.ts'),
  },
  {
    name: 'lint',
    summary: 'find, and with --fix repair, mistakes in policies, charts and values',
    load: () => import('./commands/lint/index.ts'),
  },
  {
    name: 'explain',
    summary: 'show why a resource passes or fails, step by step',
    load: () => import('./commands/explain/index.ts'),
  },
  {
    name: 'parity',
    summary: 'compare with the real helm and kyverno, and name every difference',
    load: () => import('./commands/parity/index.ts'),
  },
  {
    name: 'rollout',
    summary: 'show policies x environments: mode, since when, violations, next step',
    load: () => import('./commands/rollout/index.ts'),
  },
  {
    name: 'serve',
    summary: 'scan the clusters and serve the dashboard, the API and metrics',
    load: () => import('./commands/serve/index.ts'),
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: () => import('./commands/completion/index.ts'),
  },
  { name: 'version', summary: 'print the version', load: () => import('./commands/version/index.ts') },
];

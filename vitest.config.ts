import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,conformance,scripts,examples}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // No process stays behind a test; those of the resident say otherwise.
    env: { BYLAW_RESIDENT: 'off' },
    // One real program beside another, on a machine that builds as well: a second try is not worth a red run, and is told of.
    retry: process.env['CI'] ? 1 : 0,
    reporters: ['default'],
  },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const shared = {
  setupFiles: ['test/support/fast-check.ts', 'test/support/cpu-meter.ts'],
  // Nothing in the project keeps state between tests, so files can share what they have loaded.
  isolate: false,
  // Processes: a thread cannot tell its CPU time from the others'.
  pool: 'forks' as const,
  // No test is about time: these only end what hangs.
  hookTimeout: 600_000,
  // Scenarios in files of their own, which tests write: they use the modules that the tests use.
  alias: [
    {
      find: /^seedlab\/(.*)$/,
      replacement: fileURLToPath(new URL('./src/package/$1.ts', import.meta.url)),
    },
  ],
  server: { deps: { inline: [/seedlab-own-/] } },
};

export default defineConfig({
  test: {
    reporters: ['default', './test/support/cpu-reporter.ts'],
    // Vitest leaves one core free, which of two is half.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], testTimeout: 600_000 } },
      {
        test: {
          ...shared,
          name: 'deep',
          include: ['test/**/*.deep.ts'],
          testTimeout: 3_600_000,
          env: { SEEDLAB_DEEP: 'yes' },
        },
      },
    ],
    coverage: { include: ['src/**', 'sims/**', 'scenarios/**'] },
  },
});

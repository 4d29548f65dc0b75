import { defineConfig } from 'vitest/config';

const shared = {
  setupFiles: ['test/support/fast-check.ts'],
  // Nothing in the project keeps state between tests, so files can share what they have loaded.
  isolate: false,
};

export default defineConfig({
  test: {
    // Vitest leaves one core free, which of two is half.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { ...shared, name: 'deep', include: ['test/**/*.deep.ts'], testTimeout: 600_000 } },
    ],
    coverage: { include: ['src/**', 'sims/**', 'scenarios/**'] },
  },
});

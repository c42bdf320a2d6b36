import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{contracts,domain,main,preload,renderer,practice,server,models,build,bench,survive}/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Integration tests start servers and models: two cores, so few at once.
    maxWorkers: 2,
  },
});

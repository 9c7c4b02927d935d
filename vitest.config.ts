import { defineConfig } from 'vitest/config';

const ignored = ['**/node_modules/**', '**/dist/**', '**/generated/**'];

/** The fast suite: pure tests and tests through the router on real PostgreSQL. */
export default defineConfig({
  test: {
    // Two: test files share the machine with PostgreSQL, and continuous integration has two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: false,
        test: {
          name: 'server',
          include: [
            'packages/{api,client,db}/**/*.test.ts',
            'apps/{server,desktop}/**/*.test.ts',
            'examples/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ignored,
          environment: 'node',
          pool: 'forks',
          globalSetup: './packages/db/src/testing-global-setup.ts',
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: false,
        test: {
          name: 'screens',
          include: ['packages/ui/**/*.test.{ts,tsx}', 'apps/web/**/*.test.{ts,tsx}'],
          exclude: ignored,
          environment: 'node',
          pool: 'forks',
          testTimeout: 10_000,
        },
      },
    ],
  },
});

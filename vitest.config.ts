import { defineConfig } from 'vitest/config';

const ignored = ['**/node_modules/**', '**/dist/**', '**/generated/**'];

/** Tests that start programs (the server, PostgreSQL, Redis, nginx) and kill them, or storm a server with connections. */
const slow = [
  'apps/server/src/main.test.ts',
  'apps/server/src/ws.test.ts',
  'apps/server/src/resilience/*.test.ts',
  'packages/db/src/{embedded,embedded-refusals,connect}.test.ts',
];

/**
 * Two: test files share the machine with PostgreSQL, and continuous integration has two cores. Every project says so itself:
 * one that does not extend this file would take a core less than there are.
 */
const maxWorkers = 2;

/**
 * The tests without a browser: pure ones and those through the router on real PostgreSQL, then the slow ones.
 * `pnpm test:fast` leaves the slow ones out.
 */
export default defineConfig({
  test: {
    // One PostgreSQL for all projects.
    globalSetup: './packages/db/src/testing-global-setup.ts',
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
          exclude: [...ignored, ...slow],
          environment: 'node',
          pool: 'forks',
          maxWorkers,
          // Files that follow each other in a process share the modules it has loaded. What a test sets up is its own: a
          // world, a server, a database. What belongs to the process (variables, timers) is for the slow ones only.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: false,
        test: {
          name: 'slow',
          include: slow,
          exclude: ignored,
          environment: 'node',
          pool: 'forks',
          maxWorkers,
          sequence: { groupOrder: 1 },
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
          maxWorkers,
          testTimeout: 10_000,
        },
      },
    ],
  },
});

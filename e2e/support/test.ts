import { test as base, type Page } from '@playwright/test';
import { TestServer } from './server.ts';
import { signIn, type Who } from './sign-in.ts';

export { expect } from '@playwright/test';
export { axe } from './axe.ts';

interface Fixtures {
  /** Signs someone in with a browser of their own and gives their page. */
  personAt: (who: Who, path?: string) => Promise<Page>;
}

interface WorkerFixtures {
  /** Tests of the same community share a server; a file may name one of its own to begin afresh. */
  community: string;
  /** The server that this worker's tests share. */
  server: TestServer;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  community: ['everyone', { option: true, scope: 'worker' }],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const server = await TestServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  personAt: async ({ browser, server }, use) => {
    const pages: Page[] = [];
    await use(async (who, path = '/') => {
      const context = await browser.newContext({ baseURL: server.url });
      const page = await context.newPage();
      pages.push(page);
      await signIn(page, who, path);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

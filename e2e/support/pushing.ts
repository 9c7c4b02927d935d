import type { Page } from '@playwright/test';
import type { Atalaya } from '../../packages/client/src/index.ts';
import { TestServer } from './server.ts';
import { test as base, expect } from './test.ts';

/** With a server that pushes to a service on this machine: the browser makers' own are out of reach of a test. */
export const test = base.extend<object, { server: TestServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const server = await TestServer.start({ PUSH_PRIVATE: '1' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** Resolves when the person has no screen open any more: who is here is given time to read before a push. */
export async function untilGone({ api }: Atalaya, memberId: string): Promise<void> {
  const presence = async () => (await api.members.get.query({ memberId })).presence;
  await expect.poll(presence).toBe('offline');
}

/**
 * Gives the page's browser a maker that grants pushes, as the one of these tests has none: all who use
 * this browser get the same address, as with a real one.
 */
export async function grantPushes(
  page: Page,
  target: { endpoint: string; p256dh: string; auth: string },
): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(({ endpoint, ...keys }) => {
    const granted = 'maker.granted';
    const subscription = {
      endpoint,
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => {
        localStorage.removeItem(granted);
        return true;
      },
    };
    Object.assign(PushManager.prototype, {
      getSubscription: async () => (localStorage.getItem(granted) ? subscription : null),
      subscribe: async () => {
        localStorage.setItem(granted, 'yes');
        return subscription;
      },
    });
  }, target);
}

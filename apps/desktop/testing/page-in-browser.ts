import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageOrigin } from '../shared/contract.ts';
import type { StandIn, StandInWindow } from './electron-stand-in.ts';

/** The part of Playwright's page that is used, so that this file needs no Playwright. */
interface BrowserPage {
  exposeFunction(name: string, work: (...values: never[]) => unknown): Promise<unknown>;
  addInitScript(script: { content: string }): Promise<unknown>;
  route(
    url: string,
    answer: (route: {
      request(): { url(): string; method(): string };
      fulfill(answer: {
        status: number;
        headers: Record<string, string>;
        body: Buffer;
      }): Promise<void>;
    }) => Promise<void>,
  ): Promise<unknown>;
  evaluate<Value>(work: (value: Value) => void, value: Value): Promise<void>;
  goto(url: string): Promise<unknown>;
  on(
    name: 'dialog',
    listener: (dialog: {
      type(): string;
      accept(): Promise<void>;
      dismiss(): Promise<void>;
    }) => void,
  ): unknown;
}

/**
 * Shows one of the program's windows in a browser: its files come from the program's own handler,
 * with the program's own policy; the built preload runs in it, its calls answered by the program.
 * `origin` takes the place of the scheme that only Electron knows.
 */
export async function showWindow(
  page: BrowserPage,
  standIn: StandIn,
  window: StandInWindow,
  { folder, origin }: { folder: string; origin: string },
): Promise<void> {
  const { contents } = window;
  const there = (url: string) => url.replace(pageOrigin, origin);
  const here = (url: string) => url.replace(origin, pageOrigin);
  await page.route(`${origin}/**`, async (route) => {
    const { url, method } = { url: route.request().url(), method: route.request().method() };
    const answer = await standIn.fetchFile(here(url), { method });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  await page.exposeFunction('electronInvoke', (channel: string, values: unknown[]) =>
    standIn.invoke(channel, values, contents.mainFrame, contents),
  );
  const preload = readFileSync(join(folder, 'dist-electron/preload.cjs'), 'utf8');
  await page.addInitScript({
    content: `(() => {
      const listeners = new Map();
      window.electronTell = ([channel, values]) => {
        for (const listener of listeners.get(channel) ?? []) listener({}, ...values);
      };
      const electron = {
        contextBridge: { exposeInMainWorld: (name, api) => { window[name] = api; } },
        ipcRenderer: {
          invoke: (channel, ...values) => window.electronInvoke(channel, values),
          on(channel, listener) {
            listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
          },
          off(channel, listener) { listeners.get(channel)?.delete(listener); },
        },
      };
      const require = (name) => {
        if (name !== 'electron') throw new Error('a sandboxed preload cannot load ' + name);
        return electron;
      };
      // In a room of its own: it has names for the same things.
      ((require) => {
        ${preload}
      })(require);
    })();`,
  });
  contents.events.on('to-page', (channel: string, values: unknown[]) => {
    void page
      .evaluate(
        (told) =>
          (globalThis as unknown as { electronTell(told: unknown): void }).electronTell(told),
        [channel, values] as const,
      )
      .catch(() => {});
  });
  // Where a browser would ask by itself, Electron asks the program.
  page.on('dialog', (dialog) => {
    const stays = dialog.type() === 'beforeunload' && !contents.letsGo();
    void (stays ? dialog.dismiss() : dialog.accept());
  });
  contents.events.on('load', (url: string) => void page.goto(there(url)).catch(() => {}));
  await page.goto(there(contents.mainFrame.url));
}

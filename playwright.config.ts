import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumOnPath } from './e2e/support/chromium.ts';

const executablePath = chromiumOnPath();

/** Tests on the real server in a real browser. Tag `@phone`: on the phone too; `@only-phone`: there only. */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  // Every worker starts a server with its database, and continuous integration has two cores.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) },
    locale: 'es-ES',
    timezoneId: 'Europe/Madrid',
    // The page's states tell what went wrong; filming every test as well costs a quarter of the processor time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'desktop',
      grepInvert: /@only-phone/,
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      grep: /@phone|@only-phone/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});

import type { Page } from '@playwright/test';
import { demoPassword, demoSignIns, type SignInName } from '../../packages/db/src/demo/sign-ins.ts';

/** A demo person by role, or anyone by address and password. */
export type Who = SignInName | { email: string; password: string };

export const credentials = (who: Who): { email: string; password: string } =>
  typeof who === 'string' ? { email: demoSignIns[who].email, password: demoPassword } : who;

/**
 * Signs the page's browser in, as the sign-in screen would, and opens `path`.
 * The session is the browser's cookie, so every page of the same context is signed in.
 */
export async function signIn(page: Page, who: Who = 'member', path = '/'): Promise<void> {
  const origin = await originOf(page);
  const response = await page.request.post(`${origin}/trpc/auth.login`, {
    headers: { origin },
    data: { json: { ...credentials(who), session: 'cookie' } },
  });
  if (!response.ok()) {
    throw new Error(`Sign-in was refused (${response.status()}): ${await response.text()}`);
  }
  // The session is a cookie that no script sees; this mark tells the client to look for it.
  await page.evaluate(() => localStorage.setItem('atalaya.session', 'cookie'));
  await page.goto(`${origin}${path}`);
}

async function originOf(page: Page): Promise<string> {
  // Any page of the origin will do; the client itself must not start before there is a session.
  if (!page.url().startsWith('http')) await page.goto('/health/live');
  return new URL(page.url()).origin;
}

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
  await page.goto(`${origin}${path}`);
}

async function originOf(page: Page): Promise<string> {
  if (!page.url().startsWith('http')) await page.goto('/');
  return new URL(page.url()).origin;
}

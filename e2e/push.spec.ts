import { startPushService } from '../apps/server/src/testing/push-service.ts';
import { grantPushes, test, untilGone } from './support/pushing.ts';
import { signIn } from './support/sign-in.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect } from './support/test.ts';

test('CHAT-50: pushes are turned on, come, and are there again after signing in again; not for who signs in next', async ({
  page,
  server,
}) => {
  await using service = await startPushService();
  await grantPushes(page, service.target);
  await signIn(page, 'member', '/me');
  const choice = page.getByRole('switch', { name: 'Avisos en este navegador' });
  await expect(choice).toBeEnabled();
  await expect(choice).not.toBeChecked();
  await choice.click();
  await expect(choice).toBeChecked();
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(choice).toBeChecked();

  const bruno = await apiAs(server, 'moderator');
  const general = await channelNamed(bruno, 'general');
  const { items } = await bruno.api.members.list.query({ search: 'ana' });
  const ana = items.find(({ username }) => username === 'ana');
  const call = async (text: string) => {
    await page.goto('about:blank');
    await untilGone(bruno, ana?.id ?? '');
    const before = service.pushed.length;
    await bruno.outbox.send({ channelId: general, content: `@ana ${text}` }).sent;
    await expect
      .poll(() => service.pushed.slice(before).map(({ payload }) => payload.body))
      .toEqual([`@ana ${text}`]);
  };
  await call('primera llamada');

  await page.goto(`${server.url}/me`);
  await page.getByRole('button', { name: 'Cerrar sesión' }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, 'moderator', '/me');
  await expect(choice).toBeEnabled();
  await expect(choice).not.toBeChecked();
  await page.getByRole('button', { name: 'Cerrar sesión' }).click();
  await expect(page).toHaveURL(/sign-in/);

  await signIn(page, 'member', '/me');
  await expect(choice).toBeChecked();
  await call('segunda llamada');
  await page.goto(`${server.url}/me`);
  await choice.click();
  await expect(choice).not.toBeChecked();
  await page.reload();
  await expect(choice).toBeEnabled();
  await expect(choice).not.toBeChecked();
  bruno.close();
});

import type { Page } from '@playwright/test';
import type { RouterInputs } from '../packages/api/src/types.ts';
import { withDatabase } from './support/database.ts';
import { arrived, composer, message, openChannel, say } from './support/people.ts';
import { apiAs } from './support/staff.ts';
import { test as base, expect } from './support/test.ts';

/** From the answer to the change to what people see. */
const atOnce = { timeout: 1_000 };

interface Fixtures {
  /** An administrator, who has no page open, changes settings. */
  change: (settings: RouterInputs['settings']['update']) => Promise<void>;
}

const test = base.extend<Fixtures>({
  change: async ({ server }, use) => {
    const admin = await apiAs(server, 'superadmin');
    await use(async (settings) => {
      await admin.api.settings.update.mutate(settings);
    });
    admin.close();
  },
});
// What these tests change concerns everyone of the community.
test.use({ community: 'live settings' });

const isOff = (page: Page) =>
  page.getByText('La organización ha desactivado la escritura en los canales.');

test('OPS-03: chat switched off closes every composer at once, and on again brings it back with what was written @phone', async ({
  personAt,
  change,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  for (const page of [ana, bruno]) await openChannel(page, 'general');
  await composer(ana).fill('a medio escribir');
  await change({ features: { chat: false } });
  for (const page of [ana, bruno]) {
    await expect(isOff(page)).toBeVisible(atOnce);
    await expect(composer(page)).toHaveCount(0);
  }
  await change({ features: { chat: true } });
  for (const page of [ana, bruno]) {
    await expect(composer(page)).toBeVisible(atOnce);
    await expect(isOff(page)).toHaveCount(0);
  }
  await expect(composer(ana)).toHaveValue('a medio escribir');
  await composer(ana).press('Enter');
  await arrived(bruno, 'a medio escribir');
});

test('OPS-03: a change that a page missed while it had no line is there when the line is back', async ({
  personAt,
  change,
}) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await ana.context().setOffline(true);
  await expect(ana.getByText(/^Sin conexión/)).toBeVisible({ timeout: 20_000 });
  await change({ features: { chat: false } });
  await ana.context().setOffline(false);
  await expect(isOff(ana)).toBeVisible({ timeout: 20_000 });
  await change({ features: { chat: true } });
  await expect(composer(ana)).toBeVisible(atOnce);
});

test('OPS-03: the longest message follows the setting while one writes', async ({
  personAt,
  change,
}) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await composer(ana).fill('x'.repeat(150));
  const send = ana.getByRole('button', { name: 'Enviar', exact: true });
  await expect(send).toBeEnabled();
  await change({ limits: { messageLength: 100 } });
  await expect(ana.getByText('Sobran 50 caracteres')).toBeVisible(atOnce);
  await expect(send).toBeDisabled();
  await change({ limits: { messageLength: 4_000 } });
  await expect(send).toBeEnabled(atOnce);
  await composer(ana).fill('');
});

test('OPS-03: the time for editing follows the setting', async ({ personAt, change, server }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'puerto');
  await say(ana, 'de hace un rato');
  await arrived(ana, 'de hace un rato');
  await withDatabase(server, (database) =>
    database.query(
      `UPDATE message SET created_at = now() - interval '3 minutes' WHERE content = 'de hace un rato'`,
    ),
  );
  await ana.reload();
  await message(ana, 'de hace un rato').hover();
  const edit = message(ana, 'de hace un rato').getByRole('button', { name: 'Editar' });
  await expect(edit).toBeVisible();
  await change({ limits: { editMinutes: 2 } });
  await expect(edit).toHaveCount(0, atOnce);
  await change({ limits: { editMinutes: 0 } });
  await expect(edit).toBeVisible(atOnce);
});

test('OPS-03: who is away for others follows the setting, counted from the last sign', async ({
  personAt,
  change,
}) => {
  const bruno = await personAt('moderator', '/people');
  const ana = await personAt('member');
  await ana.clock.install();
  await ana.reload();
  await openChannel(ana, 'general');
  const row = bruno.getByRole('link', { name: /Ana Ferreiro/ });
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
  await ana.clock.fastForward('02:30');
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
  await change({ presence: { awayAfterMinutes: 2 } });
  await expect(row.getByRole('img', { name: 'Ausente' })).toBeVisible();
  await change({ presence: { awayAfterMinutes: 10 } });
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
  await change({ presence: { awayAfterMinutes: 2 } });
  await expect(row.getByRole('img', { name: 'Ausente' })).toBeVisible();
  await ana.keyboard.press('Shift');
  await expect(row.getByRole('img', { name: 'En línea' })).toBeVisible();
});

test('OPS-03: who invites is told at once that no new accounts are accepted', async ({
  personAt,
  change,
}) => {
  const carmen = await personAt('admin', '/invites');
  const notice = carmen.getByText('Ahora mismo no se admiten cuentas nuevas');
  await expect(carmen.getByRole('button', { name: 'Crear enlace' })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await change({ features: { registration: false } });
  await expect(notice).toBeVisible(atOnce);
  await change({ features: { registration: true } });
  await expect(notice).toHaveCount(0, atOnce);
});

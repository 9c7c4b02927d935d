import { withDatabase } from './support/database.ts';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'retention' });

test('OPS-50: the log says up to where policy removed it, and verifying finds a seal that is not the server’s', async ({
  personAt,
  server,
}) => {
  const staff = await apiAs(server, 'superadmin');
  for (const channelsPerDay of [31, 32, 33, 34])
    await staff.api.settings.update.mutate({ limits: { channelsPerDay } });
  staff.close();
  await withDatabase(server, async (client) => {
    // Nothing here is a year old; what is written in its place is real.
    await client.query('ALTER TABLE audit_checkpoint DISABLE TRIGGER audit_checkpoint_fits');
    await client.query(
      `INSERT INTO audit_checkpoint
              (organisation_id, position, hash, at, removed_at, public_key, signature)
       SELECT organisation_id, position, hash, at, now(), repeat('0', 64), repeat('0', 128)
         FROM audit_entry
        WHERE position = 2 AND organisation_id =
              (SELECT organisation_id FROM member WHERE email = 'diego@faro.example')`,
    );
    await client.query('ALTER TABLE audit_checkpoint ENABLE ALWAYS TRIGGER audit_checkpoint_fits');
  });
  const page = await personAt('auditor', '/console/audit');
  const told = page.getByText(/^Las entradas hasta la 2, del .*, se retiraron según la política/);
  await expect(told).toBeVisible();
  await expect(page.getByRole('main').locator('[data-entry="3"]')).toBeVisible();
  await expect(page.getByRole('main').locator('[data-entry="2"]')).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Verificar la cadena' }).click();
  await expect(page.getByText('Rota: la entrada 2')).toBeVisible();
});

import { withDatabase } from './support/database.ts';
import { openChannel } from './support/people.ts';
import type { TestServer } from './support/server.ts';
import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'file-room' });

/** So much of ten megabytes is taken already. */
const take = (server: TestServer, bytes: number) =>
  withDatabase(server, (client) =>
    client.query(
      `INSERT INTO file_usage (organisation_id, bytes) SELECT id, $1 FROM organisation
       ON CONFLICT (organisation_id) DO UPDATE SET bytes = excluded.bytes`,
      [bytes],
    ),
  );

test('CHAT-43: one’s profile shows how full the room for files is; a refusal says it, too @phone', async ({
  personAt,
  server,
}, testInfo) => {
  // The screen asks anew every now and then.
  test.setTimeout(120_000);
  const chief = await apiAs(server, 'superadmin');
  await chief.api.settings.update.mutate({ files: { quotaMb: 10 } });
  chief.close();
  await take(server, 4_000_000);
  const ana = await personAt('member', '/');
  await openChannel(ana, 'general');
  const send = async (name: string, bytes: number) => {
    const chooser = ana.waitForEvent('filechooser');
    await ana.getByRole('button', { name: 'Adjuntar archivos' }).click();
    const buffer = Buffer.alloc(bytes, 'a');
    await (await chooser).setFiles([{ name, mimeType: 'text/plain', buffer }]);
    return ana
      .getByRole('list', { name: 'Archivos del mensaje' })
      .getByRole('listitem')
      .filter({ hasText: name });
  };
  await expect(await send('cabe.txt', 1_000_000)).toHaveAttribute('data-state', 'ready');
  await expect((await send('de-sobra.txt', 5_500_000)).getByRole('alert')).toHaveText(
    'No cabe: la organización ya usa 5 de sus 10 MB para archivos. Avisa a administración.',
  );
  expect(await axe(ana)).toEqual([]);

  await ana.goto('/me');
  const bar = ana.getByRole('progressbar', { name: 'Espacio para archivos' });
  await expect(bar).toHaveAttribute('aria-valuenow', '50');
  await expect(ana.getByText('La organización usa 5 MB de 10 MB (50 %).')).toBeVisible();
  await expect(ana.getByText('Cuando se llene, nadie podrá enviar más archivos')).toBeVisible();
  await bar.scrollIntoViewIfNeeded();
  await ana.screenshot({ path: testInfo.outputPath('room.png') });

  // Somebody else fills it meanwhile.
  await take(server, 9_300_000);
  await expect(ana.getByText('Queda poco')).toBeVisible({ timeout: 30_000 });
  await take(server, 10_000_000);
  await expect(ana.getByText('Está lleno: no se pueden enviar más archivos')).toBeVisible({
    timeout: 30_000,
  });
  await expect(bar).toHaveAttribute('aria-valuenow', '100');
  expect(await axe(ana)).toEqual([]);
  await ana.screenshot({ path: testInfo.outputPath('full.png') });
});

import { log, message } from './support/people.ts';
import { apiAs, channelNamed } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'flaggers' });

const hugo = { email: 'hugo@faro.example', password: 'demo-atalaya' };
const reason = 'Denuncias sin motivo, una detrás de otra';

test('TRUST-13: who is stopped from reporting is told why and until when, and may again', async ({
  server,
  personAt,
}) => {
  const [ana, his] = await Promise.all([apiAs(server, 'member'), apiAs(server, hugo)]);
  const channelId = await channelNamed(ana, 'general');
  await his.api.chat.channels.join.mutate({ channelId });
  const content = `Nos vemos a las seis ${crypto.randomUUID()}`;
  await ana.api.chat.messages.send.mutate({ channelId, clientId: crypto.randomUUID(), content });
  const { headSeq } = await his.api.chat.messages.history.query({ channelId, limit: 1 });
  await his.api.chat.channels.markRead.mutate({ channelId, seq: headSeq });
  const { id } = await his.api.auth.me.query();

  const staff = await personAt('moderator', `/console/people?who=${id}`);
  const file = staff.getByRole('complementary', { name: 'Ficha' });
  const part = file.getByRole('region', { name: 'Cómo avisa' });
  await expect(part).toContainText('como el de cualquiera');
  await part.getByRole('button', { name: 'No dejar que avise' }).click();
  const form = part.getByRole('form', { name: 'No dejar que avise' });
  const confirm = form.getByRole('button', { name: 'No dejar que avise' });
  await expect(confirm).toBeDisabled();
  await form.getByRole('combobox', { name: 'Durante' }).selectOption({ label: '1 día' });
  await form.getByRole('textbox', { name: 'Motivo' }).fill(reason);
  expect(await axe(staff)).toEqual([]);
  await confirm.click();
  await expect(part).toContainText('No puede avisar hasta el');
  await expect(part).toContainText(reason);

  const page = await personAt(hugo, `/c/${channelId}`);
  await expect(log(page)).toHaveAttribute('aria-busy', 'false');
  await message(page, content).focus();
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Spam/ }).check();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText(`Motivo: ${reason}`);
  await expect(dialog).toContainText('No puedes denunciar nada hasta el');

  await part.getByRole('button', { name: 'Dejar que avise' }).click();
  await expect(part).not.toContainText(reason);
  await dialog.getByRole('button', { name: 'Enviar la denuncia' }).click();
  await expect(dialog).toHaveCount(0);
  ana.close();
  his.close();
});

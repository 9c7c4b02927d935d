import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Caller, callerOf } from './support/cases.ts';
import { withDatabase } from './support/database.ts';
import { log, message, openChannel } from './support/people.ts';
import { axe, expect, test } from './support/test.ts';

// Its cases are in a queue of their own.
test.use({ community: 'history' });

/** A message in #general that says one after the other. */
async function written(author: Caller, contents: readonly string[]): Promise<string> {
  const { items } = await author.query<{ items: { id: string; name: string }[] }>(
    'chat.channels.list',
    {},
  );
  const channelId = items.find(({ name }) => name === 'general')?.id;
  const [content, ...later] = contents;
  const { id: messageId } = await author.mutate<{ id: string }>('chat.messages.send', {
    ...{ channelId, clientId: randomUUID(), content },
  });
  for (const next of later) await author.mutate('chat.messages.edit', { messageId, content: next });
  return messageId;
}

const theWindow = (page: Page) => page.getByRole('dialog', { name: /^Historial del mensaje/ });

test('CHAT-05: staff see each version of a message, with who, when and what changed @phone', async ({
  personAt,
  server,
}, { project }) => {
  const author = await callerOf(server, 'member');
  const last = `La baliza sur parpadea, ${project.name}`;
  await written(author, ['La baliza norte', 'La baliza norte parpadea', last]);
  const page = await personAt('moderator');
  await openChannel(page, 'general');
  const mark = message(page, last).getByRole('button', { name: '(editado) Ver el historial' });
  await mark.click();
  const versions = theWindow(page).getByRole('listitem');
  await expect(versions).toHaveCount(3);
  await expect(versions.first()).toContainText('Ana Ferreiro');
  await expect(versions.first()).toContainText('Ahora');
  await expect(versions.first().getByRole('deletion').first()).toHaveText('norte');
  await expect(versions.first().getByRole('insertion').first()).toHaveText('sur');
  await expect(versions.last()).toContainText('lo escribió');
  await expect(versions.last().getByRole('insertion')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(theWindow(page)).toHaveCount(0);
  await expect(message(page, last)).toBeFocused();
});

test('CHAT-05: what changed is looked for in the versions that are in view, not in all at once', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'member');
  const texts = Array.from({ length: 24 }, (_, n) => `Parte ${n}: ${'mar rizada, '.repeat(20)}`);
  await written(author, texts);
  const page = await personAt('moderator');
  await openChannel(page, 'general');
  await message(page, 'Parte 23')
    .getByRole('button', { name: '(editado) Ver el historial' })
    .click();
  const versions = theWindow(page).getByRole('listitem');
  await expect(versions).toHaveCount(24);
  await expect(versions.first().getByRole('insertion')).toHaveText('23');
  const early = versions.nth(22);
  await expect(early).toContainText('Parte 1:');
  await expect(early.getByRole('insertion')).toHaveCount(0);
  await early.scrollIntoViewIfNeeded();
  await expect(early.getByRole('insertion')).toHaveText('1');
  await expect(early.getByRole('deletion')).toHaveText('0');
});

test('CHAT-05: the history is in the actions, at the key H, and behind a tombstone', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'member');
  const messageId = await written(author, ['Marea alta', 'Marea baja']);
  const page = await personAt('moderator');
  await openChannel(page, 'general');
  const row = message(page, 'Marea baja');
  await row.hover();
  await row
    .getByRole('toolbar')
    .getByRole('button', { name: 'Ver el historial', exact: true })
    .click();
  await expect(theWindow(page)).toContainText('Marea alta');
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  await page.keyboard.press('h');
  await expect(theWindow(page)).toContainText('Marea alta');
  await page.keyboard.press('Escape');

  await author.mutate('chat.messages.delete', { messageId });
  const gone = log(page).getByRole('article').last();
  await expect(gone).toContainText('Mensaje eliminado');
  await gone.getByRole('button', { name: 'Ver el historial' }).click();
  const versions = theWindow(page).getByRole('listitem');
  await expect(versions).toHaveCount(3);
  await expect(versions.first()).toContainText('lo eliminó');
  await expect(versions.nth(1)).toContainText('Marea');
});

test('CHAT-05: when the history cannot be read, it says so and can be tried again', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'member');
  const messageId = await written(author, ['Niebla', 'Niebla densa']);
  const page = await personAt('moderator');
  await openChannel(page, 'general');
  // As good as gone: of a channel that there is not.
  const move = (to: string) =>
    withDatabase(server, async (client) => {
      const { rows } = await client.query(
        `UPDATE message m SET channel_id = $2 FROM message old
          WHERE m.id = $1 AND old.id = m.id RETURNING old.channel_id`,
        [messageId, to],
      );
      return rows[0].channel_id as string;
    });
  const home = await move(randomUUID());
  await message(page, 'Niebla densa')
    .getByRole('button', { name: /^\(editado\)/ })
    .click();
  await expect(theWindow(page).getByRole('alert')).toBeVisible();
  await move(home);
  await theWindow(page).getByRole('button', { name: 'Reintentar' }).click();
  await expect(theWindow(page).getByRole('listitem')).toHaveCount(2);
});

test('CHAT-05: members see that a message was edited, not what it said', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'moderator');
  const messageId = await written(author, ['Guardia de noche', 'Guardia de día']);
  const page = await personAt('member');
  await openChannel(page, 'general');
  const row = message(page, 'Guardia de día');
  await expect(row).toContainText('(editado)');
  await row.hover();
  await expect(row.getByRole('toolbar')).toBeVisible();
  await expect(row.getByRole('button', { name: /historial/ })).toHaveCount(0);
  await row.focus();
  await page.keyboard.press('h');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const member = await callerOf(server, 'member');
  const asked = member.query('chat.messages.revisions', { messageId });
  await expect(asked).rejects.toThrow('error.forbidden.permission');
});

test('CHAT-05: the evidence of a case shows how its message was edited', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'member');
  const messageId = await written(author, ['Cabo tranquilo', 'Cabo bravo']);
  const flagger = await callerOf(server, 'auditor');
  await flagger.mutate('moderation.flags.create', {
    ...{ subjectType: 'message', subjectId: messageId, reason: 'harassment', note: 'Mira.' },
  });
  const staff = await callerOf(server, 'moderator');
  const { items } = await staff.query<{ items: { id: string; subjectId: string }[] }>(
    'moderation.cases.list',
    { limit: 100 },
  );
  const id = items.find(({ subjectId }) => subjectId === messageId)?.id;
  const page = await personAt('moderator', `/console/queue?case=${id}`);
  const theCase = page.getByRole('article', { name: 'Caso' });
  await expect(theCase).toContainText('Cabo tranquilo');
  await expect(theCase.getByRole('deletion')).toHaveText('tranquilo');
  await expect(theCase.getByRole('insertion')).toHaveText('bravo');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
});

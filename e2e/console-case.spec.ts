import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Caller, callerOf, flagMessages } from './support/cases.ts';
import { axe, expect, test } from './support/test.ts';

// What is in the queue is what these tests put there.
test.use({ community: 'console-case' });

const theCase = (page: Page) => page.getByRole('article', { name: 'Caso' });

interface Row {
  id: string;
  version: number;
  subjectId: string;
}
async function rowOf(staff: Caller, subjectId: string): Promise<Row> {
  const { items } = await staff.query<{ items: Row[] }>('moderation.cases.list', { limit: 100 });
  const row = items.find((one) => one.subjectId === subjectId);
  if (!row) throw new Error('there is no open case about it');
  return row;
}

test('TRUST-04: a text that its author edited again and again is there in all its versions', async ({
  personAt,
  server,
}) => {
  const author = await callerOf(server, 'member');
  const staff = await callerOf(server, 'moderator');
  const { items } = await author.query<{ items: { id: string; name: string }[] }>(
    'chat.channels.list',
    {},
  );
  const channelId = items.find(({ name }) => name === 'general')?.id;
  // The demo's filter flags it.
  const { id: messageId } = await author.mutate<{ id: string }>('chat.messages.send', {
    channelId,
    clientId: randomUUID(),
    content: 'imbécil, de entrada',
  });
  for (let n = 1; n < 8; n++) {
    await author.mutate('chat.messages.edit', { messageId, content: `imbécil, vez ${n}` });
  }
  const { id } = await rowOf(staff, messageId);
  const page = await personAt('moderator', `/console/queue?case=${id}`);
  await expect(theCase(page)).toContainText('Guardadas antes: 7 versiones más');
  await expect(theCase(page)).toContainText('imbécil, vez 6');
  await expect(theCase(page)).not.toContainText('imbécil, de entrada');
  // Edits soon after each other share what was written around them.
  await expect(theCase(page).getByRole('listitem').first()).toBeVisible();
  await theCase(page).getByRole('button', { name: 'Ver más' }).click();
  await expect(theCase(page)).toContainText('imbécil, de entrada');
  await expect(theCase(page).getByRole('button', { name: 'Ver más' })).toHaveCount(0);
  expect(await axe(page)).toEqual([]);

  await author.mutate('chat.messages.edit', { messageId, content: 'imbécil, la última' });
  await expect(theCase(page)).toContainText('imbécil, la última');
  await expect(theCase(page)).toContainText('Ha cambiado mientras lo mirabas');
});

test('TRUST-06: a case that was merged into a newer one says so and leads there', async ({
  personAt,
  server,
}) => {
  const [flagged] = await flagMessages(server, ['palabras que se editan']);
  const staff = await callerOf(server, 'moderator');
  const { messageId = '' } = flagged ?? {};
  const { id: caseId, version } = await rowOf(staff, messageId);
  const decision = { caseId, version, policy: 'spam', actions: [{ type: 'warn' }] };
  await staff.mutate('moderation.cases.decide', decision);
  const { allowed } = await staff.query<{ allowed: { undo: { decisionId: string } } }>(
    'moderation.cases.get',
    { caseId },
  );
  const author = await callerOf(server, 'member');
  await author.mutate('chat.messages.edit', { messageId, content: 'palabras ya editadas' });
  const flagger = await callerOf(server, 'auditor');
  const flag = { subjectType: 'message', subjectId: messageId, reason: 'spam' };
  await flagger.mutate('moderation.flags.create', flag);
  await staff.mutate('moderation.cases.undo', { caseId, ...allowed.undo });

  const page = await personAt('moderator', `/console/case/${caseId}`);
  await expect(theCase(page)).toContainText('Se ha unido a un caso más nuevo sobre lo mismo.');
  await theCase(page).getByRole('link', { name: 'Abrirlo' }).click();
  await expect(theCase(page)).toContainText('palabras ya editadas');
  await expect(theCase(page)).toContainText('deshecha');
  const person = page.getByRole('complementary', { name: 'Persona' });
  await expect(person).toContainText(/Avisos suyos\s*(ninguno|pocos)/);
});

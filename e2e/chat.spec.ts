import { withDatabase } from './support/database.ts';
import {
  arrived,
  composer,
  createChannel,
  log,
  message,
  openChannel,
  say,
  waitingIn,
} from './support/people.ts';
import { expect, test } from './support/test.ts';

test('CHAT-20: a message written in one browser appears in the other', async ({ personAt }) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await say(ana, 'La baliza **norte** parpadea');
  await arrived(ana, 'La baliza norte parpadea');
  await arrived(bruno, 'La baliza norte parpadea');
  await expect(message(bruno, 'La baliza norte').locator('strong')).toHaveText('norte');
});

test('CHAT-05: Markdown is shown, HTML and dangerous links are only text', async ({ personAt }) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  await say(
    page,
    '<img src=x onerror=alert(1)> [mal](javascript:alert(1)) [bien](https://faro.example/a) `cable` \n```ts\nconst luz = 1;\n```',
  );
  const own = message(page, 'const luz = 1;');
  await expect(own).toContainText('<img src=x onerror=alert(1)>');
  await expect(own.locator('img')).toHaveCount(0);
  await expect(own.locator('a')).toHaveCount(1);
  await expect(own.locator('a')).toHaveAttribute('rel', /noopener/);
  await expect(own.locator('pre code')).toHaveText('const luz = 1;');
});

test('CHAT-05: a message is edited where it stands, and deleted after the time for undoing', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'puerto');
  await openChannel(bruno, 'general');
  await say(ana, 'Amarre 12 libre');
  await arrived(ana, 'Amarre 12 libre');
  await composer(ana).press('ArrowUp');
  await ana.getByRole('textbox', { name: 'Editar' }).fill('Amarre 14 libre');
  await ana.getByRole('textbox', { name: 'Editar' }).press('Enter');
  await expect(message(ana, 'Amarre 14 libre')).toContainText('(editado)');
  // What is typed next is not lost, and nothing of the row stays open.
  await expect(composer(ana)).toBeFocused();
  await composer(ana).press('ArrowUp');
  await ana.getByRole('textbox', { name: 'Editar' }).press('Escape');
  await expect(composer(ana)).toBeFocused();
  await expect(
    message(ana, 'Amarre 14 libre').getByRole('button', { name: 'Eliminar' }),
  ).toHaveCount(0);

  const own = message(ana, 'Amarre 14 libre');
  await own.hover();
  await own.getByRole('button', { name: 'Eliminar' }).click();
  await expect(message(ana, 'Amarre 14 libre')).toHaveCount(0);
  await ana.getByRole('button', { name: 'Deshacer' }).click();
  await expect(message(ana, 'Amarre 14 libre')).toBeVisible();

  await own.hover();
  await own.getByRole('button', { name: 'Eliminar' }).click();
  await expect(log(ana).getByRole('article').last()).toContainText('Mensaje eliminado');
  // The toast goes when the server is asked.
  await expect(ana.getByRole('button', { name: 'Deshacer' })).toHaveCount(0, { timeout: 12_000 });
  await ana.reload();
  await expect(log(ana).getByRole('article').last()).toContainText('Mensaje eliminado');
});

test('CHAT-08: a reaction is seen by the other at once and taken back by the same click', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await say(ana, 'Reunión a las ocho');
  await arrived(bruno, 'Reunión a las ocho');
  const seen = message(bruno, 'Reunión a las ocho');
  await seen.hover();
  await seen.getByRole('button', { name: 'Reaccionar' }).click();
  await bruno.getByRole('textbox', { name: 'Buscar emoji' }).fill('ancla');
  await bruno.getByRole('textbox', { name: 'Buscar emoji' }).press('Enter');
  const pressed = message(ana, 'Reunión a las ocho').getByRole('button', { name: /⚓: 1/ });
  await expect(pressed).toHaveAttribute('aria-pressed', 'false');
  await pressed.click();
  await expect(seen.getByRole('button', { name: /⚓: 2/ })).toBeVisible();
  await message(ana, 'Reunión a las ocho').getByRole('button', { name: /⚓: 2/ }).click();
  await expect(seen.getByRole('button', { name: /⚓: 1/ })).toBeVisible();
});

test('CHAT-11: unread in bold, mentions as a badge, the new-messages line, and unread again', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  const link = ana.getByRole('link', { name: /^ronda-nocturna/ });
  await openChannel(bruno, 'ronda-nocturna');
  await openChannel(ana, 'ronda-nocturna');
  await expect(async () => {
    await log(ana).evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(link).not.toHaveAttribute('data-unread', { timeout: 1_000 });
  }).toPass();
  await openChannel(ana, 'puerto');

  await say(bruno, 'Primera vuelta hecha');
  await expect(link).toHaveAttribute('data-unread');
  const before = await waitingIn(ana);
  await say(bruno, '@ana, ¿te encargas de la segunda?');
  await expect(link).toHaveAccessibleName('ronda-nocturna 1 mención');
  await expect.poll(() => waitingIn(ana)).toBe(before + 1);

  await link.click();
  await expect(ana.getByText('Mensajes nuevos')).toBeVisible();
  await expect(link).not.toHaveAttribute('data-unread');
  await expect.poll(() => waitingIn(ana)).toBe(before);

  const first = message(ana, 'Primera vuelta hecha');
  await first.hover();
  await first.getByRole('button', { name: 'Marcar como no leído desde aquí' }).click();
  await expect(link).toHaveAttribute('data-unread');
  await ana.reload();
  await expect(ana.getByText('Mensajes nuevos')).toBeVisible();
});

test('CHAT-05: arrow-up edits the last own message that may still be edited, and does nothing where there is none', async ({
  personAt,
  server,
}) => {
  const ana = await personAt('member');
  await createChannel(ana, { name: `flecha-${crypto.randomUUID().slice(0, 8)}` });
  for (const text of ['Flecha uno', 'Flecha dos']) {
    await say(ana, text);
    await arrived(ana, text);
  }
  const age = (text: string) =>
    withDatabase(server, (client) =>
      client.query(
        `UPDATE message SET created_at = created_at - interval '2 days' WHERE content = $1`,
        [text],
      ),
    );
  const editor = ana.getByRole('textbox', { name: 'Editar' });
  await age('Flecha dos');
  await ana.reload();
  await expect(message(ana, 'Flecha dos')).toBeVisible();
  await composer(ana).press('ArrowUp');
  await expect(editor).toHaveValue('Flecha uno');
  await editor.press('Escape');
  await age('Flecha uno');
  await ana.reload();
  await expect(message(ana, 'Flecha dos')).toBeVisible();
  await composer(ana).press('ArrowUp');
  // What is typed next goes where it went before.
  await ana.keyboard.type('sigo aquí');
  await expect(composer(ana)).toHaveValue('sigo aquí');
  await expect(editor).toHaveCount(0);
});

test('CHAT-11: a long name does not push the numbers of the channels out of sight', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  const name = `reunion-de-vecinos-del-barrio-de-la-marina-${crypto.randomUUID().slice(0, 8)}`;
  await createChannel(bruno, { name, people: ['ana'] });
  await say(bruno, '@ana ¿vienes?');
  const link = ana.getByRole('link', { name });
  const mentions = link.locator(':scope > span').last();
  await expect(mentions).toHaveText(/^1/);
  await expect(mentions).toBeInViewport({ ratio: 1 });
});

test('CHAT-11: a newest message that the line of what is read does not reach is told of once', async ({
  personAt,
  server,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  const name = `linea-${crypto.randomUUID().slice(0, 8)}`;
  await createChannel(ana, { name, people: ['bruno'] });
  await openChannel(bruno, name);
  await say(bruno, 'Al alcance');
  await arrived(ana, 'Al alcance');
  await withDatabase(server, (client) =>
    client.query(
      `INSERT INTO message (id, channel_id, seq, author_id, client_id, content, created_at)
       SELECT gen_random_uuid(), m.channel_id, m.seq + 50, m.author_id, 'x', 'Fuera de alcance', now()
         FROM message m JOIN channel c ON c.id = m.channel_id
        WHERE c.name = $1 AND m.content = 'Al alcance'`,
      [name],
    ),
  );
  let told = 0;
  ana.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('chat.channels.markRead')) told++;
    }),
  );
  await ana.reload();
  await expect(message(ana, 'Fuera de alcance')).toBeVisible();
  await expect.poll(() => told).toBe(1);
  // Some seconds pass.
  await composer(bruno).pressSequentially('ya voy');
  await expect(ana.getByText('Bruno está escribiendo…')).toBeVisible();
  await expect(ana.getByText('Bruno está escribiendo…')).toBeHidden({ timeout: 15_000 });
  expect(told).toBe(1);
});

test('CHAT-22: who is writing is shown, and goes by itself', async ({ personAt }) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await composer(bruno).pressSequentially('ya voy');
  await expect(ana.getByText('Bruno está escribiendo…')).toBeVisible();
  await expect(ana.getByText('Bruno está escribiendo…')).toBeHidden({ timeout: 15_000 });
});

test('CHAT-24: the network of the browser goes and comes: both are seen within seconds', async ({
  personAt,
}) => {
  const ana = await personAt('member');
  await ana
    .getByRole('link', { name: /general/ })
    .first()
    .click();
  await expect(ana.getByRole('log')).toBeVisible();
  await ana.context().setOffline(true);
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await ana.context().setOffline(false);
  await expect(ana.getByText(/Sin conexión desde las/)).toHaveCount(0);
});

test('CHAT-24: written offline, sent on reconnect, once and in order', async ({
  personAt,
  server,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  await openChannel(bruno, 'general');
  await server.halt();
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await say(ana, 'escrito sin línea, uno');
  await say(ana, 'escrito sin línea, dos');
  await expect(ana.getByText('2 mensajes esperan para enviarse.')).toBeVisible();
  await expect(message(ana, 'sin línea, uno')).toHaveAttribute('data-pending', 'queued');
  await server.restart();
  await arrived(ana, 'escrito sin línea, dos');
  await arrived(bruno, 'escrito sin línea, dos');
  for (const page of [ana, bruno]) {
    const texts = await log(page)
      .getByRole('article')
      .filter({ hasText: 'sin línea' })
      .allInnerTexts();
    expect(texts.map((text) => text.match(/uno|dos/)?.[0])).toEqual(['uno', 'dos']);
  }
  await expect(ana.getByText(/Sin conexión desde las/)).toHaveCount(0);
});

test('CHAT-24: signing out with unsent messages asks first', async ({ personAt, server }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await server.halt();
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await say(ana, 'todavía no ha salido');
  await ana.getByRole('button', { name: 'Tu menú' }).click();
  await ana.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await expect(ana.getByRole('dialog')).toContainText('Hay un mensaje que aún no ha llegado');
  await ana.getByRole('button', { name: 'Cancelar' }).click();
  await server.restart();
  await arrived(ana, 'todavía no ha salido');
});

test('CHAT-24: an unsent message survives a reload of the page', async ({ personAt, server }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'general');
  await server.halt();
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await say(ana, 'esto no se pierde');
  await expect(message(ana, 'esto no se pierde')).toHaveAttribute('data-pending');
  await server.restart();
  await ana.reload();
  await arrived(ana, 'esto no se pierde');
  await expect(message(ana, 'esto no se pierde')).toHaveCount(1);
});

test('CHAT-03: a channel is created, found, joined, left, archived and deleted', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await ana.getByRole('button', { name: 'Añadir canales' }).click();
  await ana.getByRole('menuitem', { name: 'Crear canal' }).click();
  await ana.getByRole('textbox', { name: 'Nombre' }).fill('taller-de-velas');
  await ana.getByRole('textbox', { name: 'Tema' }).fill('Coser y remendar');
  await ana.getByRole('button', { name: 'Crear', exact: true }).click();
  await expect(ana.getByRole('heading', { level: 1, name: 'taller-de-velas' })).toBeVisible();
  await expect(ana.getByText('Aún no hay mensajes. Escribe el primero.')).toBeVisible();

  await bruno.getByRole('link', { name: 'Explorar' }).first().click();
  await bruno.getByRole('textbox', { name: 'Buscar canales públicos' }).fill('taller');
  await bruno.getByRole('button', { name: 'Unirse a taller-de-velas' }).click();
  await expect(composer(bruno)).toBeVisible();
  await say(bruno, 'Traigo hilo encerado');
  await arrived(ana, 'Traigo hilo encerado');

  await bruno.getByRole('button', { name: 'Información del canal' }).click();
  await bruno.getByRole('button', { name: 'Salir del canal' }).click();
  await bruno.getByRole('dialog').getByRole('button', { name: 'Salir del canal' }).click();
  await expect(bruno.getByText('Estás viendo taller-de-velas. Únete para escribir.')).toBeVisible();

  await ana.getByRole('button', { name: 'Información del canal' }).click();
  await ana.getByRole('button', { name: 'Archivar el canal' }).click();
  await ana.getByRole('dialog').getByRole('button', { name: 'Archivar el canal' }).click();
  await expect(ana.getByText('Este canal está archivado')).toBeVisible();
  await expect(ana.getByRole('link', { name: /^taller-de-velas/ })).toHaveCount(0);
  await ana.getByRole('link', { name: 'Explorar' }).first().click();
  await ana.getByText('Archivados').click();
  await ana.getByRole('link', { name: 'taller-de-velas' }).click();
  await arrived(ana, 'Traigo hilo encerado');
  await ana.getByRole('button', { name: 'Eliminar el canal' }).click();
  await ana.getByRole('textbox', { name: /^Escribe/ }).fill('taller-de-velas');
  await ana.getByRole('dialog').getByRole('button', { name: 'Eliminar el canal' }).click();
  await expect(ana.getByRole('link', { name: /^taller-de-velas/ })).toHaveCount(0);
});

test('CHAT-25: who is removed from a private channel is out of it at once', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await createChannel(ana, { name: 'sala-de-mapas', isPrivate: true, people: ['bruno'] });
  await bruno.getByRole('link', { name: 'sala-de-mapas (Privado)', exact: true }).click();
  await say(bruno, 'Estoy dentro');
  await arrived(ana, 'Estoy dentro');
  await ana.getByRole('button', { name: 'Acciones para Bruno Castaño' }).click();
  await ana.getByRole('menuitem', { name: 'Quitar del canal' }).click();
  await expect(bruno.getByText('Ya no estás en sala-de-mapas')).toBeVisible();
  await expect(bruno.getByText('Te han quitado o has salido.')).toBeVisible();
  await expect(log(bruno)).toHaveCount(0);
  await expect(bruno.getByRole('link', { name: /^sala-de-mapas/ })).toHaveCount(0);
  await bruno.reload();
  await expect(bruno.getByText('Este canal no está a tu alcance')).toBeVisible();
});

test('UI-20: drafts and the place in the conversation are kept for each channel', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await openChannel(page, 'puerto');
  await composer(page).fill('sin terminar');
  await log(page).hover();
  await page.mouse.wheel(0, -1500);
  await expect(page.getByRole('button', { name: 'Ir a lo más reciente' })).toBeVisible();
  const top = async () =>
    log(page).evaluate((element) => {
      const edge = element.getBoundingClientRect().top;
      const rows = [...element.querySelectorAll('[data-message]')];
      const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1);
      return (
        first && {
          id: first.getAttribute('data-message'),
          at: Math.round(first.getBoundingClientRect().top - edge),
        }
      );
    });
  await expect.poll(top).toEqual(await top());
  const before = await top();
  await openChannel(page, 'general');
  await expect(composer(page)).toHaveValue('');
  await openChannel(page, 'puerto');
  await expect(composer(page)).toHaveValue('sin terminar');
  await expect.poll(top).toEqual(before);
});

test('UI-32: how much may still be written is told near the limit', async ({ personAt }) => {
  const ana = await personAt('member');
  await openChannel(ana, 'puerto');
  await composer(ana).fill('a'.repeat(3_900));
  await expect(ana.getByText('Quedan 100 caracteres')).toBeVisible();
  await composer(ana).fill('a'.repeat(4_003));
  await expect(ana.getByText('Sobran 3 caracteres: caben 4000')).toBeVisible();
  await expect(composer(ana)).toHaveAccessibleDescription(/caben 4000/);
  await expect(ana.getByRole('button', { name: 'Enviar' })).toBeDisabled();
});

test('UI-32: a message that the server refuses says why, is tried again or discarded', async ({
  personAt,
  server,
}) => {
  const setRole = (role: 'reader' | 'writer') =>
    withDatabase(server, (client) =>
      client.query(
        `UPDATE channel_member SET role = $1
          WHERE channel_id = (SELECT id FROM channel WHERE name = 'visiting-crews' ORDER BY created_at LIMIT 1)
            AND member_id = (SELECT id FROM member WHERE username = 'ana' ORDER BY created_at LIMIT 1)`,
        [role],
      ),
    );
  const ana = await personAt('member');
  await openChannel(ana, 'visiting-crews');
  await setRole('reader');
  await server.halt();
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await say(ana, 'Berth for one night?');
  await server.restart();
  const refused = message(ana, 'Berth for one night?');
  await expect(refused.getByText('En este canal solo puedes leer.')).toBeVisible();
  await setRole('writer');
  await server.restart();
  await refused.getByRole('button', { name: 'Reintentar' }).click();
  await arrived(ana, 'Berth for one night?');

  await setRole('reader');
  await server.halt();
  await expect(ana.getByText(/Sin conexión desde las/).first()).toBeVisible();
  await say(ana, 'Or for two?');
  await server.restart();
  const again = message(ana, 'Or for two?');
  await again.getByRole('button', { name: 'Descartar' }).click();
  await expect(again).toHaveCount(0);
  await setRole('writer');
  await server.restart();
});

test('CHAT-20, UI-32: a conversation that could not be read goes live when it is read at last', async ({
  personAt,
}) => {
  const [ana, bruno] = await Promise.all([personAt('member'), personAt('moderator')]);
  await openChannel(ana, 'general');
  let isFirst = true;
  await ana.routeWebSocket(/\/trpc/, (socket) => {
    const line = socket.connectToServer();
    socket.onMessage((text) => {
      if (!isFirst || !String(text).includes('"chat.messages.history"')) return line.send(text);
      isFirst = false;
      const { id } = JSON.parse(String(text)) as { id: number };
      const data = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 };
      const error = { json: { message: 'failed', code: -32603, data } };
      socket.send(JSON.stringify({ id, error }));
    });
  });
  await ana.reload();
  await ana.getByRole('button', { name: 'Reintentar' }).click();
  await openChannel(bruno, 'general');
  const theirs = `en directo ${crypto.randomUUID().slice(0, 8)}`;
  await say(bruno, theirs);
  await expect(message(ana, theirs)).toBeVisible();
  const own = `y de vuelta ${crypto.randomUUID().slice(0, 8)}`;
  await say(ana, own);
  await arrived(ana, own);
});

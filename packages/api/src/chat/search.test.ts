import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import { announceMessages, setHidden } from './index.ts';
import type { SearchItem } from './schemas.ts';
import { aChannel, say } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const indexed = () => world.services.searchIndex.catchUp();
const texts = ({ items }: { items: SearchItem[] }) => items.map(({ message }) => message.content);
const marked = ({ excerpt }: SearchItem) =>
  excerpt.marks.map(([from, to]) => excerpt.text.slice(from, to));

/** Two people in a channel where these things were said, a minute between each. */
async function aTalk(...said: string[]) {
  const writer = await callerAs(world, 'member');
  const reader = await callerAs(world, 'member', writer.organisation);
  const channel = await aChannel(writer, [reader]);
  const messages = [];
  for (const content of said) {
    world.clock.advance({ minutes: 1 });
    messages.push(await say(writer.caller, channel.id, content));
  }
  await indexed();
  const find = async (query: string) => texts(await reader.caller.chat.search({ query }));
  return { writer, reader, channel, messages, find };
}

describe('what a search finds', () => {
  test('CHAT-09: words in any form and with any accents, in Spanish and in English', async () => {
    const { find } = await aTalk(
      'Las canciones del camión',
      'El niño corrió mucho',
      'She was running late',
      'una cosa distinta',
    );
    expect(await find('cancion')).toEqual(['Las canciones del camión']);
    expect(await find('CANCIÓN camiones')).toEqual(['Las canciones del camión']);
    expect(await find('nino')).toEqual(['El niño corrió mucho']);
    expect(await find('corrio')).toEqual(['El niño corrió mucho']);
    expect(await find('correr ')).toEqual(['El niño corrió mucho']);
    expect(await find('runs ')).toEqual(['She was running late']);
    expect(await find('canciones running')).toEqual([]);
  });

  test('CHAT-09: phrases, words to leave out, and a last word that is not finished', async () => {
    const { find } = await aTalk(
      'reunión general de vecinos',
      'una general, y la reunión otro día',
      'restaurante de la plaza',
    );
    expect(await find('"reunión general"')).toEqual(['reunión general de vecinos']);
    expect(await find('"general de vecinos"')).toEqual(['reunión general de vecinos']);
    expect(await find('reunion -vecinos')).toEqual(['una general, y la reunión otro día']);
    for (const begun of ['res', 'resta', 'restauran', 'restaurante', 'plaza restau']) {
      expect(await find(begun), begun).toEqual(['restaurante de la plaza']);
    }
    expect(await find('restauran ')).toEqual(['restaurante de la plaza']);
    expect(await find('resta plaza')).toEqual([]);
    expect(await find('plaza r')).toEqual(['restaurante de la plaza']);
  });

  test('CHAT-09: nothing that was typed is taken for anything but words', async () => {
    const { find } = await aTalk("l'été d'Ana: 50 % (o más)");
    for (const typed of ["l'été", "'ana'", 'été & ana', '50 %', 'ana:*', '@w1', "ana' | 'x"]) {
      await find(typed);
    }
    expect(await find('ana:*')).toHaveLength(1);
    expect(await find("ana' | 'zeta")).toEqual([]);
    expect(await find('de la')).toEqual([]);
    expect(await find('---')).toEqual([]);
    expect(await find('-ana')).toEqual([]);
    expect(await find('"')).toEqual([]);
  });

  test('CHAT-09: the excerpt marks the words that were found, in a long message too', async () => {
    const long = `${'palabras sin importancia. '.repeat(40)}Aquí está el **faro** rojo. ${'y más '.repeat(200)}`;
    const { reader } = await aTalk('Faros y farolas: el fárol', long);
    const { items } = await reader.caller.chat.search({ query: 'faro' });
    expect(items.map(marked)).toEqual([['faro'], ['Faros', 'farolas', 'fárol']]);
    expect(items[0]?.excerpt).toMatchObject({ isCutBefore: true, isCutAfter: true });
    expect(items[0]?.excerpt.text.length).toBeLessThanOrEqual(240);
    expect(items[1]?.excerpt).toMatchObject({ isCutBefore: false, isCutAfter: false });
  });

  test('CHAT-09: an edit is found by its new words and not by its old ones', async () => {
    const { writer, messages, find } = await aTalk('mensaje azul');
    await writer.caller.chat.messages.edit({
      messageId: messages[0]?.id ?? '',
      content: 'mensaje verde',
    });
    await indexed();
    expect(await find('azul')).toEqual([]);
    expect(await find('verde')).toEqual(['mensaje verde']);
  });
});

describe('filters and order', () => {
  test('CHAT-09: by channel, author, date and whether it carries a file', async () => {
    const { writer, reader, channel, messages } = await aTalk('faro uno', 'faro dos');
    const other = await aChannel(reader);
    world.clock.advance({ days: 1 });
    await say(reader.caller, channel.id, 'faro tres');
    await say(reader.caller, other.id, 'faro cuatro');
    await world.services.pool.query(
      `INSERT INTO file (id, organisation_id, owner_id, purpose, channel_id, message_id, state, name, bytes, stored_bytes)
       VALUES ($1, $2, $3, 'message', $4, $5, 'ready', 'plano.pdf', 1, 1)`,
      [randomUUID(), writer.organisation.id, writer.person.id, channel.id, messages[1]?.id],
    );
    await world.services.pool.query('DELETE FROM search_window');
    await indexed();
    const find = async (filters: object, query = 'faro') =>
      texts(await reader.caller.chat.search({ query, ...filters }));
    expect(await find({})).toEqual(['faro cuatro', 'faro tres', 'faro dos', 'faro uno']);
    expect(await find({ channelId: other.id })).toEqual(['faro cuatro']);
    expect(await find({ authorId: writer.person.id })).toEqual(['faro dos', 'faro uno']);
    expect(await find({ authorId: writer.person.id }, '')).toEqual(['faro dos', 'faro uno']);
    expect(await find({ hasFile: true })).toEqual(['faro dos']);
    expect(await find({ hasFile: true }, '')).toEqual(['faro dos']);
    const second = messages[1]?.createdAt ?? new Date();
    expect(await find({ from: second })).toEqual(['faro cuatro', 'faro tres', 'faro dos']);
    expect(await find({ to: second })).toEqual(['faro uno']);
    expect(await find({ channelId: other.id }, '')).toEqual(['faro cuatro']);
    expect(await find({ from: second }, '')).toEqual(['faro cuatro', 'faro tres', 'faro dos']);
    expect(await find({ to: second }, '')).toEqual(['faro uno']);
    // Words that say nothing find nothing, whatever the filters.
    expect(await find({ channelId: other.id }, 'de la')).toEqual([]);
    expect(await find({}, '')).toEqual([]);
  });

  test('CHAT-09: the newest first page by page, each message once', async () => {
    const { reader } = await aTalk(...Array.from({ length: 7 }, (_, n) => `boya ${n}`));
    const found: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page = await reader.caller.chat.search({ query: 'boya', limit: 3, cursor });
      found.push(...texts(page));
      cursor = page.nextCursor;
      pages++;
    } while (cursor);
    expect(pages).toBe(3);
    expect(found).toEqual(Array.from({ length: 7 }, (_, n) => `boya ${6 - n}`));
  });

  test('CHAT-09: by relevance what fits best comes first, old or new, page by page', async () => {
    const { writer, reader, channel } = await aTalk(
      'marea marea marea',
      'hoy la marea sube, y mucho más que ayer, dicen los del puerto viejo',
    );
    const first = await reader.caller.chat.search({ query: 'marea', sort: 'relevance', limit: 1 });
    expect(texts(first)).toEqual(['marea marea marea']);
    world.clock.advance({ minutes: 1 });
    await say(writer.caller, channel.id, 'marea marea marea marea');
    await indexed();
    const second = await reader.caller.chat.search({
      query: 'marea',
      sort: 'relevance',
      limit: 1,
      cursor: first.nextCursor,
    });
    expect(texts(second)[0]).toMatch(/^hoy/);
    expect(second.nextCursor).toBeNull();
  });

  test('CHAT-09: a cursor of another list or of nowhere is refused', async () => {
    const { reader } = await aTalk('ancla', 'ancla');
    const { nextCursor } = await reader.caller.chat.search({ query: 'ancla', limit: 1 });
    for (const [cursor, sort] of [
      [nextCursor, 'relevance'],
      ['WyJ4IiwieSJd', 'newest'],
    ] as const) {
      expect(await refusalOf(reader.caller.chat.search({ query: 'ancla', cursor, sort }))).toBe(
        'error.invalidInput.cursor',
      );
    }
  });
});

describe('who finds what', () => {
  test('CHAT-09: only in one’s own channels, or in a public one that is named', async () => {
    const { writer, channel } = await aTalk('secreto a voces');
    const outsider = await callerAs(world, 'admin', writer.organisation);
    const hidden = await writer.caller.chat.channels.create({ name: 'cerrado', type: 'private' });
    await say(writer.caller, hidden.id, 'secreto de verdad');
    await indexed();
    const find = async (filters: object) =>
      texts(await outsider.caller.chat.search({ query: 'secreto', ...filters }));
    expect(await find({})).toEqual([]);
    expect(await find({ channelId: channel.id })).toEqual(['secreto a voces']);
    expect(await refusalOf(find({ channelId: hidden.id }))).toBe('error.notFound.channel');
    const stranger = await callerAs(world, 'superadmin');
    expect(
      await refusalOf(stranger.caller.chat.search({ query: 'secreto', channelId: channel.id })),
    ).toBe('error.notFound.channel');
  });

  test('CHAT-09: who was taken out of a channel finds nothing of it from then on', async () => {
    const writer = await callerAs(world, 'member');
    const guest = await callerAs(world, 'member', writer.organisation);
    const channel = await writer.caller.chat.channels.create({
      name: 'privado',
      type: 'private',
      memberIds: [guest.person.id],
    });
    await say(writer.caller, channel.id, 'confidencial');
    await indexed();
    const find = async () => texts(await guest.caller.chat.search({ query: 'confidencial' }));
    expect(await find()).toEqual(['confidencial']);
    await writer.caller.chat.channels.removeMember({
      channelId: channel.id,
      memberId: guest.person.id,
    });
    expect(await find()).toEqual([]);
  });

  test('CHAT-09 TRUST-06: a hidden message is found by its author alone, at once', async () => {
    const { writer, reader, messages } = await aTalk('una barbaridad');
    const messageId = messages[0]?.id ?? '';
    const { services } = world;
    const show = async (hiddenAt: Date | null) => {
      const deed = { messageId, memberId: reader.person.id, hiddenAt };
      const done = await services.db.$transaction((tx) => setHidden(tx, services, deed));
      await announceMessages(services, writer.organisation.id, done?.news ?? []);
    };
    await show(world.clock.now());
    for (let indexedAgain = 0; indexedAgain < 2; indexedAgain++) {
      expect(texts(await reader.caller.chat.search({ query: 'barbaridad' }))).toEqual([]);
      expect(texts(await writer.caller.chat.search({ query: 'barbaridad' }))).toHaveLength(1);
      await indexed();
    }
    await show(null);
    expect(texts(await reader.caller.chat.search({ query: 'barbaridad' }))).toHaveLength(1);
  });

  test('CHAT-09: a deleted message is not found, at once', async () => {
    const { writer, messages, find } = await aTalk('fugaz', 'fugaz dos');
    await writer.caller.chat.messages.delete({ messageId: messages[0]?.id ?? '' });
    expect(await find('fugaz')).toEqual(['fugaz dos']);
    await indexed();
    expect(await find('fugaz')).toEqual(['fugaz dos']);
    const { rows } = await world.services.pool.query(
      'SELECT 1 FROM message_search WHERE message_id = $1',
      [messages[0]?.id],
    );
    expect(rows).toEqual([]);
  });
});

describe('the index', () => {
  test('CHAT-09: two nodes fill it together and leave nothing out', async () => {
    const { writer, channel, reader } = await aTalk('eco 0');
    const other = await world.addNode();
    for (let n = 1; n <= 20; n++) {
      await Promise.all([
        say(writer.caller, channel.id, `eco ${n}`),
        world.services.searchIndex.round(),
        other.searchIndex.round(),
      ]);
    }
    await indexed();
    const { items } = await reader.caller.chat.search({ query: 'eco', limit: 50 });
    expect(items).toHaveLength(21);
  });

  test('CHAT-09: it is made anew from the messages when it is gone', async () => {
    const { find, messages } = await aTalk('perdido y hallado');
    await world.services.pool.query('TRUNCATE message_search, search_window');
    expect(await find('hallado')).toEqual([]);
    // Any news bring it back, with everything older.
    await world.services.pool.query('UPDATE search_progress SET seq = seq - 1');
    await indexed();
    expect(await find('hallado')).toEqual([messages[0]?.content]);
  });
});

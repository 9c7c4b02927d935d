import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../chat/testing.ts';
import { createWorld, refusalOf, type World } from '../../testing/index.ts';
import { beginningOf, longestTail } from './recent-texts.ts';
import { aPlace, aRule, words } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const refused = 'error.refused.filter';

describe('words over several messages', () => {
  test('TRUST-01: a word that ends in the next message is found there', async () => {
    const { write, texts, author } = await aPlace(world, aRule(words('idiota', 'hijo de mala')));
    await write('eres un idio');
    expect(await refusalOf(write('ta de verdad'))).toBe(refused);
    for (const letter of 'idiot') await write(letter);
    expect(await refusalOf(write('a'))).toBe(refused);
    await write('y tú un hijo de');
    expect(await refusalOf(write('mala gente'))).toBe(refused);
    expect(await texts(author)).not.toContain('mala gente');
  });

  test('TRUST-01: not of two words, of two people, in two channels, or after a while', async () => {
    const place = await aPlace(world, aRule(words('idiota', 'puta')));
    const { write, reader, author, channel } = place;
    await write('qué mi dio');
    await write('taza');
    await write('put');
    await write('a');
    await write('eres un idio');
    await say(reader.caller, channel.id, 'ta');
    const other = await author.caller.chat.channels.create({ name: `otro ${channel.id}` });
    await say(author.caller, other.id, 'ta');
    world.clock.advance({ seconds: 21 });
    await write('ta');
    // What was refused is not there to go on with.
    expect(await refusalOf(write('puta'))).toBe(refused);
    await write('da');
  });

  test('TRUST-01: what is sent again is no message more, and an edit goes on from nothing', async () => {
    const { write, author } = await aPlace(world, aRule(words('tata', 'idiota')));
    const clientId = crypto.randomUUID();
    await write('ta', clientId);
    await write('ta', clientId);
    const { id: messageId } = await write('bien');
    await write('eres un idio');
    await author.caller.chat.messages.edit({ messageId, content: 'ta bien' });
  });

  test('TRUST-01: however long the messages are, what is read of them is bounded', async () => {
    const { write } = await aPlace(world, aRule(words('idiota')));
    await write(`${'bla '.repeat(900)}eres un idio`);
    expect(await refusalOf(write(`ta ${'bla '.repeat(900)}`))).toBe(refused);
    const long = 'bla '.repeat(1_000);
    expect(beginningOf(long).length).toBeLessThanOrEqual(longestTail);
    // A word that goes on for longer has no end there.
    expect(beginningOf('x'.repeat(1_000))).toBe('');
  });
});

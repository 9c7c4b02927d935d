import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listen, say } from '../../chat/testing.ts';
import type { Services } from '../../context.ts';
import {
  callerAs,
  callerWithToken,
  createWorld,
  refusalOf,
  type World,
} from '../../testing/index.ts';
import { caseOf, findCase, watchQueue } from '../testing.ts';
import { aPlace, aRule, words } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('block', () => {
  test('TRUST-01: what is blocked is refused with its policy, and nothing is written', async () => {
    const { write, texts, author, moderator } = await aPlace(
      world,
      aRule(words('timo'), { policy: 'illegal', severity: 3 }),
      aRule(words('oferta'), { severity: 1 }),
    );
    await write('buenos días');
    expect(await refusalOf(write('una oferta que es un t1m0'))).toBe('error.refused.filter');
    await expect(write('oferta: timo')).rejects.toMatchObject({
      cause: { details: { params: { policy: 'illegal' } } },
    });
    expect(await texts(author)).toEqual(['buenos días']);
    const { items } = await moderator.caller.moderation.cases.list({});
    expect(items).toEqual([]);
  });

  test('CHAT-20: sending again what is there gives what is there, whatever the rules say now', async () => {
    const { admin, write, texts, author } = await aPlace(world);
    const clientId = randomUUID();
    const first = await write('una oferta', clientId);
    await admin.caller.moderation.rules.create(aRule(words('oferta')));
    expect(await write('una oferta', clientId)).toEqual(first);
    expect(await texts(author)).toEqual(['una oferta']);
  });
});

describe('hold', () => {
  test('TRUST-01: what is held is read by its author alone until staff find it fine', async () => {
    const { write, texts, author, reader, moderator, channel } = await aPlace(
      world,
      aRule(words('oferta'), { outcome: 'hold', severity: 3 }),
    );
    const stream = await listen(reader.caller, channel.id);
    await stream.until('ready');
    const queue = await watchQueue(moderator);
    await queue.until('refresh');
    const clientId = randomUUID();
    const message = await write('gran 0f3rt4', clientId);
    expect(message).toMatchObject({ content: 'gran 0f3rt4', hiddenAt: world.clock.now() });
    const { event } = await stream.until('message.created');
    expect(event.message).toMatchObject({ id: message.id, content: '', mentions: [] });
    expect(event.message.hiddenAt).not.toBeNull();
    expect(await texts(author)).toEqual(['gran 0f3rt4']);
    expect(await texts(reader)).toEqual(['']);
    expect(await write('gran 0f3rt4', clientId)).toEqual(message);

    const { row } = await queue.until('case.opened');
    expect(row).toMatchObject({
      subjectId: message.id,
      policy: 'spam',
      severity: 3,
      detectionCount: 1,
      flagCount: 0,
      excerpt: 'gran 0f3rt4',
    });
    const detail = await moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(detail.flags).toMatchObject([{ flagger: null, matched: ['0f3rt4'] }]);

    await moderator.caller.moderation.cases.decide({
      caseId: row.id,
      version: row.version,
      actions: [{ type: 'dismiss' }],
      policy: 'spam',
    });
    const shown = await stream.until('message.shown');
    expect(shown.event.message).toMatchObject({ id: message.id, content: 'gran 0f3rt4' });
    expect(await texts(reader)).toEqual(['gran 0f3rt4']);
    await stream.stop();
    await queue.stop();
  });

  test('TRUST-01: whoever may not write there cannot have it held either', async () => {
    const { admin, author, reader, channel, texts } = await aPlace(
      world,
      aRule(words('oferta'), { outcome: 'hold' }),
    );
    await reader.caller.chat.channels.setRole({
      channelId: channel.id,
      memberId: author.person.id,
      role: 'reader',
    });
    expect(await refusalOf(say(author.caller, channel.id, 'oferta'))).toBe(
      'error.readOnly.channel',
    );
    expect(await texts(reader)).toEqual([]);
    expect((await admin.caller.moderation.cases.list({})).items).toEqual([]);
  });
});

describe('flag', () => {
  test('TRUST-01: what is flagged is written for everyone and has its case, in one commit', async () => {
    const { write, texts, reader, moderator } = await aPlace(
      world,
      aRule(words('raro'), { outcome: 'flag', policy: 'hate', severity: 3 }),
      aRule(words('otro'), { outcome: 'flag', severity: 1 }),
    );
    const message = await write('algo raro y otro');
    expect(message.hiddenAt).toBeNull();
    expect(await texts(reader)).toEqual(['algo raro y otro']);
    const row = await caseOf(moderator, message.id);
    expect(row).toMatchObject({ policy: 'hate', severity: 3, detectionCount: 2 });
  });

  test('TRUST-01: a case that cannot be written takes its message with it', async () => {
    const { write, texts, reader, author } = await aPlace(
      world,
      aRule(words('raro'), { outcome: 'flag' }),
    );
    const { pool } = world.services;
    await pool.query(`
      CREATE FUNCTION refuse_flag() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no room'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON moderation_flag EXECUTE FUNCTION refuse_flag()`);
    await expect(write('algo raro')).rejects.toThrow();
    await pool.query('DROP TRIGGER refuse ON moderation_flag; DROP FUNCTION refuse_flag');
    expect(await texts(reader)).toEqual([]);
    expect(await texts(author)).toEqual([]);
  });
});

describe('edits', () => {
  test('TRUST-01: a text that is edited into a breach is refused, held or flagged as a new one is', async () => {
    const { write, author, reader, moderator, channel, texts } = await aPlace(
      world,
      aRule(words('timo')),
      aRule(words('oferta'), { outcome: 'hold' }),
      aRule(words('raro'), { outcome: 'flag' }),
    );
    const { id: messageId } = await write('limpio');
    const edit = (content: string) => author.caller.chat.messages.edit({ messageId, content });
    expect(await refusalOf(edit('un timo'))).toBe('error.refused.filter');
    expect(await texts(reader)).toEqual(['limpio']);
    expect(await findCase(moderator, messageId)).toBeNull();

    expect(await edit('algo raro')).toMatchObject({ content: 'algo raro', hiddenAt: null });
    expect(await caseOf(moderator, messageId)).toMatchObject({ detectionCount: 1 });

    const stream = await listen(reader.caller, channel.id);
    await stream.until('ready');
    expect((await edit('una oferta')).hiddenAt).not.toBeNull();
    const { event } = await stream.until('message.hidden');
    expect(event.message).toMatchObject({ id: messageId, content: '' });
    expect(await texts(reader)).toEqual(['']);
    expect(await texts(author)).toEqual(['una oferta']);
    const row = await caseOf(moderator, messageId);
    expect(row.detectionCount).toBe(2);
    const { evidence } = await moderator.caller.moderation.cases.get({ caseId: row.id });
    expect(evidence.map(({ content }) => content.text).toSorted()).toEqual([
      'algo raro',
      'una oferta',
    ]);
    await stream.stop();
  });
});

describe('counting', () => {
  test('TRUST-01: a flood: more messages of one person in some seconds, over all nodes', async () => {
    const { author, channel, reader } = await aPlace(
      world,
      aRule({ kind: 'flood', config: { count: 3, seconds: 60 } }),
    );
    const other = await world.addNode();
    const elsewhere = await callerWithToken(other, author.token);
    await say(author.caller, channel.id, 'uno');
    await say(elsewhere, channel.id, 'dos');
    await say(author.caller, channel.id, 'tres');
    expect(await refusalOf(say(elsewhere, channel.id, 'cuatro'))).toBe('error.refused.filter');
    await say(reader.caller, channel.id, 'otra persona');
  });

  test('TRUST-01: duplicates: the same text again, however it is written; short ones do not count', async () => {
    const { write } = await aPlace(
      world,
      aRule({ kind: 'duplicates', config: { count: 3, minutes: 10, everyone: false } }),
    );
    await write('Compra ya mi criptomoneda');
    await write('COMPRA, ya: mi cr1pt0m0n3d4!!');
    expect(await refusalOf(write('compraaa ya mi criptomoneda'))).toBe('error.refused.filter');
    await write('Compra mañana mi criptomoneda');
    for (let i = 0; i < 5; i++) await write('gracias');
    for (const time of ['10:00', '11:00', '1:10', '11:11']) await write(`quedamos a las ${time}`);
  });

  test('TRUST-01: duplicates of everyone: many accounts that say the same', async () => {
    const { write, reader, moderator, channel } = await aPlace(
      world,
      aRule({ kind: 'duplicates', config: { count: 3, minutes: 10, everyone: true } }),
    );
    await write('visitad mi página nueva');
    await say(reader.caller, channel.id, 'visitad mi página nueva');
    const third = say(moderator.caller, channel.id, 'visitad mi pagina nueva');
    expect(await refusalOf(third)).toBe('error.refused.filter');
  });
});

describe('rules in force', () => {
  test('TRUST-01: a rule is in force at once, also on another node; so is its end', async () => {
    const { admin, author, channel } = await aPlace(world);
    const other = await world.addNode();
    const elsewhere = await callerWithToken(other, author.token);
    await say(elsewhere, channel.id, 'oferta');
    const heard = untilRules(other, admin.organisation.id);
    const rule = await admin.caller.moderation.rules.create(aRule(words('oferta')));
    expect(await refusalOf(say(author.caller, channel.id, 'oferta'))).toBe('error.refused.filter');
    await heard;
    expect(await refusalOf(say(elsewhere, channel.id, 'oferta'))).toBe('error.refused.filter');
    await admin.caller.moderation.rules.delete({ ruleId: rule.id });
    await say(author.caller, channel.id, 'oferta');
  });

  /** Resolves when the node has a rule of the organisation. */
  const untilRules = (node: Services, organisationId: string) =>
    vi.waitFor(async () => expect((await node.rules.of(organisationId)).size).toBeGreaterThan(0), {
      timeout: 2_000,
      interval: 5,
    });

  test('OPS-01: with automatic moderation off, everything is written', async () => {
    const { write, admin } = await aPlace(world, aRule(words('oferta')));
    const boss = await callerAs(world, 'superadmin', admin.organisation);
    await boss.caller.settings.update({ moderation: { autoModeration: false } });
    await write('oferta');
    await boss.caller.settings.update({ moderation: { autoModeration: true } });
    expect(await refusalOf(write('oferta'))).toBe('error.refused.filter');
  });

  test('CHAT-01: one organisation’s rules are not another’s', async () => {
    const one = await aPlace(world, aRule(words('oferta')));
    const two = await aPlace(world);
    expect(await refusalOf(one.write('oferta'))).toBe('error.refused.filter');
    await two.write('oferta');
  });
});

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aScene, decide } from '../moderation/testing.ts';
import { createWorld, refusalOf, type World } from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
});
afterAll(() => world.close());

/** An edit and a reaction that wait for their channel, which is let go by `go`. */
async function waiting() {
  const scene = await aScene(world);
  const { author, channel, message, write, flagger } = scene;
  const other = await write('otra cosa', flagger);
  const row = await scene.flagged();
  const { pool } = world.services;
  const holder = await pool.connect();
  onTestFinished(() => holder.release());
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM channel WHERE id = $1 FOR NO KEY UPDATE', [channel.id]);
  const { messages } = author.caller.chat;
  const said = [
    refusalOf(messages.edit({ messageId: message.id, content: 'llega tarde' })),
    refusalOf(messages.react({ messageId: other.id, emoji: '🎉' })),
  ];
  await untilWaiting(pool, 2);
  const textOf = async () =>
    (await world.services.db.message.findUniqueOrThrow({ where: { id: message.id } })).content;
  return {
    ...scene,
    row,
    textOf,
    reactions: () => world.services.db.messageReaction.count({ where: { messageId: other.id } }),
    query: (text: string, values: unknown[]) => holder.query(text, values),
    go: async () => {
      await holder.query('COMMIT');
      return Promise.all(said);
    },
  };
}

describe('what waits for its channel', () => {
  test('TRUST-06: an edit and a reaction are refused when their author is muted meanwhile', async () => {
    const { moderator, row, go, textOf, reactions } = await waiting();
    await decide(moderator, row, { type: 'mute', minutes: 10 });
    expect(await go()).toEqual(['error.muted', 'error.muted']);
    expect(await textOf()).toBe('palabras gruesas');
    expect(await reactions()).toBe(0);
  });

  test.each([
    ['put out', 'DELETE FROM channel_member WHERE channel_id = $1', 'error.notMember'],
    ['archived', 'UPDATE channel SET archived_at = now() WHERE id = $1', 'error.archived'],
  ])('CHAT-03: nor when they or the channel are %s', async (_, text, refusal) => {
    const { channel, go, query, textOf } = await waiting();
    await query(text, [channel.id]);
    expect(await go()).toEqual([refusal, refusal]);
    expect(await textOf()).toBe('palabras gruesas');
  });
});

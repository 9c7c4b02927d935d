import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerAs, contextFor, createWorld, refusalOf, type World } from '../testing/index.ts';
import { onMine } from './live.ts';
import { aChannel, answer, listen, say } from './testing.ts';

let world: World;
let ana: Awaited<ReturnType<typeof callerAs>>;
let bo: Awaited<ReturnType<typeof callerAs>>;
let cy: Awaited<ReturnType<typeof callerAs>>;

beforeAll(async () => {
  world = await createWorld({ limiter: { consume: async () => 0 } });
  ana = await callerAs(world, 'member');
  bo = await callerAs(world, 'member', ana.organisation);
  cy = await callerAs(world, 'member', ana.organisation);
});
afterAll(() => world.close());

async function aThread() {
  const { id: channelId } = await aChannel(ana, [bo, cy]);
  const root = await say(ana.caller, channelId, 'who comes along?');
  return { channelId, root };
}
const textsOf = (messages: { content: string }[]) => messages.map(({ content }) => content);

describe('replies', () => {
  it('CHAT-06: are in their thread, and in the channel only when asked for', async () => {
    const { channelId, root } = await aThread();
    const first = await answer(bo.caller, root, 'me');
    await answer(cy.caller, root, 'me too', { inChannel: true });
    expect(first).toMatchObject({ threadId: root.id, inChannel: false, channelId });
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(textsOf(messages)).toEqual(['who comes along?', 'me too']);
    expect(messages[0]?.thread).toMatchObject({
      replyCount: 2,
      repliers: [{ id: bo.person.id }, { id: cy.person.id }],
    });
    const thread = await cy.caller.chat.threads.get({ messageId: first.id });
    expect(thread.root.id).toBe(root.id);
    expect(textsOf(thread.messages)).toEqual(['me', 'me too']);
  });

  it('CHAT-06: are read by number in both directions', async () => {
    const { root } = await aThread();
    for (let n = 1; n <= 7; n++) await answer(bo.caller, root, `r${n}`);
    const get = (range: { before?: number; after?: number; limit: number }) =>
      ana.caller.chat.threads.get({ messageId: root.id, ...range });
    const newest = await get({ limit: 3 });
    expect(textsOf(newest.messages)).toEqual(['r5', 'r6', 'r7']);
    expect(newest).toMatchObject({ hasOlder: true, hasNewer: false });
    const older = await get({ before: newest.messages[0]?.seq ?? 0, limit: 10 });
    expect(textsOf(older.messages)).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(older).toMatchObject({ hasOlder: false, hasNewer: true });
    const newer = await get({ after: older.messages[1]?.seq ?? 0, limit: 2 });
    expect(textsOf(newer.messages)).toEqual(['r3', 'r4']);
    expect(newer).toMatchObject({ hasOlder: true, hasNewer: true });
  });

  it('CHAT-24: the same client id is one reply, counted once', async () => {
    const { channelId, root } = await aThread();
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => answer(bo.caller, root, 'once', { clientId: 'one' })),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(messages[0]?.thread?.replyCount).toBe(1);
  });

  it('CHAT-06: many at once are all counted and numbered without gap', async () => {
    const { channelId, root } = await aThread();
    const before = await ana.caller.chat.channels.get({ channelId });
    const callers = [ana.caller, bo.caller, cy.caller];
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 3 === 0
          ? say(callers[n % 2] ?? bo.caller, channelId, `beside ${n}`)
          : answer(callers[n % 3] ?? bo.caller, root, `reply ${n}`),
      ),
    );
    const seqs = sent.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, n) => before.lastSeq + 1 + n));
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(messages[0]?.thread).toMatchObject({ replyCount: 20 });
    expect(messages[0]?.thread?.repliers).toHaveLength(2);
  });

  it('CHAT-06: answer only a message of the same channel that is no reply itself', async () => {
    const { root } = await aThread();
    const reply = await answer(bo.caller, root, 'a reply');
    const other = await aThread();
    const stranger = await callerAs(world, 'superadmin');
    expect(await refusalOf(answer(cy.caller, reply, 'deeper'))).toBe('error.notFound.message');
    expect(
      await refusalOf(answer(cy.caller, { ...root, channelId: other.channelId }, 'elsewhere')),
    ).toBe('error.notFound.message');
    expect(await refusalOf(answer(stranger.caller, root, 'from afar'))).toBe(
      'error.notFound.channel',
    );
    const { caller: outside } = await callerAs(world, 'member', ana.organisation);
    expect(await refusalOf(answer(outside, root, 'not in'))).toBe('error.notMember');
    const get = stranger.caller.chat.threads.get({ messageId: reply.id });
    expect(await refusalOf(get)).toBe('error.notFound.message');
  });

  it('CHAT-06: a thread outlives its first message; nobody begins one on what is gone or hidden', async () => {
    const { channelId, root } = await aThread();
    const reply = await answer(bo.caller, root, 'before');
    await ana.caller.chat.messages.delete({ messageId: root.id });
    await answer(cy.caller, root, 'after');
    const thread = await bo.caller.chat.threads.get({ messageId: root.id });
    expect(thread.root).toMatchObject({ content: '', thread: { replyCount: 2 } });
    expect(thread.root.deletedAt).not.toBeNull();
    expect(textsOf(thread.messages)).toEqual(['before', 'after']);
    expect(reply.threadId).toBe(root.id);

    const gone = await say(ana.caller, channelId, 'gone');
    await ana.caller.chat.messages.delete({ messageId: gone.id });
    expect(await refusalOf(answer(bo.caller, gone, 'late'))).toBe('error.conflict.messageDeleted');
    const hidden = await say(ana.caller, channelId, 'hidden');
    await world.services.db.message.update({
      where: { id: hidden.id },
      data: { hiddenAt: world.clock.now() },
    });
    expect(await refusalOf(answer(bo.caller, hidden, 'late'))).toBe('error.conflict.messageHidden');
    expect(await world.services.db.message.count({ where: { content: 'late' } })).toBe(0);
  });

  it('CHAT-06: a deleted reply is counted no more, and the one before it is the last', async () => {
    const { channelId, root } = await aThread();
    const first = await answer(bo.caller, root, 'one');
    const second = await answer(cy.caller, root, 'two');
    await cy.caller.chat.messages.delete({ messageId: second.id });
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(messages[0]?.thread).toMatchObject({
      replyCount: 1,
      lastReplySeq: first.seq,
      repliers: [{ id: bo.person.id }],
    });
    await bo.caller.chat.messages.delete({ messageId: first.id });
    const again = await ana.caller.chat.messages.history({ channelId });
    expect(again.messages[0]).not.toHaveProperty('thread');
  });

  it('TRUST-06: what the filter holds is a reply that its author alone reads, and not counted', async () => {
    const admin = await callerAs(world, 'admin', ana.organisation);
    await admin.caller.moderation.rules.create({
      name: 'hold',
      kind: 'words',
      config: { words: ['forbidden'] },
      outcome: 'hold',
      policy: 'spam',
    });
    const { channelId, root } = await aThread();
    const held = await answer(bo.caller, root, 'something forbidden');
    expect(held.hiddenAt).not.toBeNull();
    const seen = async ({ caller }: typeof bo) =>
      textsOf((await caller.chat.threads.get({ messageId: root.id })).messages);
    expect(await seen(bo)).toEqual(['something forbidden']);
    expect(await seen(cy)).toEqual(['']);
    const { messages } = await ana.caller.chat.messages.history({ channelId });
    expect(messages[0]).not.toHaveProperty('thread');
    const mine = await ana.caller.chat.threads.get({ messageId: root.id });
    expect(mine.state.unread).toBe(0);
  });

  it('TRUST-04: evidence about a reply has its thread around it, not the channel', async () => {
    const { channelId, root } = await aThread();
    await answer(bo.caller, root, 'first');
    await say(cy.caller, channelId, 'of the channel');
    const bad = await answer(cy.caller, root, 'bad');
    await answer(bo.caller, root, 'last');
    await bo.caller.moderation.flags.create({
      subjectType: 'message',
      subjectId: bad.id,
      reason: 'harassment',
    });
    const { content } = await world.services.db.moderationEvidence.findFirstOrThrow({
      where: { case: { subjectId: bad.id } },
    });
    const evidence = content as { before: { content: string }[]; after: { content: string }[] };
    expect(textsOf(evidence.before)).toEqual(['who comes along?', 'first']);
    expect(textsOf(evidence.after)).toEqual(['last']);
  });
});

describe('live', () => {
  it('CHAT-20: replies come through the channel’s stream, each with what its thread shows now', async () => {
    const { channelId, root } = await aThread();
    const stream = await listen(ana.caller, channelId);
    await stream.until('ready');
    const sent = await answer(bo.caller, root, 'live');
    const { event } = await stream.until('message.created');
    expect(event).toMatchObject({
      message: { id: sent.id, threadId: root.id, inChannel: false },
      thread: { replyCount: 1, lastReplySeq: sent.seq, repliers: [{ id: bo.person.id }] },
    });
    await bo.caller.chat.messages.delete({ messageId: sent.id });
    const deleted = await stream.until('message.deleted');
    expect(deleted.event.thread).toMatchObject({ replyCount: 0, repliers: [] });
    await stream.stop();
  });

  it('CHAT-20: who was away gets replies and messages in one order, without gap', async () => {
    const { channelId, root } = await aThread();
    for (let n = 0; n < 40; n++) {
      if (n % 3 === 0) await say(bo.caller, channelId, `beside ${n}`);
      else await answer(cy.caller, root, `reply ${n}`, { inChannel: n % 2 === 0 });
    }
    const stream = await listen(ana.caller, channelId, String(root.seq));
    const { before } = await stream.until('ready');
    const created = before.filter((event) => event.type === 'message.created');
    expect(created.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 40 }, (_, n) => root.seq + 1 + n),
    );
    const replies = created.filter(({ message }) => message.threadId);
    expect(replies).toHaveLength(26);
    expect(replies.every(({ thread }) => thread?.replyCount === 26)).toBe(true);
    await stream.stop();
  });

  it('CHAT-06, CHAT-11: a reply raises no count of the channel, and tells those who follow its thread', async () => {
    const { channelId, root } = await aThread();
    await bo.caller.chat.channels.markRead({ channelId, seq: root.seq });
    const events = (await onMine(contextFor(world.services, { actor: ana.actor }), undefined))[
      Symbol.asyncIterator
    ]();
    const next = async () =>
      ((await events.next()).value as unknown as { data: { type: string } }).data;
    expect(await next()).toEqual({ type: 'refresh' });
    const sent = await answer(bo.caller, root, `@${cy.person.username}, look`);
    expect(await next()).toEqual({
      type: 'thread.reply',
      channelId,
      threadId: root.id,
      seq: sent.seq,
      authorId: bo.person.id,
    });
    const { unread, mentions } = await ana.caller.chat.channels.get({ channelId });
    expect({ unread, mentions }).toEqual({ unread: 0, mentions: 0 });
    await ana.caller.chat.threads.markRead({ messageId: root.id, seq: sent.seq });
    expect(await next()).toMatchObject({ type: 'thread.read', state: { unread: 0 } });
    const shown = await answer(bo.caller, root, 'for all', { inChannel: true });
    expect(await next()).toMatchObject({ type: 'activity', messages: [{ seq: shown.seq }] });
    expect((await cy.caller.chat.channels.get({ channelId })).unread).toBe(2);
    await events.return?.();
  });
});

describe('following', () => {
  it('CHAT-06: whoever is answered, replies or is named follows; unread counts what others said', async () => {
    const { root } = await aThread();
    await answer(bo.caller, root, `and you, @${cy.person.username}?`);
    await answer(bo.caller, root, 'well?');
    const stateOf = async ({ caller }: typeof bo) =>
      (await caller.chat.threads.get({ messageId: root.id })).state;
    expect(await stateOf(ana)).toMatchObject({ following: true, unread: 2 });
    expect(await stateOf(bo)).toMatchObject({ following: true, unread: 0 });
    expect(await stateOf(cy)).toMatchObject({ following: true, unread: 2 });
    const { person } = await callerAs(world, 'member', ana.organisation);
    await answer(bo.caller, root, `@${person.username} is not in this channel`);
    const follows = await world.services.db.threadFollow.findMany({ where: { threadId: root.id } });
    expect(follows.map(({ memberId }) => memberId)).not.toContain(person.id);
  });

  it('CHAT-06: the list has the newest first, page by page, and only what may be read', async () => {
    const dee = await callerAs(world, 'member', ana.organisation);
    const { id: channelId } = await aChannel(ana, [dee]);
    const roots = [];
    for (let n = 0; n < 5; n++) {
      const root = await say(dee.caller, channelId, `root ${n}`);
      world.clock.advance({ seconds: 1 });
      await answer(ana.caller, root, `reply ${n}`);
      roots.push(root);
    }
    const pages: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await dee.caller.chat.threads.list({ limit: 2, cursor });
      pages.push(...textsOf(page.items.map(({ root }) => root)));
      expect(page.items.every(({ lastReply, state }) => lastReply && state.unread === 1)).toBe(
        true,
      );
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(['root 4', 'root 3', 'root 2', 'root 1', 'root 0']);
    expect(await dee.caller.chat.threads.unreadCount()).toEqual({ threads: 5 });
    const read = { messageId: roots[1]?.id ?? '', seq: 1_000 };
    expect(await dee.caller.chat.threads.markRead(read)).toMatchObject({ unread: 0 });
    const unread = await dee.caller.chat.threads.list({ unread: true });
    expect(unread.items).toHaveLength(4);
    await dee.caller.chat.threads.unfollow({ messageId: roots[2]?.id ?? '' });
    expect((await dee.caller.chat.threads.list({})).items).toHaveLength(4);
    await ana.caller.chat.channels.removeMember({ channelId, memberId: dee.person.id });
    expect((await dee.caller.chat.threads.list({})).items).toEqual([]);
    expect(await dee.caller.chat.threads.unreadCount()).toEqual({ threads: 0 });
  });

  it('CHAT-06: who stopped following is left alone until they reply or are named', async () => {
    const { root } = await aThread();
    await answer(bo.caller, root, 'one');
    await ana.caller.chat.threads.unfollow({ messageId: root.id });
    await answer(bo.caller, root, 'two');
    const stateOf = async () => (await ana.caller.chat.threads.get({ messageId: root.id })).state;
    expect(await stateOf()).toMatchObject({ following: false, unread: 0 });
    await answer(bo.caller, root, `@${ana.person.username}!`);
    expect(await stateOf()).toMatchObject({ following: true, unread: 1 });
    await ana.caller.chat.threads.unfollow({ messageId: root.id });
    await answer(ana.caller, root, 'here I am');
    expect(await stateOf()).toMatchObject({ following: true, unread: 0 });
  });

  it('CHAT-06: a thread may be followed before its first reply, and only from inside the channel', async () => {
    const { root } = await aThread();
    await cy.caller.chat.threads.follow({ messageId: root.id });
    expect(
      (await cy.caller.chat.threads.list({})).items.map(({ root: { id } }) => id),
    ).not.toContain(root.id);
    await answer(bo.caller, root, 'news');
    const { state } = await cy.caller.chat.threads.get({ messageId: root.id });
    expect(state).toMatchObject({ following: true, unread: 1 });
    const { caller } = await callerAs(world, 'member', ana.organisation);
    expect(await refusalOf(caller.chat.threads.follow({ messageId: root.id }))).toBe(
      'error.notMember',
    );
  });
});

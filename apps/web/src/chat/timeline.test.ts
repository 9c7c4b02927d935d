import type { ChannelEvent, Message } from '@atalaya/api/types';
import { describe, expect, it } from 'vitest';
import { createTimeline, type HistoryPage } from './timeline.ts';

const channelId = '019a0000-0000-7000-8000-000000000001';
const someone = { id: '019a0000-0000-7000-8000-00000000000a', username: 'ana', displayName: 'Ana' };

const aMessage = (seq: number, content = `text ${seq}`): Message => ({
  id: `message-${seq}`,
  channelId,
  seq,
  clientId: `client-${seq}`,
  type: 'text',
  author: someone,
  content,
  mentions: [],
  reactions: [],
  createdAt: new Date(1_700_000_000_000 + seq * 1000),
  editedAt: null,
  deletedAt: null,
  hiddenAt: null,
});
const created = (seq: number): ChannelEvent => ({
  type: 'message.created',
  seq,
  message: aMessage(seq),
});
const edited = (messageSeq: number, seq: number, content: string): ChannelEvent => ({
  type: 'message.edited',
  seq,
  message: aMessage(messageSeq, content),
});

/** The server's side of a channel: what it would answer at this moment. */
function aChannel(count: number) {
  const rows = Array.from({ length: count }, (_, index) => aMessage(index + 1));
  const channel = {
    rows,
    headSeq: count,
    async page({ before, after, limit }: { before?: number; after?: number; limit: number }) {
      const within = rows.filter(
        ({ seq }) => (before === undefined || seq < before) && (after === undefined || seq > after),
      );
      const messages = after === undefined ? within.slice(-limit) : within.slice(0, limit);
      const first = messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      const last = messages.at(-1)?.seq ?? 0;
      return {
        messages,
        hasOlder: rows.some(({ seq }) => seq < first),
        hasNewer: rows.some(({ seq }) => seq > last),
        headSeq: channel.headSeq,
      } satisfies HistoryPage;
    },
    write(): ChannelEvent {
      channel.headSeq += 1;
      rows.push(aMessage(channel.headSeq));
      return created(channel.headSeq);
    },
  };
  return channel;
}

const numbers = (timeline: ReturnType<typeof createTimeline>) =>
  timeline.get().messages.map(({ seq }) => seq);
const isWhole = (seqs: number[]) =>
  seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1);

describe('timeline', () => {
  it('CHAT-05: reads pages in both directions without a hole', async () => {
    const channel = aChannel(500);
    const timeline = createTimeline(channel.page);
    await timeline.open(250);
    expect(timeline.get()).toMatchObject({ hasOlder: true, hasNewer: true, status: 'ready' });
    for (let page = 0; page < 5; page++) await Promise.all([timeline.older(), timeline.newer()]);
    expect(timeline.get()).toMatchObject({ hasOlder: false, hasNewer: false });
    expect(numbers(timeline)).toHaveLength(500);
    expect(isWhole(numbers(timeline))).toBe(true);
  });

  it('CHAT-20: an event that comes twice or late changes nothing', async () => {
    const channel = aChannel(3);
    const timeline = createTimeline(channel.page);
    await timeline.open(null);
    const event = channel.write();
    timeline.apply(event);
    timeline.apply(event);
    expect(numbers(timeline)).toEqual([1, 2, 3, 4]);
    timeline.apply(edited(4, 6, 'newer'));
    timeline.apply(edited(4, 5, 'older'));
    expect(timeline.find('message-4')?.content).toBe('newer');
  });

  it('CHAT-20: what happens while a page is on its way is in memory afterwards', async () => {
    const channel = aChannel(300);
    let release = () => {};
    let held = false;
    const timeline = createTimeline(async (range) => {
      const page = await channel.page(range);
      if (held)
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      return page;
    });
    await timeline.open(230);
    held = true;
    const reading = timeline.newer();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    timeline.apply(channel.write());
    timeline.apply(edited(295, 302, 'changed meanwhile'));
    release();
    await reading;
    expect(numbers(timeline).at(-1)).toBe(301);
    expect(isWhole(numbers(timeline))).toBe(true);
    expect(timeline.find('message-295')?.content).toBe('changed meanwhile');
  });

  it('CHAT-20: far from the newest messages, live ones wait for their page', async () => {
    const channel = aChannel(400);
    const timeline = createTimeline(channel.page);
    await timeline.open(100);
    for (let count = 0; count < 700; count++) timeline.apply(channel.write());
    expect(timeline.get().newestSeq).toBe(1100);
    expect(isWhole(numbers(timeline))).toBe(true);
    while (timeline.get().hasNewer) await timeline.newer();
    expect(numbers(timeline).at(-1)).toBe(1100);
    expect(isWhole(numbers(timeline))).toBe(true);
  });

  it('UI-32: a change shown ahead is taken back, unless the server spoke meanwhile', async () => {
    const channel = aChannel(2);
    const timeline = createTimeline(channel.page);
    await timeline.open(null);
    const takeBack = timeline.ahead('message-2', (message) => ({ ...message, content: 'mine' }));
    expect(timeline.find('message-2')?.content).toBe('mine');
    takeBack();
    expect(timeline.find('message-2')?.content).toBe('text 2');

    const again = timeline.ahead('message-2', (message) => ({ ...message, content: 'mine' }));
    timeline.apply(edited(2, 3, 'theirs'));
    again();
    expect(timeline.find('message-2')?.content).toBe('theirs');
  });

  it('UI-24: what is hidden goes from the screens of others and stays on its author’s', async () => {
    const hidden = (seq: number): ChannelEvent => ({
      type: 'message.hidden',
      seq,
      message: { ...aMessage(2, ''), hiddenAt: new Date() },
    });
    for (const isMine of [true, false]) {
      const timeline = createTimeline(aChannel(2).page, isMine ? someone.id : 'another');
      await timeline.open(null);
      timeline.apply(hidden(3));
      // Streams may tell it twice.
      timeline.apply(hidden(3));
      expect(timeline.find('message-2')?.content).toBe(isMine ? 'text 2' : '');
      expect(timeline.find('message-2')?.hiddenAt).toBeInstanceOf(Date);
    }
  });

  it('CHAT-08: one’s own reaction stays one’s own when streams do not have it among the first ones', async () => {
    const me = 'me';
    const many = (...more: string[]) => {
      const memberIds = [...Array.from({ length: 50 }, (_, index) => `reactor-${index}`), ...more];
      return [{ emoji: '👍', count: 60, memberIds }];
    };
    const channel = aChannel(1);
    const [row] = channel.rows;
    if (row) row.reactions = many(me);
    const timeline = createTimeline(channel.page, me);
    const isMine = () => timeline.find('message-1')?.reactions[0]?.memberIds.includes(me);
    const reacted = (seq: number, memberId: string, added: boolean): ChannelEvent => ({
      ...{ type: 'message.reaction', seq, messageId: 'message-1', memberId, emoji: '👍', added },
      reactions: many(),
    });
    await timeline.open(null);
    expect(isMine()).toBe(true);
    timeline.apply(reacted(2, 'another', true));
    timeline.apply({
      ...{ type: 'message.edited', seq: 3 },
      message: { ...aMessage(1), reactions: many() },
    });
    expect(isMine()).toBe(true);
    // From another device.
    timeline.apply(reacted(4, me, false));
    expect(isMine()).toBe(false);
    timeline.apply(reacted(5, 'another', true));
    expect(isMine()).toBe(false);
    timeline.apply(reacted(6, me, true));
    expect(isMine()).toBe(true);
  });

  it('UI-32: a failed first page can be tried again', async () => {
    const channel = aChannel(2);
    let broken = true;
    const timeline = createTimeline((range) =>
      broken ? Promise.reject(new Error('down')) : channel.page(range),
    );
    await timeline.open(null);
    expect(timeline.get().status).toBe('failed');
    broken = false;
    await timeline.open(null);
    expect(timeline.get().status).toBe('ready');
  });

  it('CHAT-06: replies stay in their thread, and change what stands under what they answer', async () => {
    const channel = aChannel(3);
    const timeline = createTimeline(channel.page);
    await timeline.open(null);
    const thread = (replyCount: number) => ({
      replyCount,
      lastReplySeq: 4,
      lastReplyAt: new Date(),
      repliers: [someone],
    });
    const reply = (seq: number, inChannel: boolean): Message => ({
      ...aMessage(seq),
      threadId: 'message-2',
      inChannel,
    });
    const type = 'message.created';
    timeline.apply({ type, seq: 4, message: reply(4, false), thread: thread(1) });
    expect(numbers(timeline)).toEqual([1, 2, 3]);
    expect(timeline.find('message-2')?.thread?.replyCount).toBe(1);
    timeline.apply({ type, seq: 5, message: reply(5, true), thread: thread(2) });
    expect(numbers(timeline)).toEqual([1, 2, 3, 5]);
    const message = { ...reply(4, false), deletedAt: new Date() };
    timeline.apply({ type: 'message.deleted', seq: 6, message, thread: thread(1) });
    expect(timeline.find('message-2')?.thread?.replyCount).toBe(1);
    timeline.apply({ type: 'message.deleted', seq: 7, message: reply(5, true), thread: thread(0) });
    expect(timeline.find('message-2')).not.toHaveProperty('thread');
    expect(timeline.headSeq()).toBe(7);
  });

  it('CHAT-06: a thread’s timeline takes from the channel’s events what belongs to it', async () => {
    const channel = aChannel(3);
    const ofThread = ({ id, threadId }: Message) => id === 'message-2' || threadId === 'message-2';
    const timeline = createTimeline(
      async (range) => {
        const page = await channel.page(range);
        return { ...page, messages: page.messages.filter(ofThread) };
      },
      'another',
      ofThread,
    );
    await timeline.open(null);
    timeline.apply(created(4));
    const message = { ...aMessage(5), threadId: 'message-2', inChannel: false };
    timeline.apply({ type: 'message.created', seq: 5, message });
    expect(numbers(timeline)).toEqual([2, 5]);
  });
});

import type { Message } from '@atalaya/api/types';
import { expect, test } from 'vitest';
import { foldHidden } from './hidden-runs.ts';

const me = '019a0000-0000-7000-8000-00000000000a';
const ana = '019a0000-0000-7000-8000-00000000000b';
const day = 86_400_000;

const aMessage = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  channelId: 'channel',
  seq,
  clientId: `client-${seq}`,
  type: 'text',
  author: { id: ana, username: 'ana', displayName: 'Ana' },
  content: `text ${seq}`,
  mentions: [],
  reactions: [],
  createdAt: new Date(1_700_000_000_000 + seq * 1000),
  editedAt: null,
  deletedAt: null,
  hiddenAt: null,
  ...more,
});
const hidden = (seq: number, more: Partial<Message> = {}): Message =>
  aMessage(seq, { content: '', hiddenAt: new Date(), ...more });
const folded = (...messages: Message[]) => {
  const { messages: kept, hidden: counts } = foldHidden(messages, me);
  return kept.map(({ id, seq }) => (counts.has(id) ? `${seq}×${counts.get(id)}` : seq));
};

test('TRUST-01: thirty held messages of others are one line, and what is around them stays', () => {
  const many = Array.from({ length: 30 }, (_, index) => hidden(index + 2));
  expect(folded(aMessage(1), ...many, aMessage(32))).toEqual([1, '2×30', 32]);
  expect(folded(hidden(1), aMessage(2), hidden(3), hidden(4))).toEqual([1, 2, '3×2']);
});

test('TRUST-01: one’s own, deleted ones, those with replies and those of another day stand alone', () => {
  const mine = { author: { id: me, username: 'yo', displayName: 'Yo' } };
  const thread = { replyCount: 1, lastReplySeq: 9, lastReplyAt: null, repliers: [] };
  expect(folded(hidden(1, mine), hidden(2, mine))).toEqual([1, 2]);
  expect(folded(hidden(1), hidden(2, { deletedAt: new Date() }), hidden(3))).toEqual([1, 2, 3]);
  expect(folded(hidden(1), hidden(2, { thread }), hidden(3))).toEqual([1, 2, 3]);
  const tomorrow = new Date(aMessage(2).createdAt.getTime() + day);
  expect(folded(hidden(1), hidden(2, { createdAt: tomorrow }))).toEqual([1, 2]);
});

test('TRUST-01: while nothing is folded the list stays the same object', () => {
  const messages = [aMessage(1), hidden(2), aMessage(3)];
  expect(foldHidden(messages, me).messages).toBe(messages);
});

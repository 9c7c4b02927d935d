import type { Notification } from '@atalaya/api/types';
import type { Say } from '@atalaya/ui/i18n';
import { expect, test } from 'vitest';
import { noticeTitle } from './notice-words.ts';

const ids = { channelId: 'c', messageId: 'm', authorId: 'a' };
const shared = { id: 'n', createdAt: new Date(0), readAt: null, about: null };
const named: Notification = {
  ...shared,
  kind: 'mention',
  params: { ...ids, threadId: null, called: 'name' },
};
const notices: Notification[] = [
  named,
  { ...named, params: { ...named.params, called: 'channel' } },
  { ...shared, kind: 'directMessage', params: ids },
  { ...shared, kind: 'threadReply', params: { ...ids, threadId: 't' } },
  { ...shared, kind: 'channelInvite', params: ids },
];
const keyAlone: Say = (key) => key;
const keysWhere = (nameOf: (channelId: string) => string | undefined) =>
  notices.map((notice) => noticeTitle(keyAlone, notice, nameOf));

test('CHAT-50: where a sentence calls the channel by name, there is another one for who cannot read it any more', () => {
  expect(keysWhere(() => 'general')).toEqual([
    'notification.mention',
    'notification.mention.call',
    'notification.directMessage',
    'notification.threadReply',
    'notification.channelInvite',
  ]);
  expect(keysWhere(() => undefined)).toEqual([
    'notification.mention',
    'notification.mention.call.elsewhere',
    'notification.directMessage',
    'notification.threadReply',
    'notification.channelInvite.elsewhere',
  ]);
});

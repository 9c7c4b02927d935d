import { sameDay, shortDate } from '@atalaya/ui/format';
import { sayNow } from '@atalaya/ui/i18n';
import { toastDone } from '@atalaya/ui/toasts';
import { api } from '../app/atalaya.ts';
import type { Talk } from './conversation.ts';

/** A day, by its beginning where the person is; the first message of all; the first that is unread. */
export type Where = Date | 'start' | 'unread';

/**
 * Goes to a place in time and reads on from there in both directions. Says so where nothing was
 * written on that day: then it is the next day on which something was, or the end.
 */
export async function jump(conversation: Talk, where: Where, language: string) {
  if (where === 'unread') return toFirstUnread(conversation);
  const { channelId } = conversation;
  const at = where === 'start' ? new Date(0) : where;
  const found = await api.chat.messages.at.query({ channelId, at });
  if (!found) {
    await conversation.toNewest();
    if (where !== 'start') toastDone(sayNow('jump.end', { date: shortDate(language, where) }));
    return;
  }
  const isThatDay = where !== 'start' && sameDay(found.createdAt, where);
  // In the middle there is room above for where it all began, and for saying which day it is.
  await conversation.goTo(found.seq, isThatDay ? 'start' : 'center');
  if (where === 'start' || isThatDay) return;
  const next = shortDate(language, found.createdAt);
  toastDone(sayNow('jump.next', { date: shortDate(language, where), next }));
}

/** Goes to the first message after the line between read and unread. */
async function toFirstUnread(conversation: Talk): Promise<void> {
  const { channelId, newAfter } = conversation;
  const after = newAfter.get();
  if (after === null) return;
  const { messages } = await api.chat.messages.history.query({ channelId, after, limit: 1 });
  const [first] = messages;
  if (first) await conversation.goTo(first.seq);
}

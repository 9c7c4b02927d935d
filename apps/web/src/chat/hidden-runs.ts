import type { Message } from '@atalaya/api/types';
import { sameDay } from '@atalaya/ui/format';

/** Whether the reader sees no more of a message than that it is hidden. */
const isUnreadable = (
  { author, content, hiddenAt, deletedAt, thread }: Message,
  myId: string,
): boolean =>
  hiddenAt !== null && deletedAt === null && content === '' && !thread && author.id !== myId;

/**
 * Puts hidden messages that follow each other on one day into the first of them: thirty that the
 * filter held would push everything else out of sight. Says how many each of these stands for.
 */
export function foldHidden(
  messages: readonly Message[],
  myId: string,
): { messages: readonly Message[]; hidden: ReadonlyMap<string, number> } {
  const hidden = new Map<string, number>();
  const kept: Message[] = [];
  let first: Message | null = null;
  for (const message of messages) {
    if (!isUnreadable(message, myId)) {
      first = null;
      kept.push(message);
    } else if (first && sameDay(first.createdAt, message.createdAt)) {
      hidden.set(first.id, (hidden.get(first.id) ?? 1) + 1);
    } else {
      first = message;
      kept.push(message);
    }
  }
  // The same list while nothing is folded, so that rows stay as they are.
  return hidden.size === 0 ? { messages, hidden } : { messages: kept, hidden };
}

import type { Message } from '@atalaya/api/types';

/** Adds or takes away one person's reaction, as the server will. */
export function withReaction(message: Message, emoji: string, memberId: string): Message {
  const before = message.reactions.find((reaction) => reaction.emoji === emoji);
  const isMine = before?.memberIds.includes(memberId) ?? false;
  if (!before) {
    return {
      ...message,
      reactions: [...message.reactions, { emoji, count: 1, memberIds: [memberId] }],
    };
  }
  const memberIds = isMine
    ? before.memberIds.filter((id) => id !== memberId)
    : [...before.memberIds, memberId];
  const after = { emoji, count: before.count + (isMine ? -1 : 1), memberIds };
  return {
    ...message,
    reactions: message.reactions.flatMap((reaction) =>
      reaction !== before ? [reaction] : after.count > 0 ? [after] : [],
    ),
  };
}

/**
 * A stream's reactions with the reader's own. It tells everyone the same, of many who reacted the first
 * alone; whether the reader is among them is known from before, or from their own act.
 */
export function withOwn(
  reactions: Message['reactions'],
  before: Message['reactions'],
  myId: string,
  own?: { emoji: string; added: boolean },
): Message['reactions'] {
  const wasMine = (emoji: string) =>
    before.some((reaction) => reaction.emoji === emoji && reaction.memberIds.includes(myId));
  return reactions.map((reaction) => {
    const { emoji, memberIds } = reaction;
    const isMine = own?.emoji === emoji ? own.added : wasMine(emoji);
    return isMine && !memberIds.includes(myId)
      ? { ...reaction, memberIds: [...memberIds, myId] }
      : reaction;
  });
}

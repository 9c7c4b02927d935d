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

import type { Message, RouterOutputs } from '@atalaya/api/types';

export type MessageRevisions = RouterOutputs['chat']['messages']['revisions'];

/** What a message said at one time. */
export interface Version {
  state: 'written' | 'edited' | 'deleted' | 'hidden';
  /** Null where nobody may read it here: deleted, or hidden by moderation. */
  text: string | null;
  /** What it said before; null for the first. */
  before: string | null;
  /** Null for what is too long ago to be told. */
  at: Date | null;
  by: Message['author'];
}

/** The server tells so many changes of a message. */
export const mostRevisions = 100;

/** The versions of a message, the newest first: a revision is told by who ended it, a version by who began it. */
export function versionsOf({ message, revisions }: MessageRevisions): Version[] {
  const older = revisions.toReversed();
  const isCut = revisions.length >= mostRevisions;
  const beginnings = [
    { at: isCut ? null : message.createdAt, by: message.author },
    ...older.map(({ at, by }) => ({ at, by })),
  ];
  const texts: (string | null)[] = older.map(({ content }) => content);
  const isHidden = message.hiddenAt !== null && message.content === '';
  texts.push(message.deletedAt || isHidden ? null : message.content);
  return texts
    .map((text, index): Version => {
      const { at, by } = beginnings[index] ?? { at: null, by: message.author };
      const isNow = index === texts.length - 1;
      const state =
        isNow && message.deletedAt
          ? 'deleted'
          : isNow && isHidden
            ? 'hidden'
            : index === 0 && !isCut
              ? 'written'
              : 'edited';
      return { state, text, before: texts[index - 1] ?? null, at, by };
    })
    .toReversed();
}

import {
  announceMessages,
  announceMutes,
  giveTextBack,
  type MessageNews,
  setHidden,
  takeText,
} from '../chat/index.ts';
import type { Services, Transaction } from '../context.ts';
import { announceBan, announceStanding } from '../identity/index.ts';
import { announceNotifications } from '../notifications/index.ts';
import type { HeldCase } from './cases.ts';
import type { News } from './news.ts';
import type { Action } from './schemas.ts';

/** An action as its decision keeps it: with what taking it back needs. */
export interface KeptAction extends Action {
  before?: {
    /** Since when the message was hidden; null: it was not. */
    hiddenAt?: string | null;
    /** Where the text is that was taken. */
    revisionId?: string;
  };
}

/** What is to be told after the commit. */
export interface Effects {
  messages: MessageNews[];
  /** The person whose standing changed. */
  memberId: string | null;
  mutedIn: string[];
  ban: { sessionIds: string[]; at: Date } | null;
  /** The person may enter again, or for another time. */
  eased: boolean;
  /** Whose notices there are news of. */
  notified: string[];
}

export const noEffects = (memberId: string | null): Effects => ({
  messages: [],
  memberId,
  mutedIn: [],
  ban: null,
  eased: false,
  notified: [],
});

interface Deed {
  held: HeldCase;
  /** Who decides. */
  memberId: string;
  now: Date;
}

/**
 * Does to the message what the actions say, and gives them with what taking them back needs. A
 * message that the filter holds is shown unless it is hidden or deleted now.
 */
export async function treatMessage(
  tx: Transaction,
  services: Pick<Services, 'jobs' | 'clock'>,
  actions: readonly Action[],
  { held, memberId, now }: Deed,
): Promise<{ kept: KeptAction[]; news: MessageNews[] }> {
  if (held.subjectType !== 'message') return { kept: [...actions], news: [] };
  const deed = { messageId: held.subjectId, memberId };
  const kept: KeptAction[] = [];
  const news: MessageNews[] = [];
  const stays = actions.some(({ type }) => type === 'hide' || type === 'delete');
  const message = await tx.message.findUnique({
    where: { id: held.subjectId },
    select: { hiddenAt: true },
  });
  for (const [index, action] of actions.entries()) {
    if (action.type === 'delete') {
      const done = await takeText(tx, { ...deed, at: now });
      kept.push(done ? { ...action, before: { revisionId: done.revisionId } } : action);
      news.push(...(done?.news ?? []));
    } else if (action.type === 'hide' || (index === 0 && !stays && message?.hiddenAt)) {
      const hiddenAt = action.type === 'hide' ? (message?.hiddenAt ?? now) : null;
      const done = await setHidden(tx, services, { ...deed, hiddenAt });
      const before = { hiddenAt: done?.before?.toISOString() ?? null };
      kept.push(done ? { ...action, before } : action);
      news.push(...(done?.news ?? []));
    } else {
      kept.push(action);
    }
  }
  return { kept, news };
}

/** Brings the message back to what it was before the actions. */
export async function revertMessage(
  tx: Transaction,
  services: Pick<Services, 'jobs' | 'clock'>,
  actions: readonly KeptAction[],
  { held, memberId }: Deed,
): Promise<MessageNews[]> {
  const deed = { messageId: held.subjectId, memberId };
  const news: MessageNews[] = [];
  for (const { before } of actions.toReversed()) {
    if (before?.revisionId) {
      news.push(...(await giveTextBack(tx, services, { ...deed, revisionId: before.revisionId })));
    }
    if (before?.hiddenAt !== undefined) {
      const hiddenAt = before.hiddenAt === null ? null : new Date(before.hiddenAt);
      news.push(...((await setHidden(tx, services, { ...deed, hiddenAt }))?.news ?? []));
    }
  }
  return news;
}

type Teller = Pick<
  Services,
  'hub' | 'pool' | 'bus' | 'access' | 'directory' | 'presence' | 'revocations'
>;

/** The news for channels, sockets and nodes. To be told after the commit. */
export const newsOf = (
  ctx: Teller,
  organisationId: string,
  { messages, memberId, mutedIn, ban, eased, notified }: Effects,
): News => ({
  // First what must be over within a second; then what needs the bus alone.
  standing: () => {
    if (memberId && ban) return announceBan(ctx, memberId, ban);
    if (memberId && eased) return announceStanding(ctx, memberId);
  },
  mutes: () => memberId && announceMutes(ctx, memberId, mutedIn),
  notifications: () => announceNotifications(ctx, notified),
  messages: () => messages.length > 0 && announceMessages(ctx, organisationId, messages),
});

import { z } from 'zod';
import { alertKind, alertSeverity } from '../alerts/schemas.ts';
import { cursorInput, id, pageOf } from '../common.ts';
import { policy, sanctionKind, subjectType } from '../moderation/schemas.ts';

const sanctionFacts = {
  sanctionId: id,
  sanction: sanctionKind,
  policy,
  /** Of a mute: where; null: everywhere. */
  channelId: id.nullable(),
  messageId: id.nullable(),
  /** Null: for good, or nothing that lasts. */
  until: z.iso.datetime().nullable(),
};

/** What the sentence of each kind names. The closed list of kinds. */
export const noticeParams = {
  /** The person was warned, muted or banned, or something of theirs was hidden or deleted. */
  sanction: z.object({ ...sanctionFacts, statement: z.string() }),
  sanctionLifted: z.object(sanctionFacts),
  /** The receipt of the person's flag. */
  flagReceived: z.object({ subjectType, policy }),
  flagOutcome: z.object({
    subjectType,
    policy,
    outcome: z.enum(['dismissed', 'acted', 'reopened']),
  }),
  /** For staff who handle alerts. */
  alert: z.object({ alertId: id, alert: alertKind, severity: alertSeverity }),
} as const;
export type NoticeKind = keyof typeof noticeParams;
export type NoticeParams<Kind extends NoticeKind> = z.output<(typeof noticeParams)[Kind]>;

const base = { id, createdAt: z.date(), readAt: z.date().nullable() };
const noticeOf = <const Kind extends NoticeKind>(kind: Kind) =>
  z.object({ ...base, kind: z.literal(kind), params: noticeParams[kind] });

/** A personal notice inside the product; the sentence is `notification.<kind>`. */
export const notification = z.discriminatedUnion('kind', [
  noticeOf('sanction'),
  noticeOf('sanctionLifted'),
  noticeOf('flagReceived'),
  noticeOf('flagOutcome'),
  noticeOf('alert'),
]);
export type Notification = z.infer<typeof notification>;

export const notificationListInput = cursorInput.extend({ unread: z.boolean().default(false) });
/** The newest first. */
export const notificationPage = pageOf(notification);
export const mostUnreadNotices = 1_000;
/** That many or more are given as `mostUnreadNotices`. */
export const unreadCount = z.object({ unread: z.number().int().min(0).max(mostUnreadNotices) });
export const notificationIdsInput = z.object({ ids: z.array(id).min(1).max(200) });

export const notificationEvent = z.discriminatedUnion('type', [
  /** News may have been missed: list the notices afresh. */
  z.object({ type: z.literal('refresh') }),
  z.object({ type: z.literal('created'), notification }),
  /** Another device read or deleted some: count and list afresh. */
  z.object({ type: z.literal('changed') }),
]);
export type NotificationEvent = z.infer<typeof notificationEvent>;

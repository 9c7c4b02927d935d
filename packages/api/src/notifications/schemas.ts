import { z } from 'zod';
import { alertKind, alertSeverity } from '../alerts/schemas.ts';
import { cursorInput, id, pageOf } from '../common.ts';
import { policy, sanctionKind, subjectType } from '../moderation/schemas.ts';

/** One measure of a decision. */
export const measure = z.object({
  sanctionId: id,
  sanction: sanctionKind,
  /** Of a mute: where; null: everywhere. */
  channelId: id.nullable(),
  messageId: id.nullable(),
  /** Null: for good, or nothing that lasts. */
  until: z.iso.datetime().nullable(),
});
export type Measure = z.infer<typeof measure>;
/** All that was decided at once: the person hears of it once. */
const sanctionFacts = { policy, measures: z.array(measure).min(1) };

/** A message in a channel, and who wrote it. */
const messageFacts = { channelId: id, messageId: id, authorId: id };

const caseFacts = { caseId: id, subjectType, policy };

/** What the sentence of each kind names. The closed list of kinds. */
export const noticeParams = {
  /** The person was warned, muted or banned, or something of theirs was hidden or deleted; or several of these. */
  sanction: z.object({ ...sanctionFacts, statement: z.string() }),
  /** The same measures were taken back, or are over. */
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
  /** For staff: a case was given to the person, or to administrators. */
  caseAssigned: z.object(caseFacts),
  caseEscalated: z.object(caseFacts),
  /** Somebody named the person, or called the whole channel. */
  mention: z.object({
    ...messageFacts,
    threadId: id.nullable(),
    called: z.enum(['name', 'channel', 'here']),
  }),
  directMessage: z.object(messageFacts),
  /** An answer in a thread that the person follows. */
  threadReply: z.object({ ...messageFacts, threadId: id }),
  /** Somebody brought the person into a channel. */
  channelInvite: z.object({ channelId: id, authorId: id }),
  /** For owners: nothing happens in the channel, and it will be archived. */
  channelIdle: z.object({ channelId: id, name: z.string(), archiveAt: z.iso.datetime() }),
  /** For owners: it was archived after so many days without activity. */
  channelArchived: z.object({ channelId: id, name: z.string(), days: z.number().int() }),
} as const;
export type NoticeKind = keyof typeof noticeParams;
export type NoticeParams<Kind extends NoticeKind> = z.output<(typeof noticeParams)[Kind]>;

const base = { id, createdAt: z.date(), readAt: z.date().nullable() };
const noticeOf = <const Kind extends NoticeKind>(kind: Kind) =>
  z.object({ ...base, kind: z.literal(kind), params: noticeParams[kind] });

/** What the person may read now of what the notice tells. */
export const noticeAbout = z.object({
  channelName: z.string(),
  authorName: z.string(),
  /** The beginning of the message; null: it is gone, or hidden. */
  excerpt: z.string().nullable(),
  /** Its place in the channel. */
  seq: z.number().int().nullable(),
});
export type NoticeAbout = z.infer<typeof noticeAbout>;
/** The kinds that come from a channel. */
const fromChannel = <const Kind extends NoticeKind>(kind: Kind) =>
  noticeOf(kind).extend({
    /** Null: the person is not in that channel any more. */
    about: noticeAbout.nullable().default(null),
  });

/** A personal notice inside the product; the sentence is `notification.<kind>`. */
export const notification = z.discriminatedUnion('kind', [
  noticeOf('sanction'),
  noticeOf('sanctionLifted'),
  noticeOf('flagReceived'),
  noticeOf('flagOutcome'),
  noticeOf('alert'),
  noticeOf('caseAssigned'),
  noticeOf('caseEscalated'),
  fromChannel('mention'),
  fromChannel('directMessage'),
  fromChannel('threadReply'),
  fromChannel('channelInvite'),
  noticeOf('channelIdle'),
  noticeOf('channelArchived'),
]);
export type Notification = z.infer<typeof notification>;

export const notificationListInput = cursorInput.extend({ unread: z.boolean().default(false) });
/** The newest first. */
export const notificationPage = pageOf(notification);
export const mostUnreadNotices = 1_000;
const fewNotices = z.number().int().min(0).max(mostUnreadNotices);
/** That many or more are given as `mostUnreadNotices`. */
export const unreadCount = z.object({
  unread: fewNotices,
  /** Those of them that no number beside a channel counts already: added to those, each thing is counted once. */
  apart: fewNotices,
});
export const notificationIdsInput = z.object({ ids: z.array(id).min(1).max(200) });

export const notificationEvent = z.discriminatedUnion('type', [
  /** News may have been missed: list the notices afresh. */
  z.object({ type: z.literal('refresh') }),
  z.object({ type: z.literal('created'), notification }),
  /** Another device read or deleted some: count and list afresh. */
  z.object({ type: z.literal('changed') }),
]);
export type NotificationEvent = z.infer<typeof notificationEvent>;

// Preferences ---------------------------------------------------------------

export const media = ['inApp', 'mail', 'push'] as const;
export type Medium = (typeof media)[number];

/** What there is to choose, and how each kind is told where the person chose nothing. */
export const standardChoices = {
  mention: { inApp: true, mail: true, push: true },
  directMessage: { inApp: false, mail: true, push: true },
  threadReply: { inApp: true, mail: false, push: true },
  channelInvite: { inApp: true, mail: true, push: false },
  channelIdle: { inApp: true, mail: true, push: false },
  channelArchived: { inApp: true, mail: true, push: false },
  sanction: { inApp: true, mail: true, push: false },
  sanctionLifted: { inApp: true, mail: true, push: false },
  flagReceived: { inApp: true, mail: false, push: false },
  flagOutcome: { inApp: true, mail: false, push: false },
  alert: { inApp: true, mail: false, push: true },
  caseAssigned: { inApp: true, mail: false, push: true },
  caseEscalated: { inApp: true, mail: false, push: true },
} as const satisfies Record<NoticeKind, Record<Medium, boolean>>;
/** The kinds that a person may turn off inside the product: decisions about them are always told there. */
export const quietableKinds = ['mention', 'directMessage', 'threadReply', 'channelInvite'] as const;

const mediaChoice = z.strictObject({ inApp: z.boolean(), mail: z.boolean(), push: z.boolean() });
const choices = z.strictObject(
  Object.fromEntries(Object.keys(standardChoices).map((kind) => [kind, mediaChoice])) as Record<
    NoticeKind,
    typeof mediaChoice
  >,
);
export type NoticeChoices = z.infer<typeof choices>;

const minuteOfDay = z.number().int().min(0).max(1_439);
const isTimeZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
export const preferences = z.strictObject({
  choices,
  /** In minutes of the day; `from` after `to` goes over midnight. Null: none. */
  quietHours: z.strictObject({ from: minuteOfDay, to: minuteOfDay }).nullable(),
  /** Such as `Europe/Madrid`. */
  timeZone: z.string().max(60).refine(isTimeZone),
  /** Minutes that a notice stays unread until it is mailed. */
  mailAfterMinutes: z.number().int().min(0).max(1_440),
  /** Hour of the daily summary by mail; null: none. */
  digestHour: z.number().int().min(0).max(23).nullable(),
});
export type NoticePreferences = z.infer<typeof preferences>;
export const preferencesOutput = preferences.extend({
  /** Where mails go, and whether that was verified: before it is, none are sent. */
  mail: z.object({ address: z.string(), verified: z.boolean() }),
  /** What the organisation's settings allow at all. */
  offered: z.object({ push: z.boolean(), dailyDigest: z.boolean() }),
});
/** What is absent stays as it is. */
export const preferencesInput = preferences.partial();

export const unsubscribeInput = z.object({ token: z.string().max(500) });
export const unsubscribeOutput = z.object({ kinds: z.array(z.string()) });

// Push ----------------------------------------------------------------------

export const pushKey = z.object({ publicKey: z.string() });
export const pushSubscribeInput = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[\w-]{80,100}={0,2}$/),
    auth: z.string().regex(/^[\w-]{20,30}={0,2}$/),
  }),
});
export const pushSubscribed = z.object({ subscribed: z.boolean() });
export const pushEndpointInput = z.object({ endpoint: z.string().max(1_000) });

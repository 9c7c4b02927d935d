import type { Prisma } from '@atalaya/db';
import type { Services, Transaction } from '../context.ts';
import { publishHint } from './feed.ts';
import { keptOutOfApp } from './preferences.ts';
import { type NoticeKind, type NoticeParams, noticeParams } from './schemas.ts';

/** Wakes whoever brings notices out of the product. */
export const dispatchTopic = 'notifications.dispatch';

/** What a notice says, whoever is told. */
export interface Notice<Kind extends NoticeKind = NoticeKind> {
  organisationId: string;
  kind: Kind;
  params: NoticeParams<Kind>;
  /** What makes two the same: a person has one notice per key, however often it is written. */
  key: string;
  now: Date;
}

/**
 * Writes a notice inside the caller's transaction: the person is told if and only if that commits.
 * Call `announceNotifications` after the commit.
 */
export function notify<Kind extends NoticeKind>(
  tx: Transaction,
  { memberId, ...notice }: Notice<Kind> & { memberId: string },
): Promise<void> {
  return notifyAll(tx, notice, [memberId]);
}

/** The same notice to some people, in one statement. For many people there is `notifyLater`. */
export async function notifyAll<Kind extends NoticeKind>(
  tx: Transaction,
  { organisationId, kind, params, key, now }: Notice<Kind>,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return;
  const said = noticeParams[kind].parse(params) as Prisma.InputJsonObject;
  const messageId = 'messageId' in said && kind !== 'sanction' ? (said.messageId as string) : null;
  const outside = await keptOutOfApp(tx, kind, memberIds);
  await tx.notification.createMany({
    data: memberIds.map((memberId) => ({
      organisationId,
      memberId,
      kind,
      params: said,
      key,
      messageId,
      createdAt: now,
      inApp: !outside.has(memberId),
      dispatched: false,
    })),
    skipDuplicates: true,
  });
}

/** Tells the people's open screens that there is something new. Call it after the commit. */
export function announceNotifications(
  { bus }: Pick<Services, 'bus'>,
  memberIds: readonly string[],
): void {
  if (memberIds.length === 0) return;
  for (const memberId of new Set(memberIds)) publishHint(bus, memberId, 'created');
  bus.publish(dispatchTopic, '');
}

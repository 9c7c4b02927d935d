import type { Transaction } from '../context.ts';
import { type NoticeKind, type NoticeParams, noticeParams } from './schemas.ts';

/**
 * Takes a notice away to write another one in its place that says more. Gives what it said; null:
 * there is none, the person deleted it.
 */
export async function takeNotice<Kind extends NoticeKind>(
  tx: Transaction,
  { memberId, kind, key }: { memberId: string; kind: Kind; key: string },
): Promise<NoticeParams<Kind> | null> {
  const found = await tx.notification.findUnique({
    where: { memberId_key: { memberId, key } },
    select: { id: true, params: true },
  });
  if (!found) return null;
  await tx.notification.delete({ where: { id: found.id }, select: { id: true } });
  return noticeParams[kind].parse(found.params) as NoticeParams<Kind>;
}

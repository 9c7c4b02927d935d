import type { Services } from '../context.ts';
import { readAbout } from './about.ts';
import { type NoticeAbout, type Notification, notification } from './schemas.ts';

export interface NoticeRow {
  id: string;
  kind: string;
  params: unknown;
  createdAt: Date;
  readAt: Date | null;
}

export const noticeColumns = `id, kind, params, created_at AS "createdAt", read_at AS "readAt"`;

/** Rows as their person sees them now, without those of a kind that this version does not know. */
export async function toNotifications(
  { log, pool }: Pick<Services, 'log' | 'pool'>,
  memberId: string,
  rows: readonly NoticeRow[],
): Promise<Notification[]> {
  const about = await readAbout(pool, memberId, rows);
  return rows.flatMap((row) => toNotification({ log }, row, about.get(row.id)) ?? []);
}

function toNotification(
  { log }: Pick<Services, 'log'>,
  row: NoticeRow,
  about: NoticeAbout | undefined,
): Notification | null {
  const parsed = notification.safeParse({ ...row, ...(about ? { about } : {}) });
  if (parsed.success) return parsed.data;
  log.warn({ id: row.id, kind: row.kind }, 'a notice that this version cannot put into words');
  return null;
}

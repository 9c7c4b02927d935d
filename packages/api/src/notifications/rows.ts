import type { Services } from '../context.ts';
import { type Notification, notification } from './schemas.ts';

export interface NoticeRow {
  id: string;
  kind: string;
  params: unknown;
  createdAt: Date;
  readAt: Date | null;
}

export const noticeColumns = `id, kind, params, created_at AS "createdAt", read_at AS "readAt"`;

/** A row as its person sees it; null for one of a kind that this version does not know. */
export function toNotification(
  { log }: Pick<Services, 'log'>,
  row: NoticeRow,
): Notification | null {
  const parsed = notification.safeParse(row);
  if (parsed.success) return parsed.data;
  log.warn({ id: row.id, kind: row.kind }, 'a notice that this version cannot put into words');
  return null;
}

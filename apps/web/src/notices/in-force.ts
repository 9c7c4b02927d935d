import type { Notification, Sanction } from '@atalaya/api/types';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { standing } from '../moderation/standing.ts';
import { noticeList, type SanctionNotice } from './notices.ts';

interface Known {
  notices: readonly Notification[];
  /** What is in force against this person; absent while it is read. */
  sanctions: readonly Sanction[] | undefined;
}

/** Whether what a notice tells was taken back or has ended. */
export function isOver({ params }: SanctionNotice, { notices, sanctions }: Known): boolean {
  const { sanctionId, sanction } = params;
  const wasLifted = notices.some(
    (one) => one.kind === 'sanctionLifted' && one.params.sanctionId === sanctionId,
  );
  if (wasLifted) return true;
  // The notice of the end may have been deleted. Only of what lasts everything in force is known.
  const lasts = sanction === 'mute' || sanction === 'ban';
  return lasts && sanctions !== undefined && !sanctions.some(({ id }) => id === sanctionId);
}

/** Gives how to tell whether a notice is over, by all that is known of this person now. */
export function useIsOver(): (notice: SanctionNotice) => boolean {
  const { data } = useInfiniteQuery(noticeList);
  const { data: sanctions, isFetching } = useQuery(standing);
  const notices = data?.pages.flatMap(({ items }) => items) ?? [];
  // A notice that has just come is newer than what was known of the person.
  return (notice) => isOver(notice, { notices, sanctions: isFetching ? undefined : sanctions });
}

import type { Measure, Notification, Sanction } from '@atalaya/api/types';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { standing } from '../moderation/standing.ts';
import { noticeList, type SanctionNotice } from './notices.ts';

interface Known {
  notices: readonly Notification[];
  /** What is in force against this person; absent while it is read. */
  sanctions: readonly Sanction[] | undefined;
}

/** Whether a measure was taken back or has ended. */
function isMeasureOver({ sanctionId, sanction }: Measure, { notices, sanctions }: Known): boolean {
  const wasLifted = notices.some(
    (one) =>
      one.kind === 'sanctionLifted' &&
      one.params.measures.some((lifted) => lifted.sanctionId === sanctionId),
  );
  if (wasLifted) return true;
  // The notice of the end may have been deleted. Only of what lasts everything in force is known.
  const lasts = sanction === 'mute' || sanction === 'ban';
  return lasts && sanctions !== undefined && !sanctions.some(({ id }) => id === sanctionId);
}

interface InForce {
  isMeasureOver: (measure: Measure) => boolean;
  /** Of a notice: nothing of what it tells is left. */
  isOver: (notice: SanctionNotice) => boolean;
}

/** Gives how to tell what is over, by all that is known of this person now. */
export function useInForce(): InForce {
  const { data } = useInfiniteQuery(noticeList);
  const { data: sanctions, isFetching } = useQuery(standing);
  const notices = data?.pages.flatMap(({ items }) => items) ?? [];
  // A notice that has just come is newer than what was known of the person.
  const known = { notices, sanctions: isFetching ? undefined : sanctions };
  const isOver = (measure: Measure) => isMeasureOver(measure, known);
  return { isMeasureOver: isOver, isOver: ({ params }) => params.measures.every(isOver) };
}

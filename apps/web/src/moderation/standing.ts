import type { Sanction } from '@atalaya/api/types';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';

/** What is in force against this person. Notices that come live have it read afresh. */
export const standing = queryOptions({
  queryKey: ['standing'],
  queryFn: async () => (await api.moderation.mine.query()).sanctions,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Of the mutes that hold in a channel the one that ends last. */
export function muteIn(sanctions: readonly Sanction[], channelId: string): Sanction | null {
  const end = ({ endsAt }: Sanction) => endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const mutes = sanctions.filter(
    (one) => one.kind === 'mute' && (one.channelId === null || one.channelId === channelId),
  );
  return mutes.toSorted((a, b) => end(b) - end(a))[0] ?? null;
}

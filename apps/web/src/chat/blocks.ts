import type { Channel } from '@atalaya/api/types';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';

/** Whom this person has blocked, the last one first. */
export const blockedPeople = queryOptions({
  queryKey: ['blocks'],
  queryFn: async () => (await api.chat.blocks.list.query()).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The ids of whom this person has blocked. */
export function useBlocked(): ReadonlySet<string> {
  const { data } = useQuery(blockedPeople);
  return useMemo(() => new Set(data?.map(({ id }) => id)), [data]);
}

const nobody: ReadonlySet<string> = new Set();

/** The ids of those whose messages are folded in a channel: nobody's where only two talk, who came to read each other. */
export function useFolded(type: Channel['type']): ReadonlySet<string> {
  const blocked = useBlocked();
  return type === 'direct' ? nobody : blocked;
}

export const isBlocked = (memberId: string): boolean =>
  queries.getQueryData(blockedPeople.queryKey)?.some(({ id }) => id === memberId) ?? false;

/** Reads the list afresh, also where no screen shows it: live events are judged by it. */
export const readBlocks = (): Promise<void> =>
  queries.prefetchQuery({ ...blockedPeople, staleTime: 0 });

/** Someone was blocked or it was taken back, on any of this person's devices. */
export function takeBlockEvent(): void {
  void readBlocks();
  // Whether one may write there rests on it, and what these lists leave out or do not count.
  for (const rests of ['channel', 'direct', 'threads', 'search']) {
    void queries.invalidateQueries({ queryKey: [rests] });
  }
}

export async function setBlocked(memberId: string, blocked: boolean): Promise<void> {
  if (blocked) await api.chat.blocks.add.mutate({ memberId });
  else await api.chat.blocks.remove.mutate({ memberId });
  takeBlockEvent();
  await readBlocks();
}

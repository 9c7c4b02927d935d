import type { DirectConversation } from '@atalaya/api/types';
import { useEffect, useRef } from 'react';
import { api } from '../app/atalaya.ts';
import { useDirect } from './direct.ts';

/** What comes in quick succession is told by one call. */
const settleMs = 400;
/** The server takes so many at once. */
const most = 50;

/**
 * Tells the server what this device has received in conversations of two, opened or not: the list of
 * them has come with it. What is read is told by reading. Whether the other learns of it, the server decides.
 */
export function useDelivering(): void {
  const direct = useDirect();
  const told = useRef(new Map<string, number>());
  useEffect(() => {
    const fresh = direct.filter(
      ({ id, unread, lastSeq }) => unread > 0 && lastSeq > (told.current.get(id) ?? 0),
    );
    if (fresh.length === 0) return;
    const timer = setTimeout(() => void tell(fresh.slice(0, most), told.current), settleMs);
    return () => clearTimeout(timer);
  }, [direct]);
}

async function tell(fresh: DirectConversation[], told: Map<string, number>): Promise<void> {
  const items = fresh.map(({ id: channelId, lastSeq: seq }) => ({ channelId, seq }));
  for (const { channelId, seq } of items) told.set(channelId, seq);
  try {
    await api.chat.receipts.delivered.mutate({ items });
  } catch {
    // Without a line the list, read afresh when it is back, tells it again.
    for (const { channelId } of items) told.delete(channelId);
  }
}

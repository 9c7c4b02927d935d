import type { Presence } from '@atalaya/api/types';
import { useCallback, useSyncExternalStore } from 'react';

type Known = { presence: Presence; statusText: string };

const known = new Map<string, Known>();
const listeners = new Map<string, Set<() => void>>();

/** Takes in who is here: from a live event, or from a list that was just read. */
export function takePresence(memberId: string, presence: Presence, statusText: string): void {
  const before = known.get(memberId);
  if (before?.presence === presence && before.statusText === statusText) return;
  known.set(memberId, { presence, statusText });
  for (const listener of listeners.get(memberId) ?? []) listener();
}

type Card = { id: string; presence: Presence; statusText: string };

/** Takes in the presence of a page of people. */
export function takeCards<Item extends Card>(cards: Item[]): Item[] {
  for (const { id, presence, statusText } of cards) takePresence(id, presence, statusText);
  return cards;
}

/** Presence and status of a person, live. What is not known yet is taken from `card`. */
export function usePresence(card: Card): Known {
  const { id } = card;
  const subscribe = useCallback(
    (listener: () => void) => {
      const own = listeners.get(id) ?? new Set();
      listeners.set(id, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(id);
      };
    },
    [id],
  );
  return useSyncExternalStore(subscribe, () => known.get(id)) ?? card;
}

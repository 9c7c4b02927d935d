import type { TextKey } from '@atalaya/ui/i18n';
import { createStore, useStore } from '@atalaya/ui/state';
import { useEffect, useRef } from 'react';

/** One key of a screen: what it is called in the list that `?` opens, and what it does. */
export interface Key {
  /** As `KeyboardEvent.key` says it, in small letters. */
  keys: readonly string[];
  /** As it is written in the list. */
  label: string;
  does: TextKey;
  press: () => void;
}
export interface KeyGroup {
  title: TextKey;
  keys: readonly Key[];
}

/** The keys of what is on the screen now, the most general ones first. */
const groups = createStore<readonly KeyGroup[]>([]);
export const useKeyGroups = (): readonly KeyGroup[] => useStore(groups);

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));

/** A dialog or a menu has keys of its own. */
const isCovered = () => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Gives a screen its keys for as long as it is there, and lists them under `?`. */
export function useScreenKeys(group: KeyGroup): void {
  const latest = useRef(group);
  latest.current = group;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isWriting(event.target) || isCovered()) return;
      // A button does by Enter and space what is written on it.
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a');
      if (onButton && (event.key === 'Enter' || event.key === ' ')) return;
      const found = latest.current.keys.find(({ keys }) => keys.includes(event.key.toLowerCase()));
      if (!found) return;
      event.preventDefault();
      found.press();
    };
    const mine = latest.current;
    groups.set([...groups.get(), mine]);
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
      groups.set(groups.get().filter((one) => one !== mine));
    };
  }, []);
}

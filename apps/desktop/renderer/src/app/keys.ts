import type { TextKey } from '@atalaya/ui/i18n';
import { createStore, useStore } from '@atalaya/ui/state';
import { useEffect, useRef } from 'react';

/** One key of a screen: what it is called in the list that `?` opens, and what it does. */
export interface Key {
  /**
   * As `KeyboardEvent.key` says it, in small letters; `shift+3` is that key of any keyboard's upper row, and
   * `ctrl+a` is pressed with Ctrl or the command key.
   */
  keys: readonly string[];
  /** As it is written in the list. */
  label: string;
  does: TextKey;
  /** Holding it down does it once. */
  once?: true;
  press: (key: string) => void;
}
export interface KeyGroup {
  title: TextKey;
  keys: readonly Key[];
}

/** The keys of what is on the screen now, the most general ones first. */
const groups = createStore<readonly KeyGroup[]>([]);
export const useKeyGroups = (): readonly KeyGroup[] => useStore(groups);

/** Whether keys go into what has the focus. Boxes that are ticked take no letters. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio])'));

/** What a box, a button or a link does by itself with these keys. */
const isItsOwn = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('[type=radio]')) return key === ' ' || key.startsWith('Arrow');
  if (target.matches('[type=checkbox]')) return key === ' ';
  return (key === 'Enter' || key === ' ') && target.closest('button, a') !== null;
};

/** A dialog or a menu has keys of its own. */
export const isCovered = (): boolean =>
  document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** How a pressed key may be named: by what it writes, or as a digit that is pressed together with Shift. */
function namesOf({ key, code, shiftKey, ctrlKey, metaKey }: KeyboardEvent): string[] {
  if (ctrlKey || metaKey) return [`ctrl+${key.toLowerCase()}`];
  if (shiftKey && key.startsWith('Arrow')) {
    return [`shift+${key.toLowerCase()}`, key.toLowerCase()];
  }
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  // On some keyboards digits are written with Shift.
  const isOther = shiftKey && digit !== undefined && key !== digit;
  return [key.toLowerCase(), ...(isOther ? [`shift+${digit}`] : [])];
}

/** Gives a screen its keys for as long as it is there, and lists them under `?`. */
export function useScreenKeys(group: KeyGroup): void {
  const latest = useRef(group);
  latest.current = group;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if (isWriting(event.target) || isCovered()) return;
      if (isItsOwn(event.target, event.key)) return;
      for (const name of namesOf(event)) {
        const found = latest.current.keys.find(({ keys }) => keys.includes(name));
        if (!found) continue;
        event.preventDefault();
        if (!(event.repeat && found.once)) found.press(name);
        return;
      }
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

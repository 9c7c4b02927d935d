import type { FocusEvent, KeyboardEvent } from 'react';

const items = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[data-rove]')];

/**
 * One stop of the Tab key for a whole list; arrows move inside it. Spread the result on the list
 * and put `data-rove` on what can be focused, the current one with tabIndex 0, others with -1.
 */
export const roving = {
  onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = items(event.currentTarget);
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined ? undefined : all[Math.max(0, Math.min(all.length - 1, to))];
    if (!next) return;
    event.preventDefault();
    next.focus();
  },
  onFocus(event: FocusEvent<HTMLElement>): void {
    if (!event.target.hasAttribute('data-rove')) return;
    for (const item of items(event.currentTarget)) item.tabIndex = item === event.target ? 0 : -1;
  },
};

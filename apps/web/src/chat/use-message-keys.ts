import type { Message } from '@atalaya/api/types';
import { type FocusEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { historyChoice } from './history-choice.ts';
import type { MessageRights } from './message-actions.tsx';
import type { MessageDeeds } from './message-deeds.ts';
import { isMessage, keyOf, type Row } from './rows.ts';

interface Around {
  rows: readonly Row[];
  show: (index: number) => void;
  toNewest: () => void;
  deeds: MessageDeeds;
  rightsOf: (message: Message) => MessageRights;
  /** Id of the message being changed. */
  editing: string | null;
  onEdit: (message: Message) => void;
  onPick: (message: Message) => void;
  onReport: (message: Message) => void;
  onThread: (message: Message) => void;
  onSave: (message: Message) => void;
}

/** Walking through messages and acting on them without a mouse. One stop of Tab for the whole list. */
export function useMessageKeys(around: Around) {
  const { rows, show, toNewest, deeds, rightsOf, editing, onEdit, onPick, onReport } = around;
  const { onThread, onSave } = around;
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const newest = rows.findLast(isMessage);
  const current = chosen ?? (newest ? keyOf(newest) : null);
  const index = useMemo(
    () => (current === null ? -1 : rows.findLastIndex((row) => keyOf(row) === current)),
    [rows, current],
  );
  const edited = useMemo(
    () =>
      editing === null ? -1 : rows.findLastIndex((row) => isMessage(row) && row.id === editing),
    [rows, editing],
  );

  const focusOn = (list: HTMLElement, id: string) => {
    wanted.current = id;
    // The row may have to be scrolled into being first.
    const attempt = (tries: number) => {
      if (wanted.current !== id) return;
      const element = list.querySelector<HTMLElement>(`[data-message="${id}"]`);
      element?.focus({ preventScroll: true });
      // A row that was not measured yet is not visible, and takes no focus.
      const hasFocus = element !== null && element === document.activeElement;
      if (!hasFocus && tries > 0) requestAnimationFrame(() => attempt(tries - 1));
    };
    requestAnimationFrame(() => attempt(30));
  };

  const move = (list: HTMLElement, by: number) => {
    for (let to = index + by; to >= 0 && to < rows.length; to += by) {
      const row = rows[to];
      if (!row || !isMessage(row)) continue;
      setChosen(keyOf(row));
      show(to);
      focusOn(list, row.id);
      return;
    }
  };

  /** Gives a message the focus, wherever it stands. */
  const goTo = (list: HTMLElement, message: Message) => {
    setChosen(keyOf(message));
    focusOn(list, message.id);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (!target.hasAttribute('data-message') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const message = rows[index];
    if (!message || !isMessage(message)) return;
    const rights = rightsOf(message);
    const isThere = message.deletedAt === null;
    const deed = {
      ArrowUp: () => move(event.currentTarget, -1),
      ArrowDown: () => move(event.currentTarget, 1),
      End: toNewest,
      r: () => isThere && rights.react && onPick(message),
      e: () => isThere && rights.edit && onEdit(message),
      c: () => isThere && deeds.copy(message),
      f: () => isThere && message.hiddenAt === null && rights.report && onReport(message),
      t: () => (rights.thread || message.thread) && onThread(message),
      h: () => rights.history && historyChoice.set(message),
      p: () => isThere && rights.pin && deeds.pin(message),
      s: () => isThere && rights.save && onSave(message),
      u: () => rights.markUnread && deeds.markUnread(message),
      Delete: () => isThere && rights.remove && deeds.remove(message),
    }[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  };

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const id = event.target.getAttribute('data-message');
    const row = id ? rows.findLast((one) => isMessage(one) && one.id === id) : undefined;
    if (row) setChosen(keyOf(row));
  };

  return {
    /** Key of the row that Tab stops at. */
    current,
    /** Rows that must not leave the page: the one that has the focus, and the one being written in. */
    mounted: useMemo(
      () => [...new Set([index, edited])].filter((one) => one >= 0).sort((a, b) => a - b),
      [index, edited],
    ),
    goTo,
    onKeyDown,
    onFocus,
  };
}

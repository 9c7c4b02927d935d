import type { Key } from './keys.ts';

interface RowKeys {
  /** Where the rows are; what can be focused in each of them bears `data-rove`. */
  box: { readonly current: HTMLElement | null };
}

/** J and K move along the rows of a list, with the focus. */
export function rowKeys({ box }: RowKeys): Key[] {
  const move = (by: 1 | -1) => {
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-rove]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
  };
  return [
    { keys: ['j', 'arrowdown'], label: 'J ↓', does: 'keys.next', press: () => move(1) },
    { keys: ['k', 'arrowup'], label: 'K ↑', does: 'keys.previous', press: () => move(-1) },
  ];
}
